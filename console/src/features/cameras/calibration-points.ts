import type { CalibrationPair, Point } from "../../app/api.ts";

/** A pair that is being made: one or both sides may still be missing. */
export interface DraftPair {
  readonly id: number;
  readonly imagePx: Point | undefined;
  readonly planM: Point | undefined;
}
export type Side = "imagePx" | "planM";

/** Pairs of a stored calibration as drafts. */
export function draftsOf(pairs: readonly CalibrationPair[]): DraftPair[] {
  return pairs.map((pair, id) => ({ id, imagePx: pair.image_px, planM: pair.plan_m }));
}

/**
 * Sets a point where the user clicked: it completes the first pair that misses this side, or
 * begins a new pair.
 */
export function placePoint(drafts: readonly DraftPair[], side: Side, point: Point): DraftPair[] {
  const open = drafts.find((draft) => draft[side] === undefined);
  if (open !== undefined) return movePoint(drafts, open.id, { [side]: point });
  const id = Math.max(-1, ...drafts.map((draft) => draft.id)) + 1;
  return [...drafts, { id, imagePx: undefined, planM: undefined, [side]: point }];
}

/** Moves one or both sides of a pair. */
export function movePoint(
  drafts: readonly DraftPair[],
  id: number,
  change: Partial<Pick<DraftPair, Side>>,
): DraftPair[] {
  return drafts.map((draft) => (draft.id === id ? { ...draft, ...change } : draft));
}

export function removePoint(drafts: readonly DraftPair[], id: number): DraftPair[] {
  return drafts.filter((draft) => draft.id !== id);
}

/** Pairs that have both sides, in order; what the server solves. */
export function completePairs(drafts: readonly DraftPair[]): CalibrationPair[] {
  return drafts.flatMap(({ imagePx, planM }) =>
    imagePx === undefined || planM === undefined ? [] : [{ image_px: imagePx, plan_m: planM }],
  );
}

interface Middles {
  readonly imagePx: Point;
  readonly planM: Point;
}

/** Adds a complete pair at the given places, to be moved with the keyboard. */
export function addPair(drafts: readonly DraftPair[], { imagePx, planM }: Middles): DraftPair[] {
  const id = Math.max(-1, ...drafts.map((draft) => draft.id)) + 1;
  return [...drafts, { id, imagePx, planM }];
}
