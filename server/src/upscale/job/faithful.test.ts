import fc from "fast-check";
import { expect, test } from "vitest";
import { enlargeBicubic } from "./bicubic.ts";
import { DRIFT, keepFaithful } from "./faithful.ts";

const SIZE = { widthPx: 12, heightPx: 10 };
const PLANE = SIZE.widthPx * SIZE.heightPx;

function picture(value: (x: number, y: number, plane: number) => number): Float32Array {
  return Float32Array.from({ length: 3 * PLANE }, (_, at) => {
    const pixel = at % PLANE;
    return value(pixel % SIZE.widthPx, Math.floor(pixel / SIZE.widthPx), Math.floor(at / PLANE));
  });
}

function meanOfCell(pixels: Float32Array, plane: number, pixel: number): number {
  const width = SIZE.widthPx * 4;
  let sum = 0;
  for (let y = 0; y < 4; y++) {
    const row = plane * SIZE.heightPx * 4 + Math.floor(pixel / SIZE.widthPx) * 4 + y;
    for (let x = 0; x < 4; x++) sum += pixels[row * width + (pixel % SIZE.widthPx) * 4 + x]!;
  }
  return sum / 16;
}

test("a plain enlargement keeps slopes, and flat pictures flat", () => {
  const slope = picture((x, y) => 0.2 + 0.03 * x + 0.01 * y);
  const large = enlargeBicubic(slope, SIZE);
  const at = (x: number, y: number) => large[y * SIZE.widthPx * 4 + x]!;
  expect(at(21, 18)).toBeCloseTo(0.2 + 0.03 * (21.5 / 4 - 0.5) + 0.01 * (18.5 / 4 - 0.5), 5);
  const flat = enlargeBicubic(
    picture(() => 0.4),
    SIZE,
  );
  expect(Math.max(...flat)).toBeCloseTo(0.4, 5);
  expect(Math.min(...flat)).toBeCloseTo(0.4, 5);
});

test("a network that adds nothing is left alone", () => {
  const original = picture((x, y) => ((x * 7 + y * 3) % 10) / 10);
  const plain = enlargeBicubic(original, SIZE);
  // Interpolating moves the mean of a pixel by less than what is allowed at such contrast.
  const kept = keepFaithful({ original, network: plain, plain, size: SIZE });
  expect(kept.pixels).toEqual(plain);
});

test("texture on a smooth wall goes, the map is bright there and nowhere else", () => {
  const original = picture(() => 0.5);
  const plain = enlargeBicubic(original, SIZE);
  const width = SIZE.widthPx * 4;
  const network = plain.map((value, at) => {
    return at % width < width / 2 ? value + (at % 2 === 0 ? 0.2 : -0.2) : value;
  });
  const kept = keepFaithful({ original, network, plain, size: SIZE });
  expect(kept.original[5 * SIZE.widthPx + 1]).toBeGreaterThan(0.9);
  expect(kept.original[5 * SIZE.widthPx + 10]).toBe(0);
  expect(Math.abs(kept.pixels[4 * width + 2]! - 0.5)).toBeLessThanOrEqual(3.01 / 255);
});

test("an edge made sharper stays", () => {
  const original = picture((x) => (x < 6 ? 0.2 : 0.8));
  const plain = enlargeBicubic(original, SIZE);
  const network = plain.map((_, at) => (at % (SIZE.widthPx * 4) < 24 ? 0.2 : 0.8));
  const kept = keepFaithful({ original, network, plain, size: SIZE });
  expect(Math.max(...kept.original)).toBe(0);
});

test("a pixel seen from afar stays what it was, whatever the network draws", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 40,
    maxLength: 40,
  });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, level) => {
      const original = picture((x, y, plane) => (level + ((x + 2 * y + plane) % 3) * 0.01) / 1.02);
      const plain = enlargeBicubic(original, SIZE);
      const network = plain.map((_, at) => drawn[at % drawn.length]!);
      const { pixels } = keepFaithful({ original, network, plain, size: SIZE });
      // Contrast of such a picture is below 0.01.
      const driftMax = DRIFT.floor + DRIFT.perContrast * 0.01;
      for (let at = 0; at < original.length; at++) {
        const [plane, pixel] = [Math.floor(at / PLANE), at % PLANE];
        const interpolated = Math.abs(meanOfCell(plain, plane, pixel) - original[at]!);
        const moved = Math.abs(meanOfCell(pixels, plane, pixel) - original[at]!);
        expect(moved).toBeLessThanOrEqual(driftMax + interpolated + 1e-6);
      }
    }),
    { numRuns: 30 },
  );
});
