import type { SizePx } from "../../../model/index.ts";
import type { Blob } from "./blobs.ts";

/** Rows are shared out, so that somebody who stands about does not outvote the rest. */
const ROW_BANDS = 16;
const BAND_SAMPLES_MAX = 12;
/** People differ by a tenth in height, and as much again by their step and by noise. */
const TOLERANCE = 0.12;
const INLIERS_MIN = 14;
const INLIER_SHARE_MIN = 0.4;
/** Two samples nearer than this say nothing about how height grows, in cells. */
const SPREAD_MIN = 6;
const REFIT_SAMPLES = { least: 6, share: 0.25 };
/** Of so many samples every pair is tried: enough for a line, whoever is hidden. */
const PAIRED_MAX = 40;
/** An upright figure on its own: height by width, and cells by the area of its box. */
const ASPECT = { least: 1.7, most: 4.5 };
const FILL_MIN = 0.35;
const HEIGHT_MIN = 9;
/** Known rows reach this far beyond those seen, as a share of the picture's height. */
const REACH_SHARE = 0.2;

interface Sample {
  readonly foot: number;
  readonly height: number;
}

/** `height = slope * (foot - horizon)`, in cells of the motion field. */
interface Line {
  readonly slope: number;
  readonly horizon: number;
}

/**
 * How high a standing person shows in a camera's picture, learned from those who walk alone. Seen
 * by an upright camera above level ground, everybody's height grows in proportion to how far the
 * feet are below the horizon (Hoiem et al. 2008, Putting Objects in Perspective, section 3): two
 * numbers, found by the line that most lone figures agree with.
 */
export class PersonHeight {
  readonly #bands: Sample[][] = Array.from({ length: ROW_BANDS }, () => []);
  #unseen = 0;
  #line: Line | null = null;
  #known = { from: 0, to: 0 };

  /** Height in cells of a person whose feet are at the row; null where nothing is known. */
  at(footRow: number): number | null {
    if (!this.#line || footRow < this.#known.from || footRow > this.#known.to) return null;
    return this.#line.slope * (footRow - this.#line.horizon);
  }

  /** Row of the feet of a person whose head is at the row. */
  footOf(topRow: number): number | null {
    if (!this.#line) return null;
    const { slope, horizon } = this.#line;
    const foot = (topRow - slope * horizon) / (1 - slope);
    return this.at(foot) === null ? null : foot;
  }

  /** Learns from a patch if it looks like somebody who stands alone. */
  observe(blob: Blob, size: SizePx): void {
    const [width, height] = [blob.x2 - blob.x1, blob.y2 - blob.y1];
    const aspect = height / width;
    const isWhole =
      blob.x1 > 1 && blob.y1 > 1 && blob.x2 < size.widthPx - 1 && blob.y2 < size.heightPx - 1;
    const isFigure = aspect >= ASPECT.least && aspect <= ASPECT.most && height >= HEIGHT_MIN;
    if (!isWhole || !isFigure || blob.area < FILL_MIN * width * height) return;
    const at = Math.min(ROW_BANDS - 1, Math.floor((blob.y2 / size.heightPx) * ROW_BANDS));
    const band = this.#bands[at]!;
    band.push({ foot: blob.y2, height });
    if (band.length > BAND_SAMPLES_MAX) band.shift();
    const known = this.#bands.reduce((sum, { length }) => sum + length, 0);
    if (++this.#unseen < Math.max(REFIT_SAMPLES.least, known * REFIT_SAMPLES.share)) return;
    this.#unseen = 0;
    this.#fit(size);
  }

  #fit(size: SizePx): void {
    const samples = this.#bands.flat();
    const best = mostAgreeing(samples);
    const needed = Math.max(INLIERS_MIN, samples.length * INLIER_SHARE_MIN);
    this.#line = best.length >= needed ? leastSquares(best) : null;
    const feet = best.map(({ foot }) => foot);
    const reach = REACH_SHARE * size.heightPx;
    this.#known = { from: Math.min(...feet) - reach, to: Math.max(...feet) + reach };
  }
}

/** The samples near the line through two of them that has most of them near. */
function mostAgreeing(samples: readonly Sample[]): readonly Sample[] {
  let [best, most]: [Line | null, number] = [null, 0];
  const step = Math.max(1, Math.ceil(samples.length / PAIRED_MAX));
  for (let first = 0; first < samples.length; first += step) {
    for (let second = first + step; second < samples.length; second += step) {
      const line = lineThrough(samples[first]!, samples[second]!);
      if (!line) continue;
      let count = 0;
      for (const each of samples) if (agrees(line, each)) count++;
      if (count > most) [best, most] = [line, count];
    }
  }
  const line = best;
  return line ? samples.filter((each) => agrees(line, each)) : [];
}

function lineThrough(first: Sample, second: Sample): Line | null {
  const rise = second.foot - first.foot;
  if (Math.abs(rise) < SPREAD_MIN) return null;
  return lineOf((second.height - first.height) / rise, first);
}

/** Cameras look down: the slope lies between nearly level and half way to straight down. */
function lineOf(slope: number, { foot, height }: Sample): Line | null {
  if (slope < 0.08 || slope > 0.95) return null;
  return { slope, horizon: foot - height / slope };
}

function agrees({ slope, horizon }: Line, { foot, height }: Sample): boolean {
  const expected = slope * (foot - horizon);
  return expected > 0 && Math.abs(height - expected) <= TOLERANCE * expected;
}

function leastSquares(samples: readonly Sample[]): Line | null {
  const mean = (of: (each: Sample) => number) =>
    samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const middle = { foot: mean(({ foot }) => foot), height: mean(({ height }) => height) };
  const spread = mean(({ foot }) => (foot - middle.foot) ** 2);
  const together = mean(({ foot, height }) => (foot - middle.foot) * (height - middle.height));
  return spread === 0 ? null : lineOf(together / spread, middle);
}
