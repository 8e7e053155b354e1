import sharp from "sharp";

/** Brightness of a picture, 0..255. */
export interface Gray {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @param picture path or bytes in any format */
export async function grayOf(picture: string | Buffer): Promise<Gray> {
  const { data, info } = await sharp(picture)
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

/** Peak signal to noise, dB. @throws RangeError for pictures of different sizes */
export function psnr(a: Gray, b: Gray): number {
  requireSameSize(a, b);
  let squares = 0;
  for (let at = 0; at < a.data.length; at++) squares += (a.data[at]! - b.data[at]!) ** 2;
  return 10 * Math.log10((255 ** 2 * a.data.length) / Math.max(squares, 1e-9));
}

const WINDOW_PX = 8;
const STEP_PX = 4;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Mean structural similarity over windows of 8x8, every fourth pixel.
 *
 * Source: Wang et al., "Image quality assessment: from error visibility to structural similarity",
 * 2004, equation 13, with a flat window.
 *
 * @throws RangeError for pictures of different sizes
 */
export function ssim(a: Gray, b: Gray): number {
  requireSameSize(a, b);
  let sum = 0;
  let count = 0;
  for (let top = 0; top + WINDOW_PX <= a.heightPx; top += STEP_PX) {
    for (let left = 0; left + WINDOW_PX <= a.widthPx; left += STEP_PX, count++) {
      sum += likenessAt(a, b, top * a.widthPx + left);
    }
  }
  return sum / count;
}

function likenessAt(a: Gray, b: Gray, start: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let y = 0; y < WINDOW_PX; y++) {
    for (let x = 0, at = start + y * a.widthPx; x < WINDOW_PX; x++, at++) {
      const [valueA, valueB] = [a.data[at]!, b.data[at]!];
      sumA += valueA;
      sumB += valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      product += valueA * valueB;
    }
  }
  const count = WINDOW_PX * WINDOW_PX;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const varianceA = squareA / count - meanA ** 2;
  const varianceB = squareB / count - meanB ** 2;
  const covariance = product / count - meanA * meanB;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA ** 2 + meanB ** 2 + C1) * (varianceA + varianceB + C2))
  );
}

function requireSameSize(a: Gray, b: Gray): void {
  if (a.widthPx === b.widthPx && a.heightPx === b.heightPx) return;
  throw new RangeError("Only pictures of the same size can be compared");
}
