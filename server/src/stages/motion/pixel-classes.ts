/** What a pixel is, compared with the background. */
export const BACKGROUND = 0;
export const FOREGROUND = 1;
export const SHADOW = 2;

export interface PixelModel {
  /** Interleaved RGB, 0..255. */
  readonly mean: Float32Array;
  /** Of brightness, per pixel. */
  readonly variance: Float32Array;
}

/** Pictures are noisy by a few levels; real changes are larger. */
const DIFFERENCE_MIN = 11;
/** Colour is coded more coarsely than brightness. */
const COLOR_DIFFERENCE_MIN = 22;
const DEVIATIONS = 3.5;
const VARIANCE_MIN = 6;
const VARIANCE_MAX = 200;
/** How fast the background follows slow light, and how slowly it swallows what stands still. */
const FOLLOW_TIME_MS = 8_000;
const SWALLOW_TIME_MS = 180_000;
/** The background follows in stripes of cells that take turns: a picture changes a quarter of it. */
const TURNS = 4;
const STRIPE_BITS = 6;
/** A shadow takes part of the light, and of each colour nearly the same part. */
const SHADOW_RATIO_MAX = 0.97;
/** Levels by which a channel may miss the darkened background: how coarsely colour is coded. */
const SHADOW_COLOR_SHIFT_MAX = 14;
const LIGHT_SHIFT_MAX = 25;

/**
 * Classifies every pixel of an RGB picture into `classes`, all `BACKGROUND` before, and lets the
 * background follow. `elapsedMs` null: the background stays as it is.
 */
export function classifyPixels(options: {
  readonly rgb: Uint8Array;
  readonly model: PixelModel;
  readonly classes: Uint8Array;
  readonly elapsedMs: number | null;
  /** Rises by one per picture. */
  readonly turn: number;
  /** Least share of light, 0..1, that a shadow leaves. */
  readonly shadowLimit: number;
}): void {
  const { rgb, classes, elapsedMs, shadowLimit } = options;
  const { mean, variance } = options.model;
  const dueMs = (elapsedMs ?? 0) * TURNS;
  const follow = 1 - Math.exp(-dueMs / FOLLOW_TIME_MS);
  const swallow = 1 - Math.exp(-dueMs / SWALLOW_TIME_MS);
  const turn = elapsedMs === null ? -1 : options.turn % TURNS;
  const light = lightShift(rgb, mean);
  for (let pixel = 0, at = 0; pixel < classes.length; pixel++, at += 3) {
    const red = rgb[at]! - light - mean[at]!;
    const green = rgb[at + 1]! - light - mean[at + 1]!;
    const blue = rgb[at + 2]! - light - mean[at + 2]!;
    const brightness = 0.3 * red + 0.6 * green + 0.1 * blue;
    const squared = brightness * brightness;
    const color = Math.abs(red - green) + Math.abs(blue - green);
    const isBright =
      Math.abs(brightness) > DIFFERENCE_MIN && squared > DEVIATIONS * DEVIATIONS * variance[pixel]!;
    const isForeground = isBright || color > COLOR_DIFFERENCE_MIN;
    if (isForeground) {
      classes[pixel] = brightness < 0 && isShadow(rgb, mean, at, shadowLimit) ? SHADOW : FOREGROUND;
    }
    if (((pixel >> STRIPE_BITS) & (TURNS - 1)) !== turn) continue;
    const rate = isForeground ? swallow : follow;
    if (!isForeground) {
      const next = variance[pixel]! + follow * (squared - variance[pixel]!);
      variance[pixel] = Math.min(VARIANCE_MAX, Math.max(VARIANCE_MIN, next));
    }
    mean[at]! += rate * red;
    mean[at + 1]! += rate * green;
    mean[at + 2]! += rate * blue;
  }
}

/** Dark channels are mostly noise; adding a few levels keeps their ratios near the others'. */
const RATIO_OFFSET = 10;

function isShadow(rgb: Uint8Array, mean: Float32Array, at: number, limit: number): boolean {
  const [red, green, blue] = [mean[at]!, mean[at + 1]!, mean[at + 2]!];
  const now = 0.3 * rgb[at]! + 0.6 * rgb[at + 1]! + 0.1 * rgb[at + 2]!;
  const ratio = (now + RATIO_OFFSET) / (0.3 * red + 0.6 * green + 0.1 * blue + RATIO_OFFSET);
  if (ratio <= limit || ratio >= SHADOW_RATIO_MAX) return false;
  const lost = (1 - ratio) * RATIO_OFFSET;
  return (
    Math.abs(rgb[at]! + lost - ratio * red) < SHADOW_COLOR_SHIFT_MAX &&
    Math.abs(rgb[at + 1]! + lost - ratio * green) < SHADOW_COLOR_SHIFT_MAX &&
    Math.abs(rgb[at + 2]! + lost - ratio * blue) < SHADOW_COLOR_SHIFT_MAX
  );
}

/** Share of the background's light that a pixel of a picture keeps, about 0..1 for shadows. */
export function lightRatio(rgb: Uint8Array, mean: Float32Array, pixel: number): number {
  const at = pixel * 3;
  const now = 0.3 * rgb[at]! + 0.6 * rgb[at + 1]! + 0.1 * rgb[at + 2]!;
  const before = 0.3 * mean[at]! + 0.6 * mean[at + 1]! + 0.1 * mean[at + 2]!;
  return (now + RATIO_OFFSET) / (before + RATIO_OFFSET);
}

/** Exposure steps shift the whole picture: the mean of the differences that are small. */
function lightShift(rgb: Uint8Array, mean: Float32Array): number {
  const STEP = 21;
  let sum = 0;
  let count = 0;
  for (let at = 1; at < rgb.length; at += STEP) {
    const difference = rgb[at]! - mean[at]!;
    if (difference > LIGHT_SHIFT_MAX || difference < -LIGHT_SHIFT_MAX) continue;
    sum += difference;
    count++;
  }
  return count > rgb.length / STEP / 2 ? sum / count : 0;
}
