import type { SizePx } from "../../../model/index.ts";
import { findBlobs, union, type Blob } from "./blobs.ts";
import type { PersonHeight } from "./person-height.ts";

/** Within these, in person heights, a patch is one person or less. */
const ALONE = { height: 1.2, width: 0.56 };
/** A standing body as three bars: rows from and to, and half the width, in person heights. */
const BODY = [
  { from: 0.02, to: 0.14, half: 0.045 },
  { from: 0.14, to: 0.52, half: 0.105 },
  { from: 0.52, to: 0.97, half: 0.075 },
] as const;
/** What a body accounts for around its axis, and how far its limbs reach. */
const CLAIM_HALF = 0.14;
const LIMB_HALF = 0.27;
/** Part of a body's bars that must be there and nobody else's. */
const GAIN_MIN = 0.4;
/** A cell that passes for shadow speaks this little against a body. */
const SHADOW_WEIGHT = 0.6;
const FIGURES_MAX = 8;
/** An edge of a patch this near to the expected one is taken for it, in person heights. */
const EDGE_REACH = 0.1;
/**
 * Left-overs below the first are noise, and below the second a bag, an arm or a leg of whoever is
 * nearest: a dog from the side shows a tenth of a person's height squared.
 */
const REST_AREA = { least: 0.012, ofItsOwn: 0.05 };
const BELONGS_HALF = 0.5;

interface Figure {
  /** Column of the axis. */
  readonly x: number;
  readonly top: number;
  readonly foot: number;
  readonly height: number;
}

/**
 * Takes a patch apart into the people in it, and what is left over (a dog on its leash). Bodies of
 * the height that people have at a place are laid over the patch one after another, each where it
 * explains most of what is not explained yet (after Zhao & Nevatia 2004, Tracking Multiple Humans
 * in Complex Situations, with bars for ellipsoids and a greedy search for sampling). Null when the
 * patch is one person, or nothing is known about heights there.
 */
export function takeApart(
  blob: Blob,
  cells: Uint8Array,
  options: {
    readonly size: SizePx;
    readonly heights: PersonHeight;
    /** The motion field: clothes of the ground's colour pass for shadow in it. */
    readonly field: Uint8Array;
  },
): Blob[] | null {
  const { size, heights } = options;
  const expected = heights.at(blob.y2) ?? heights.at(heights.footOf(blob.y1) ?? Number.NaN);
  if (expected === null) return null;
  const isTall = blob.y2 - blob.y1 > ALONE.height * expected;
  if (!isTall && blob.x2 - blob.x1 <= ALONE.width * expected) return null;
  const patch = new PatchSums(blob, cells, options);
  const figures: Figure[] = [];
  while (figures.length < FIGURES_MAX) {
    const next = bestFigure(patch, heights);
    if (!next) break;
    figures.push(next);
    patch.claim(next);
  }
  if (figures.length === 0) return null;
  return shareOut(blob, cells, { size, figures });
}

function bestFigure(patch: PatchSums, heights: PersonHeight): Figure | null {
  const { blob } = patch;
  let best: Figure | null = null;
  let most = 0;
  for (let foot = blob.y1 + 4; foot <= blob.y2 + 2; foot++) {
    const height = heights.at(foot);
    if (height === null || height < 6) continue;
    const top = foot - height;
    if (top < blob.y1 - EDGE_REACH * height) continue;
    for (let x = blob.x1; x <= blob.x2; x++) {
      const gained = patch.gain(x, top, height);
      if (gained > most) [best, most] = [{ x, top, foot, height }, gained];
    }
  }
  return best;
}

/** Sums over boxes of a patch: a cell that is set counts once, and once more while unclaimed. */
class PatchSums {
  readonly blob: Blob;
  readonly #cells: Uint8Array;
  readonly #field: Uint8Array;
  readonly #width: number;
  readonly #stride: number;
  readonly #claimed: Uint8Array;
  readonly #sums: Float32Array;

  constructor(
    blob: Blob,
    cells: Uint8Array,
    { size, field }: { readonly size: SizePx; readonly field: Uint8Array },
  ) {
    this.blob = blob;
    this.#cells = cells;
    this.#field = field;
    this.#width = size.widthPx;
    this.#stride = blob.x2 - blob.x1 + 1;
    const length = this.#stride * (blob.y2 - blob.y1 + 1);
    this.#claimed = new Uint8Array(length);
    this.#sums = new Float32Array(length);
    this.#sum();
  }

  /**
   * Cells that a figure would explain, less those that it wants and that are not there; 0 when
   * that is too little of a body.
   */
  gain(x: number, top: number, height: number): number {
    let gained = 0;
    let wanted = 0;
    for (const { from, to, half } of BODY) {
      const x1 = Math.round(x - half * height);
      const x2 = Math.max(x1 + 1, Math.round(x + half * height));
      const y1 = Math.round(top + from * height);
      const y2 = Math.round(top + to * height);
      const area = (x2 - x1) * (y2 - y1);
      gained += this.#gained(x1, y1, x2, y2) - area;
      wanted += area;
    }
    return gained >= GAIN_MIN * wanted ? gained : 0;
  }

  claim({ x, top, foot, height }: Figure): void {
    const { blob } = this;
    for (let row = Math.max(blob.y1, Math.floor(top)); row < Math.min(blob.y2, foot); row++) {
      const left = Math.max(blob.x1, Math.round(x - CLAIM_HALF * height));
      const right = Math.min(blob.x2, Math.round(x + CLAIM_HALF * height));
      for (let at = left; at < right; at++) {
        this.#claimed[(row - blob.y1) * this.#stride + at - blob.x1] = 1;
      }
    }
    this.#sum();
  }

  #sum(): void {
    const { blob } = this;
    const stride = this.#stride;
    for (let y = 0; y < blob.y2 - blob.y1; y++) {
      let sum = 0;
      for (let x = 0; x < blob.x2 - blob.x1; x++) {
        const from = (blob.y1 + y) * this.#width + blob.x1 + x;
        const isSet = this.#cells[from] === 1;
        if (isSet) sum += this.#claimed[y * stride + x] === 0 ? 2 : 1;
        else if (this.#field[from] === 2) sum += SHADOW_WEIGHT;
        const at = (y + 1) * stride + x + 1;
        this.#sums[at] = this.#sums[at - stride]! + sum;
      }
    }
  }

  /** Sum over a box of what is set and what of it is free. */
  #gained(left: number, top: number, right: number, bottom: number): number {
    const { blob } = this;
    const x1 = Math.max(0, left - blob.x1);
    const x2 = Math.min(blob.x2 - blob.x1, right - blob.x1);
    const y1 = Math.max(0, top - blob.y1) * this.#stride;
    const y2 = Math.min(blob.y2 - blob.y1, bottom - blob.y1) * this.#stride;
    if (x1 >= x2 || y1 >= y2) return 0;
    const sums = this.#sums;
    return sums[y2 + x2]! - sums[y2 + x1]! - sums[y1 + x2]! + sums[y1 + x1]!;
  }
}

interface Shared {
  readonly size: SizePx;
  readonly figures: readonly Figure[];
}

/** Gives every set cell to the figure it is nearest to, or leaves it over. */
function shareOut(blob: Blob, cells: Uint8Array, { size, figures }: Shared): Blob[] {
  const width = size.widthPx;
  const parts: Blob[] = figures.map(() => NOTHING);
  const rest = new Uint8Array(cells.length);
  for (let y = blob.y1; y < blob.y2; y++) {
    for (let x = blob.x1; x < blob.x2; x++) {
      if (cells[y * width + x] !== 1) continue;
      const { index, away } = nearestFigure(figures, x + 0.5, y + 0.5);
      if (away > LIMB_HALF) rest[y * width + x] = 1;
      else parts[index] = union(parts[index]!, { x1: x, y1: y, x2: x + 1, y2: y + 1, area: 1 });
    }
  }
  const others: Blob[] = [];
  for (const left of findBlobs(rest, size)) {
    const owner = nearestFigure(figures, (left.x1 + left.x2) / 2, (left.y1 + left.y2) / 2);
    const unit = figures[Math.max(0, owner.index)]!.height ** 2;
    if (left.area >= REST_AREA.ofItsOwn * unit) others.push(left);
    else if (left.area < REST_AREA.least * unit || owner.away > BELONGS_HALF) continue;
    else parts[owner.index] = union(parts[owner.index]!, left);
  }
  return [...figures.map((figure, index) => fullBox(figure, parts[index]!)), ...others];
}

const NOTHING: Blob = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity, area: 0 };

/** Number of the figure whose axis is nearest, and how far away that is, in its heights. */
function nearestFigure(figures: readonly Figure[], x: number, y: number) {
  let [index, nearest] = [-1, Number.POSITIVE_INFINITY];
  for (const [at, figure] of figures.entries()) {
    const reach = EDGE_REACH * figure.height;
    if (y < figure.top - reach || y > figure.foot + reach) continue;
    const away = Math.abs(x - figure.x) / figure.height;
    if (away < nearest) [index, nearest] = [at, away];
  }
  return { index, away: nearest };
}

/** Where others hide a figure's head or feet, they are where they must be. */
function fullBox(figure: Figure, part: Blob): Blob {
  const reach = EDGE_REACH * figure.height;
  const isNear = (edge: number, expected: number) => Math.abs(edge - expected) <= reach;
  const half = BODY[1].half * figure.height;
  return {
    x1: Math.min(part.x1, Math.round(figure.x - half)),
    x2: Math.max(part.x2, Math.round(figure.x + half)),
    y1: isNear(part.y1, figure.top) ? part.y1 : Math.round(figure.top),
    y2: isNear(part.y2, figure.foot) ? part.y2 : Math.round(figure.foot),
    area: part.area,
  };
}
