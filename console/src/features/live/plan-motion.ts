import type { Point } from "../../app/api.ts";
import type { LiveBox, TrackFrame } from "../../app/track-feed.ts";
import { identityKey, type Identified } from "../../ui/identity-color.ts";

/** Something that moves on a floor, at the moment asked for. */
export interface PlanDot {
  readonly key: string;
  /** Whose dot it is; its track is the newest that told of it. */
  readonly who: Identified;
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
  who: Identified;
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

/**
 * Turns track frames into dots that move smoothly, one for each subject however many cameras see it.
 * Time is the capture clock of the server.
 */
export class PlanMotion {
  readonly #movers = new Map<string, Mover>();
  /** Smallest arrival delay seen: browser clock minus capture clock, milliseconds. */
  #clockGapMs = Number.POSITIVE_INFINITY;

  add(frame: TrackFrame, browserTimeMs: number): void {
    this.#clockGapMs = Math.min(this.#clockGapMs, browserTimeMs - frame.capture_time_ms);
    if (frame.floor_id === null) return;
    for (const box of frame.boxes) {
      const pointM = box.subject_position_m ?? box.position_m;
      if (pointM === null) continue;
      const mover = this.#moverOf(frame.floor_id, box);
      const newest = mover.points.at(-1);
      // Overlapping cameras tell of the same subject: only points that move time on are kept.
      if (newest !== undefined && frame.capture_time_ms <= newest.timeMs) continue;
      mover.points.push({ timeMs: frame.capture_time_ms, pointM });
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

  #moverOf(floorId: string, box: LiveBox): Mover {
    const key = identityKey(box);
    if (key !== box.track_id) this.#adopt(box.track_id, key);
    const known = this.#movers.get(key);
    if (known !== undefined && known.floorId === floorId) {
      known.who = box;
      return known;
    }
    if (this.#movers.size >= MOVERS_MAX) {
      const oldest = this.#movers.keys().next().value;
      if (oldest !== undefined) this.#movers.delete(oldest);
    }
    const mover = { floorId, who: box, objectClass: box.object_class, points: [] };
    this.#movers.set(key, mover);
    return mover;
  }

  /** Once somebody knows whose track it is, its dot goes on as the subject's. */
  #adopt(trackId: string, key: string): void {
    const mover = this.#movers.get(trackId);
    if (mover === undefined) return;
    this.#movers.delete(trackId);
    if (!this.#movers.has(key)) this.#movers.set(key, mover);
  }
}

function dotOf(key: string, mover: Mover, timeMs: number, ageMs: number): PlanDot {
  const positionM = positionAt(mover.points, timeMs) ?? [0, 0];
  const past = mover.points.filter((p) => p.timeMs <= timeMs && p.timeMs > timeMs - TRAIL_MS);
  return {
    key,
    who: mover.who,
    objectClass: mover.objectClass,
    positionM,
    trailM: [...past.map((point) => point.pointM), positionM],
    opacity: Math.min(1, Math.max(0, 1 - (ageMs - 800) / (FORGET_MS - 800))),
  };
}
