import { evaluateWorld, type Scores, type WorldRow } from "@whereabouts/mot/eval";
import { intersectionOverUnion } from "@whereabouts/simulator";
import type { Instant, Replayed } from "./replay-sights.ts";

/** Whoever shows less in every camera is not counted as missed. */
const SHOWN = { fraction: 0.3, heightPx: 24 };
/** A stretch in one camera counts when somebody shows this well, for this long. */
const CLEAR = { fraction: 0.6, iou: 0.4, looks: 6 };
/** Somebody shown in one camera who comes into sight again after this is a new stretch, ms. */
const GAP_MS_MAX = 5000;
/** A walk ends when somebody is out of every camera's sight for longer than this, ms. */
const AWAY_MS_MAX = 20_000;
/** With somebody else this near, who is who is for nobody to say, metres. */
const APART_M = 1;
const CROWDED_SHARE = 0.25;

export interface SiteScores {
  readonly world: Scores;
  /** Subjects that stood on the plan, and who truly was in sight. */
  readonly subjects: number;
  readonly people: number;
  readonly walks: WalkScores;
}

/** How many walks, and steps from camera to camera within them, keep their subject. */
export interface WalkScores {
  readonly walks: number;
  readonly walksKept: number;
  readonly handovers: number;
  readonly handoversKept: number;
}

/** @param learningMs what comes before is left out: the cameras still learn their background */
export function scoreSite(instants: readonly Instant[], learningMs: number): SiteScores {
  const fromMs = (instants[0]?.timeMs ?? 0) + learningMs;
  const scored = instants.filter(({ timeMs }) => timeMs >= fromMs);
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    return numbers.get(key)!;
  };
  const truth: WorldRow[] = [];
  const result: WorldRow[] = [];
  for (const [index, { views }] of scored.entries()) {
    const frame = index + 1;
    for (const [key, positionM] of truePlaces(views)) {
      truth.push({ frame, id: numberOf(key), positionM });
    }
    for (const [key, positionM] of subjectPlaces(views)) {
      result.push({ frame, id: numberOf(key), positionM });
    }
  }
  return {
    world: evaluateWorld(truth, result),
    subjects: new Set(result.map(({ id }) => id)).size,
    people: new Set(truth.map(({ id }) => id)).size,
    walks: scoreWalks(scored),
  };
}

type Place = readonly [number, number];

function truePlaces(views: readonly Replayed[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { look } of views) {
    for (const { actorId, planM, boxPx, visibleFraction } of look.truth) {
      const isShown = visibleFraction >= SHOWN.fraction && boxPx[3] - boxPx[1] >= SHOWN.heightPx;
      if (isShown) places.set(actorId, planM);
    }
  }
  return places;
}

function subjectPlaces(views: readonly Replayed[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { boxes } of views) {
    for (const { subjectId, subjectPositionM } of boxes) {
      if (subjectId !== null && subjectPositionM) places.set(subjectId, subjectPositionM);
    }
  }
  return places;
}

/** Somebody clearly shown in one camera from coming into sight to leaving it. */
interface Stretch {
  readonly camera: string;
  readonly fromMs: number;
  toMs: number;
  looks: number;
  crowdedLooks: number;
  /** Subjects that its boxes were given, with how often. */
  readonly subjects: Map<string, number>;
}

/** Walks of each actor: stretches in the order in which they begin. */
function scoreWalks(instants: readonly Instant[]): WalkScores {
  const stretches = new Map<string, Stretch[]>();
  for (const { timeMs, views } of instants) {
    const places = truePlaces(views);
    for (const view of views) {
      for (const shown of view.look.truth) {
        if (shown.actorClass !== "person" || shown.visibleFraction < CLEAR.fraction) continue;
        if (shown.boxPx[3] - shown.boxPx[1] < SHOWN.heightPx) continue;
        const own = stretches.get(shown.actorId) ?? [];
        stretches.set(shown.actorId, own);
        const stretch = stretchOf(own, view.camera, timeMs);
        stretch.toMs = timeMs;
        stretch.looks++;
        if (isCrowded(shown.actorId, shown.planM, places)) stretch.crowdedLooks++;
        const box = view.boxes
          .map((each) => ({ each, iou: intersectionOverUnion(each.boxPx, shown.boxPx) }))
          .filter(({ iou }) => iou >= CLEAR.iou)
          .sort((a, b) => b.iou - a.iou)[0]?.each;
        if (!box?.subjectId) continue;
        stretch.subjects.set(box.subjectId, (stretch.subjects.get(box.subjectId) ?? 0) + 1);
      }
    }
  }
  return countWalks([...stretches.values()]);
}

function stretchOf(stretches: Stretch[], camera: string, timeMs: number): Stretch {
  const known = stretches.findLast((each) => each.camera === camera);
  if (known && timeMs - known.toMs <= GAP_MS_MAX) return known;
  const made: Stretch = {
    camera,
    fromMs: timeMs,
    toMs: timeMs,
    looks: 0,
    crowdedLooks: 0,
    subjects: new Map(),
  };
  stretches.push(made);
  return made;
}

function isCrowded(actorId: string, at: Place, places: ReadonlyMap<string, Place>): boolean {
  for (const [other, [x, y]] of places) {
    if (other !== actorId && Math.hypot(at[0] - x, at[1] - y) < APART_M) return true;
  }
  return false;
}

/** Whose subject the boxes of a stretch mostly were; null when they were nobody's. */
function subjectOf({ subjects }: Stretch): string | null {
  const [best] = [...subjects].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

/** One person's stretches from walk to walk: who is out of every camera's sight has gone. */
function walksOf(stretches: readonly Stretch[]): Stretch[][] {
  const walks: Stretch[][] = [];
  let seenMs = Number.NEGATIVE_INFINITY;
  for (const stretch of stretches) {
    if (stretch.fromMs - seenMs > AWAY_MS_MAX) walks.push([]);
    walks.at(-1)!.push(stretch);
    seenMs = Math.max(seenMs, stretch.toMs);
  }
  return walks;
}

function countWalks(people: readonly (readonly Stretch[])[]): WalkScores {
  const scores = { walks: 0, walksKept: 0, handovers: 0, handoversKept: 0 };
  for (const stretches of people.flatMap(walksOf)) {
    const clear = stretches.filter(
      ({ looks, crowdedLooks }) => looks >= CLEAR.looks && crowdedLooks <= looks * CROWDED_SHARE,
    );
    const owners = clear.map(subjectOf);
    for (let next = 1; next < clear.length; next++) {
      if (clear[next]!.camera === clear[next - 1]!.camera) continue;
      scores.handovers++;
      if (owners[next] !== null && owners[next] === owners[next - 1]) scores.handoversKept++;
    }
    if (new Set(clear.map(({ camera }) => camera)).size < 2) continue;
    scores.walks++;
    if (owners[0] !== null && new Set(owners).size === 1) scores.walksKept++;
  }
  return scores;
}
