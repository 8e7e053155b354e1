/**
 * Descriptor `hsv`: colours of the upper, middle and lower third. Needs no model. Tells people of
 * one camera apart well; where the light has another colour it is weaker.
 */
import { toUnitLength, type Crop, type Descriptor } from "../descriptor.ts";

const STRIPES = 3;
const HUES = 12;
const SATURATIONS = 4;
const VALUES = 5;
const GRAYS = 6;
const COLORS = HUES * SATURATIONS * VALUES;
const BINS = COLORS + GRAYS;
/** From the first of two saturations (and brightnesses) on a pixel has a hue; from the second, wholly. */
const SATURATION_RAMP = [0.08, 0.22] as const;
const VALUE_RAMP = [0.06, 0.18] as const;

const SAMPLE_STEP = 3;
const CROP_SIZE = { widthPx: 64, heightPx: 128 } as const;

/** 738 values: per stripe 12x4x5 colours and 6 grays. */
export const HSV_LENGTH = STRIPES * BINS;

export const HSV_DESCRIPTOR: Descriptor = {
  name: "hsv",
  size: CROP_SIZE,
  describe: async (crops) => crops.map(hsvStripes),
};

/**
 * The histogram of each stripe, as square roots of shares, so that the scalar product of two is
 * their Bhattacharyya coefficient (Bhattacharyya 1943). Pixels count by their weight, and each is
 * shared out between the bins around its colour: a little more light then changes the histogram a
 * little, where whole bins would change it wholly.
 *
 * @returns unit length, {@link HSV_LENGTH} values
 */
export function hsvStripes({ size, rgb, weights }: Crop): Float32Array {
  const histogram = new Float32Array(HSV_LENGTH);
  const { widthPx, heightPx } = size;
  for (let stripe = 0; stripe < STRIPES; stripe++) {
    const from = Math.floor((stripe * heightPx) / STRIPES) * widthPx;
    const to = Math.floor(((stripe + 1) * heightPx) / STRIPES) * widthPx;
    const start = stripe * BINS;
    let sum = 0;
    // Every third pixel tells as much; three divides no usual width, so no column is left out.
    for (let pixel = from; pixel < to; pixel += SAMPLE_STEP) {
      const weight = weights[pixel]!;
      addColor(histogram, start, { rgb, at: 3 * pixel, weight });
      sum += weight;
    }
    if (sum === 0) continue;
    for (let bin = start; bin < start + BINS; bin++) {
      histogram[bin] = Math.sqrt(histogram[bin]! / sum);
    }
  }
  return toUnitLength(histogram);
}

/** Shares one pixel out: between gray and colour by how sure its hue is, there between neighbours. */
function addColor(
  histogram: Float32Array,
  start: number,
  pixel: { readonly rgb: Uint8Array; readonly at: number; readonly weight: number },
): void {
  const { rgb, at, weight } = pixel;
  const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
  const high = Math.max(red, green, blue);
  const spread = high - Math.min(red, green, blue);
  const value = high / 255;
  const saturation = high === 0 ? 0 : spread / high;
  const colorWeight = weight * ramp(saturation, SATURATION_RAMP) * ramp(value, VALUE_RAMP);
  const grayWeight = weight - colorWeight;
  if (grayWeight > 0) {
    const level = Math.min(GRAYS - 1, value * (GRAYS - 1));
    const low = Math.min(GRAYS - 2, Math.floor(level));
    histogram[start + COLORS + low]! += grayWeight * (1 - (level - low));
    histogram[start + COLORS + low + 1]! += grayWeight * (level - low);
  }
  if (colorWeight === 0) return;
  const hue = (hueOf(red, green, blue) / 6) * HUES;
  const hueLow = Math.floor(hue) % HUES;
  const hueShare = hue - Math.floor(hue);
  addShades(histogram, start + hueLow * SATURATIONS * VALUES, {
    saturation,
    value,
    weight: colorWeight * (1 - hueShare),
  });
  addShades(histogram, start + ((hueLow + 1) % HUES) * SATURATIONS * VALUES, {
    saturation,
    value,
    weight: colorWeight * hueShare,
  });
}

/** Shares a pixel of one hue out between the four bins around its saturation and value. */
function addShades(
  histogram: Float32Array,
  start: number,
  shade: { readonly saturation: number; readonly value: number; readonly weight: number },
): void {
  const saturation = shade.saturation * (SATURATIONS - 1);
  const value = shade.value * (VALUES - 1);
  const row = Math.min(SATURATIONS - 2, Math.floor(saturation));
  const column = Math.min(VALUES - 2, Math.floor(value));
  const low = shade.weight * (1 - (saturation - row));
  const high = shade.weight * (saturation - row);
  const share = value - column;
  const at = start + row * VALUES + column;
  histogram[at]! += low * (1 - share);
  histogram[at + 1]! += low * share;
  histogram[at + VALUES]! += high * (1 - share);
  histogram[at + VALUES + 1]! += high * share;
}

/** 0..6, red at 0, green at 2, blue at 4; channels 0..255, not all equal. */
export function hueOf(red: number, green: number, blue: number): number {
  const high = Math.max(red, green, blue);
  const spread = high - Math.min(red, green, blue);
  if (high === red) return ((green - blue) / spread + 6) % 6;
  return high === green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
}

function ramp(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
