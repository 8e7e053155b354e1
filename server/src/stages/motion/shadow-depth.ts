import type { SizePx } from "../../model/index.ts";
import { FOREGROUND, SHADOW } from "./pixel-classes.ts";

const BINS = 100;
/** What a shadow leaves of the light at the very least: full sun under a clear sky. */
const DEEPEST = 0.42;
/** So many cells of certain shadow make a limit; beyond the second number old ones count half. */
const CELLS_MIN = 300;
const CELLS_MAX = 30_000;
/** This share of certain shadow may be darker than the limit: contact shadow, stray cells. */
const STRAY_SHARE = 0.04;
/** Noise of a ratio between two pictures. */
const MARGIN = 0.04;
const LOOK_INTERVAL = 3;
/** A thing reaches this far above and below its own shadow's cell, as a share of the height. */
const COLUMN_REACH_SHARE = 0.2;
/** A shadow that hangs on a thing is no longer than this, as a share of the width. */
const RUN_SHARE_MAX = 0.12;

/**
 * Learns how dark this camera's shadows are. A shadow keeps the light that comes from elsewhere,
 * which is half of it under the sun and most of it under the lamps of a hall, and whatever is
 * darker than that is a thing. Certain shadow is what lies beside a thing and hangs on it: none of
 * the thing in its column, so no trousers are taken for it.
 */
export class ShadowDepth {
  readonly #counts = new Float32Array(BINS);
  #total = 0;
  #pictures = 0;
  #limit = DEEPEST;

  /** Least share of light, 0..1, that a shadow leaves here. */
  get limit(): number {
    return this.#limit;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#total = 0;
    this.#limit = DEEPEST;
  }

  /** @param ratioAt share of the background's light at a cell of the classes */
  learn(classes: Uint8Array, size: SizePx, ratioAt: (cell: number) => number): void {
    if (this.#pictures++ % LOOK_INTERVAL !== 0) return;
    const { widthPx: width, heightPx: height } = size;
    const reach = Math.round(height * COLUMN_REACH_SHARE);
    const runMax = Math.round(width * RUN_SHARE_MAX);
    for (let y = 0; y < height; y++) {
      let start = -1;
      for (let x = 0; x <= width; x++) {
        const isShadow = x < width && classes[y * width + x] === SHADOW;
        if (isShadow && start < 0) start = x;
        if (isShadow || start < 0) continue;
        const run = { y, start, end: x };
        if (x - start <= runMax && hangsOnThing(classes, width, run)) {
          for (let at = start; at < x; at++) {
            if (!hasThingInColumn(classes, size, { x: at, y, reach })) {
              this.#count(ratioAt(y * width + at));
            }
          }
        }
        start = -1;
      }
    }
    this.#settle();
  }

  #count(ratio: number): void {
    this.#counts[Math.max(0, Math.min(BINS - 1, Math.floor(ratio * BINS)))]! += 1;
    this.#total++;
  }

  #settle(): void {
    if (this.#total < CELLS_MIN) return;
    let below = 0;
    let bin = 0;
    while (below + this.#counts[bin]! <= this.#total * STRAY_SHARE) below += this.#counts[bin++]!;
    this.#limit = Math.max(DEEPEST, bin / BINS - MARGIN);
    if (this.#total < CELLS_MAX) return;
    for (let at = 0; at < BINS; at++) this.#counts[at]! /= 2;
    this.#total /= 2;
  }
}

/** True when the run ends at a thing that is more than a speck. */
function hangsOnThing(
  classes: Uint8Array,
  width: number,
  { y, start, end }: { readonly y: number; readonly start: number; readonly end: number },
): boolean {
  const row = y * width;
  const isThing = (x: number) => x >= 0 && x < width && classes[row + x] === FOREGROUND;
  return (isThing(start - 1) && isThing(start - 2)) || (isThing(end) && isThing(end + 1));
}

function hasThingInColumn(
  classes: Uint8Array,
  { widthPx: width, heightPx: height }: SizePx,
  { x, y, reach }: { readonly x: number; readonly y: number; readonly reach: number },
): boolean {
  const last = Math.min(height - 1, y + reach);
  for (let row = Math.max(0, y - reach); row <= last; row++) {
    if (classes[row * width + x] === FOREGROUND) return true;
  }
  return false;
}
