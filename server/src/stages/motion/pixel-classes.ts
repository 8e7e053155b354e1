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
/** A shadow takes part of the light, and of each colour nearly the same part. */
const SHADOW_RATIO_MIN = 0.42;
const SHADOW_RATIO_MAX = 0.97;
const SHADOW_COLOR_SPREAD = 0.12;
const LIGHT_SHIFT_MAX = 25;

/**
 * Classifies every pixel of an RGB picture and lets the background follow. `elapsedMs` null: the
 * background stays as it is.
 */
export function classifyPixels(options: {
  readonly rgb: Uint8Array;
  readonly model: PixelModel;
  readonly classes: Uint8Array;
  readonly elapsedMs: number | null;
}): void {
  const { rgb, classes, elapsedMs } = options;
  const { mean, variance } = options.model;
  const follow = elapsedMs === null ? 0 : 1 - Math.exp(-elapsedMs / FOLLOW_TIME_MS);
  const swallow = elapsedMs === null ? 0 : 1 - Math.exp(-elapsedMs / SWALLOW_TIME_MS);
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
    const rate = isForeground ? swallow : follow;
    if (!isForeground) {
      classes[pixel] = BACKGROUND;
      const next = variance[pixel]! + follow * (squared - variance[pixel]!);
      variance[pixel] = Math.min(VARIANCE_MAX, Math.max(VARIANCE_MIN, next));
    } else {
      classes[pixel] = brightness < 0 && isShadow(rgb, mean, at) ? SHADOW : FOREGROUND;
    }
    mean[at]! += rate * red;
    mean[at + 1]! += rate * green;
    mean[at + 2]! += rate * blue;
  }
}

/** Dark channels are mostly noise; adding a few levels keeps their ratios near the others'. */
const RATIO_OFFSET = 10;

function isShadow(rgb: Uint8Array, mean: Float32Array, at: number): boolean {
  const red = (rgb[at]! + RATIO_OFFSET) / (mean[at]! + RATIO_OFFSET);
  const green = (rgb[at + 1]! + RATIO_OFFSET) / (mean[at + 1]! + RATIO_OFFSET);
  const blue = (rgb[at + 2]! + RATIO_OFFSET) / (mean[at + 2]! + RATIO_OFFSET);
  const low = Math.min(red, green, blue);
  const high = Math.max(red, green, blue);
  return low > SHADOW_RATIO_MIN && high < SHADOW_RATIO_MAX && high - low < SHADOW_COLOR_SPREAD;
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
