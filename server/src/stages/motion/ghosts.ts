import type { SizePx } from "../../model/index.ts";
import { FOREGROUND, type PixelModel } from "./pixel-classes.ts";

/** Below this a patch's outline says nothing. */
const CELLS_MIN = 10;
const EDGE_RATIO = 1.4;
/** Less of an outline than this proves nothing. */
const FREE_SHARE_MIN = 0.3;
/** Ghosts are looked for this often. */
const LOOK_INTERVAL_MS = 450;
/** Two pictures of the same thing differ this little. */
const STILL_LEVELS = 7;
/** Pictures in a row that must agree: whoever walks by does not hide the ghost behind him. */
const STILL_PICTURES = 3;

/**
 * Nobody who breathes stands so still for so long that nearly every cell of him keeps its colour: a
 * patch that does is a ghost among clutter, or a thing put down.
 */
const DEAD_MS = 8_000;
/** Half as long will do where the outline speaks for a ghost without proving it. */
const LIKELY_DEAD_MS = 3_000;
const DEAD_SHARE = 0.92;
/** Whoever stirs does so at his outline first: so much of it may touch what is not still. */
const STIRRING_SHARE_MAX = 0.25;

/** One picture as classified against the background. */
interface GhostView {
  readonly rgb: Uint8Array;
  readonly model: PixelModel;
  readonly classes: Uint8Array;
  readonly size: SizePx;
  readonly timeMs: number;
}

/**
 * Finds ghosts and absorbs them into the background: patches that differ from it only because
 * something stood there, or threw its shadow there, while it was learned. A ghost does not change,
 * and its outline is an edge in the background but not in the picture; with a real thing it is the
 * other way round (Cucchiara et al. 2003, section 3.2, with edges in place of optical flow).
 */
export class GhostHunter {
  #previous: Uint8Array | null = null;
  /** How many pictures in a row each cell has been foreground of one colour. */
  #stillFor = new Uint8Array(0);
  /** When each cell began to be so, ms. */
  #stillSinceMs = new Float64Array(0);
  #lookedMs = Number.NEGATIVE_INFINITY;

  absorb(view: GhostView): void {
    const { rgb, classes } = view;
    const previous = this.#previous;
    this.#previous = rgb;
    if (previous?.length !== rgb.length) {
      this.#stillFor = new Uint8Array(classes.length);
      this.#stillSinceMs = new Float64Array(classes.length);
      return;
    }
    const stillFor = this.#stillFor;
    const sinceMs = this.#stillSinceMs;
    const { timeMs } = view;
    const still = new Uint8Array(classes.length);
    let stillCount = 0;
    for (let cell = 0; cell < classes.length; cell++) {
      if (classes[cell] !== FOREGROUND) {
        stillFor[cell] = 0;
        continue;
      }
      const change = Math.abs(rgb[cell * 3 + 1]! - previous[cell * 3 + 1]!);
      const isStill = change < STILL_LEVELS;
      if (isStill && stillFor[cell] === 0) sinceMs[cell] = timeMs;
      stillFor[cell] = isStill ? Math.min(255, stillFor[cell]! + 1) : 0;
      if (stillFor[cell]! < STILL_PICTURES) continue;
      still[cell] = FOREGROUND;
      stillCount++;
    }
    if (stillCount < CELLS_MIN || timeMs - this.#lookedMs < LOOK_INTERVAL_MS) return;
    this.#lookedMs = timeMs;
    absorbGhosts(still, view, sinceMs);
  }
}

function absorbGhosts(still: Uint8Array, view: GhostView, stillSinceMs: Float64Array): void {
  const { rgb, model, classes, size } = view;
  const seen = new Uint8Array(still.length);
  for (let start = 0; start < still.length; start++) {
    if (still[start] !== FOREGROUND || seen[start] === 1) continue;
    const patch = floodPatch(still, seen, { start, size });
    if (patch.cells.length < CELLS_MIN) continue;
    let edgeNow = 0;
    let edgeBefore = 0;
    // Where somebody else stands before it, the outline is his.
    const free = patch.outline.filter(([, outside]) => classes[outside] !== FOREGROUND);
    for (const [inside, outside] of free) {
      edgeNow += Math.abs(rgb[inside * 3 + 1]! - rgb[outside * 3 + 1]!);
      edgeBefore += Math.abs(model.mean[inside * 3 + 1]! - model.mean[outside * 3 + 1]!);
    }
    const isFree = free.length >= patch.outline.length * FREE_SHARE_MIN;
    const isProven = isFree && edgeBefore > EDGE_RATIO * edgeNow + free.length;
    if (!isProven && view.timeMs - stillSinceMs[start]! <= LIKELY_DEAD_MS) continue;
    const deadMs = isFree && edgeBefore > edgeNow ? LIKELY_DEAD_MS : DEAD_MS;
    const isDead = (cell: number) => view.timeMs - stillSinceMs[cell]! > deadMs;
    const stirs = ([inside, outside]: readonly [number, number]) =>
      classes[inside + Math.sign(outside - inside) * rimStep(outside - inside, size)] ===
      FOREGROUND;
    const isStirring = share(patch.outline, stirs) > STIRRING_SHARE_MAX;
    if (!isProven && (isStirring || share(patch.cells, isDead) < DEAD_SHARE)) continue;
    for (const cell of patch.cells) forget(cell, view);
    // Noise makes the rim of a ghost flicker between still and not.
    for (const [inside, outside] of patch.outline) {
      const rim = inside + Math.sign(outside - inside) * rimStep(outside - inside, size);
      for (const cell of [rim, outside]) if (classes[cell] === FOREGROUND) forget(cell, view);
    }
  }
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

/** From a cell to its neighbour towards a cell one or two away in the same row or column. */
function rimStep(difference: number, size: SizePx): number {
  return Math.abs(difference) <= 2 ? 1 : size.widthPx;
}

function forget(
  cell: number,
  { rgb, model, classes }: Pick<GhostView, "rgb" | "model" | "classes">,
): void {
  for (let at = cell * 3; at < cell * 3 + 3; at++) model.mean[at] = rgb[at]!;
  classes[cell] = 0;
}

interface Patch {
  readonly cells: number[];
  /** Pairs of cells, the first in the patch and the second outside. */
  readonly outline: (readonly [number, number])[];
}

function floodPatch(
  classes: Uint8Array,
  seen: Uint8Array,
  from: { readonly start: number; readonly size: SizePx },
): Patch {
  const { widthPx: width, heightPx: height } = from.size;
  const patch: Patch = { cells: [], outline: [] };
  const stack = [from.start];
  seen[from.start] = 1;
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    patch.cells.push(cell);
    const x = cell % width;
    const y = (cell - x) / width;
    for (const [dx, dy] of NEIGHBOURS) {
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
      const next = cell + dy * width + dx;
      if (classes[next] !== FOREGROUND) {
        const beyond = next + dy * width + dx;
        const isInside = x + 2 * dx >= 0 && x + 2 * dx < width && beyond >= 0;
        patch.outline.push([cell, isInside && beyond < classes.length ? beyond : next]);
      } else if (seen[next] === 0) {
        seen[next] = 1;
        stack.push(next);
      }
    }
  }
  return patch;
}

const NEIGHBOURS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
