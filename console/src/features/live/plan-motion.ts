import type { Point } from "../../app/api.ts";
import type { TrackFrame } from "../../app/track-feed.ts";

/** Something that moves on a floor, at the moment asked for. */
export interface PlanDot {
  readonly key: string;
  readonly label: string;
  readonly objectClass: string;
  /** Metres on the floor's plan, y up. */
  readonly positionM: Point;
  /** Where it went lately, oldest first, ending at `positionM`. */
  readonly trailM: readonly Point[];
  readonly opacity: number;
}

interface TimedPoint {
  readonly timeMs: number;
  readonly pointM: Point;
}

interface Mover {
  readonly floorId: string;
  readonly label: string;
  readonly objectClass: string;
  readonly points: TimedPoint[];
}

/** Dots are drawn this far in the past, so that there is mostly a later point to move towards. */
export const PLAN_DELAY_MS = 600;
const TRAIL_MS = 10_000;
const FORGET_MS = 3000;
const POINTS_MAX = 120;
const MOVERS_MAX = 2000;

/** Place at `timeMs` on a path of timed points, held at its ends. */
export function positionAt(points: readonly TimedPoint[], timeMs: number): Point | undefined {
  const next = points.findIndex((point) => point.timeMs > timeMs);
  if (next === -1) return points.at(-1)?.pointM;
  const to = points[next];
  const from = points[next - 1];
  if (to === undefined || from === undefined) return to?.pointM;
  const share = (timeMs - from.timeMs) / (to.timeMs - from.timeMs);
  return [
    from.pointM[0] + (to.pointM[0] - from.pointM[0]) * share,
    from.pointM[1] + (to.pointM[1] - from.pointM[1]) * share,
  ];
}

/** Name of the thing a box shows: its subject when known, else its track on that camera. */
export function moverKey(cameraCode: string, box: { track_id: string; global_id: string | null }) {
  return box.global_id ?? `${cameraCode}/${box.track_id}`;
}

/** Turns track frames into dots that move smoothly. Time is the capture clock of the server. */
export class PlanMotion {
  readonly #movers = new Map<string, Mover>();
  /** Smallest arrival delay seen: browser clock minus capture clock, milliseconds. */
  #clockGapMs = Number.POSITIVE_INFINITY;

  add(frame: TrackFrame, browserTimeMs: number): void {
    this.#clockGapMs = Math.min(this.#clockGapMs, browserTimeMs - frame.capture_time_ms);
    if (frame.floor_id === null) return;
    for (const box of frame.boxes) {
      if (box.position_m === null) continue;
      const mover = this.#moverOf(moverKey(frame.camera_code, box), frame.floor_id, box);
      const newest = mover.points.at(-1);
      // Overlapping cameras tell of the same subject: only points that move time on are kept.
      if (newest !== undefined && frame.capture_time_ms <= newest.timeMs) continue;
      mover.points.push({ timeMs: frame.capture_time_ms, pointM: box.position_m });
      if (mover.points.length > POINTS_MAX) mover.points.shift();
    }
  }

  /** Dots of one floor at a browser time; forgets what has not been seen for a while. */
  dotsAt(floorId: string, browserTimeMs: number): PlanDot[] {
    const timeMs = browserTimeMs - this.#clockGapMs - PLAN_DELAY_MS;
    const dots: PlanDot[] = [];
    for (const [key, mover] of this.#movers) {
      const ageMs = timeMs - (mover.points.at(-1)?.timeMs ?? 0);
      if (ageMs > FORGET_MS) this.#movers.delete(key);
      else if (mover.floorId === floorId) dots.push(dotOf(key, mover, timeMs, ageMs));
    }
    return dots;
  }

  #moverOf(key: string, floorId: string, box: { object_class: string; track_id: string }): Mover {
    const known = this.#movers.get(key);
    if (known !== undefined && known.floorId === floorId) return known;
    if (this.#movers.size >= MOVERS_MAX) {
      const oldest = this.#movers.keys().next().value;
      if (oldest !== undefined) this.#movers.delete(oldest);
    }
    const mover = { floorId, label: shortId(key), objectClass: box.object_class, points: [] };
    this.#movers.set(key, mover);
    return mover;
  }
}

/** The end of an id, which is what tells ids apart. */
export function shortId(id: string): string {
  const tail = id.slice(id.lastIndexOf("/") + 1);
  return tail.length <= 8 ? tail : tail.slice(-5);
}

function dotOf(key: string, mover: Mover, timeMs: number, ageMs: number): PlanDot {
  const positionM = positionAt(mover.points, timeMs) ?? [0, 0];
  const past = mover.points.filter((p) => p.timeMs <= timeMs && p.timeMs > timeMs - TRAIL_MS);
  return {
    key,
    label: mover.label,
    objectClass: mover.objectClass,
    positionM,
    trailM: [...past.map((point) => point.pointM), positionM],
    opacity: Math.min(1, Math.max(0, 1 - (ageMs - 800) / (FORGET_MS - 800))),
  };
}
