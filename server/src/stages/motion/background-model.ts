import type { SizePx } from "../../model/index.ts";
import type { MotionField, MotionModel, Picture } from "../../pipeline/perception/contract.ts";
import { GhostHunter } from "./ghosts.ts";
import { classifyPixels, FOREGROUND, lightRatio, type PixelModel } from "./pixel-classes.ts";
import { ShadowDepth } from "./shadow-depth.ts";

const MODEL_WIDTH_PX = 320;
const HISTORY_SAMPLES = 21;
const HISTORY_INTERVAL_MS = 500;
const SETTLED_SAMPLES = 3;
const VARIANCE_START = 12;
const MOVING_SHARE = 0.0006;
/** More than this cannot be things moving: the light or the camera changed. */
const UPHEAVAL_SHARE = 0.65;

/**
 * Learns what a fixed camera sees when nothing is there, and marks what differs.
 *
 * Per pixel at 320 px width: a mean colour and a variance of brightness, following over 8 s. The
 * first means are medians over up to 10 s, so that people who walk by at the start leave no
 * ghosts. What is only darker, with its colour kept, is marked as shadow.
 *
 * Follows Stauffer & Grimson 1999 with one Gaussian per pixel, and Horprasert et al. 1999 for
 * shadows: enough for fixed cameras, and about a millisecond per picture.
 */
export class BackgroundModel implements MotionModel {
  #size: SizePx | null = null;
  #model: PixelModel = pixelModel(0);
  #history: Uint8Array[] = [];
  #lastSampleMs = 0;
  #lastUpdateMs = 0;
  #isLearning = true;
  #turn = 0;
  readonly #ghosts = new GhostHunter();
  readonly #shadows = new ShadowDepth();

  async update(picture: Picture): Promise<MotionField> {
    const { widthPx, heightPx } = picture.size;
    const height = Math.max(1, Math.round((MODEL_WIDTH_PX * heightPx) / widthPx));
    const size = { widthPx: MODEL_WIDTH_PX, heightPx: height };
    const rgb = await picture.rgb(size);
    if (this.#size?.heightPx !== height) this.#start(size);
    this.#learn(rgb, picture.captureTimeMs);
    const classes = new Uint8Array(size.widthPx * size.heightPx);
    const elapsedMs = Math.min(2_000, Math.max(1, picture.captureTimeMs - this.#lastUpdateMs));
    this.#lastUpdateMs = picture.captureTimeMs;
    const followMs = this.#isLearning ? null : elapsedMs;
    const shadowLimit = this.#shadows.limit;
    const turn = this.#turn++;
    classifyPixels({ rgb, model: this.#model, classes, elapsedMs: followMs, turn, shadowLimit });
    const { mean } = this.#model;
    this.#shadows.learn(classes, size, (cell) => lightRatio(rgb, mean, cell));
    this.#ghosts.absorb({ rgb, model: this.#model, classes, size, timeMs: picture.captureTimeMs });
    const changedShare = share(classes, FOREGROUND);
    const isSettled = this.#history.length >= SETTLED_SAMPLES || !this.#isLearning;
    const isMoving = !isSettled || changedShare > MOVING_SHARE;
    if (!this.#isLearning && changedShare > UPHEAVAL_SHARE) this.reset();
    return { size, foreground: classes, changedShare, isMoving, isSettled };
  }

  reset(): void {
    if (this.#size) this.#start(this.#size);
  }

  #start(size: SizePx): void {
    this.#size = size;
    this.#model = pixelModel(size.widthPx * size.heightPx);
    this.#history = [];
    this.#isLearning = true;
    this.#lastSampleMs = Number.NEGATIVE_INFINITY;
  }

  /** Collects samples and takes their median, until there are enough to trust it. */
  #learn(rgb: Uint8Array, timeMs: number): void {
    if (!this.#isLearning || timeMs - this.#lastSampleMs < HISTORY_INTERVAL_MS) return;
    this.#lastSampleMs = timeMs;
    this.#history.push(Uint8Array.from(rgb));
    const count = this.#history.length;
    if (count === 1 || count % 4 === 1) medianInto(this.#history, this.#model.mean);
    if (count < HISTORY_SAMPLES) return;
    this.#isLearning = false;
    this.#history = [];
  }
}

function pixelModel(count: number): PixelModel {
  const variance = new Float32Array(count).fill(VARIANCE_START);
  return { mean: new Float32Array(count * 3), variance };
}

function medianInto(samples: readonly Uint8Array[], mean: Float32Array): void {
  const values = new Uint8Array(samples.length);
  for (let index = 0; index < mean.length; index++) {
    for (let sample = 0; sample < samples.length; sample++)
      values[sample] = samples[sample]![index]!;
    insertionSort(values);
    mean[index] = values[values.length >> 1]!;
  }
}

/** A handful of nearly equal values, for which this beats the built-in sort. */
function insertionSort(values: Uint8Array): void {
  for (let index = 1; index < values.length; index++) {
    const value = values[index]!;
    let at = index - 1;
    while (at >= 0 && values[at]! > value) {
      values[at + 1] = values[at]!;
      at--;
    }
    values[at + 1] = value;
  }
}

function share(classes: Uint8Array, wanted: number): number {
  let count = 0;
  for (const value of classes) if (value === wanted) count++;
  return count / classes.length;
}
