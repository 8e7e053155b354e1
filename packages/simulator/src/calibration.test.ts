import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrationPairs, pixelHomography, planHomography, seesGround } from "./calibration.ts";
import { applyHomography, projectPoint } from "./camera.ts";
import { CAMERA_CODES, parseSimulatorUrl, simulatedCamera } from "./scene.ts";
import { SITES } from "./site/index.ts";
import { siteSeed } from "./site-seed.ts";

/** Points of an even grid over both sites. */
const GRID = Array.from(
  { length: 81 * 53 },
  (_, i) => [(i % 81) / 2, Math.floor(i / 81) / 2] as const,
);
const sharedPoints = (a: string, b: string): number =>
  GRID.filter((point) => seesGround(a, point) && seesGround(b, point)).length;

describe.each(CAMERA_CODES)("calibration of %s", (code) => {
  test("homography inverts the projection of the ground under any pixel", () => {
    const { projection } = simulatedCamera(code);
    const matrix = planHomography(code);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 640, noNaN: true }),
        fc.double({ min: 130, max: 360, noNaN: true }),
        (u, v) => {
          const place = applyHomography(matrix, [u, v]);
          const pixel = projectPoint(projection, [place[0], place[1], 0]);
          const direct = applyHomography(pixelHomography(code), place);
          for (const back of [pixel, direct]) {
            expect(back?.[0]).toBeCloseTo(u, 5);
            expect(back?.[1]).toBeCloseTo(v, 5);
          }
        },
      ),
    );
  });

  test("at least six pairs agree with the homography to the millimetre", () => {
    const pairs = calibrationPairs(code);
    expect(pairs.length).toBeGreaterThanOrEqual(6);
    for (const { imagePx, planM } of pairs) {
      const place = applyHomography(planHomography(code), imagePx);
      expect(Math.hypot(place[0] - planM[0], place[1] - planM[1])).toBeLessThan(0.001);
    }
  });
});

test("some views overlap and others do not", () => {
  for (const [a, b] of [
    ["c09", "c12"],
    ["c12", "c13"],
    ["c01", "c03"],
    ["c02", "c03"],
  ] as const) {
    expect(sharedPoints(a, b), `${a} and ${b}`).toBeGreaterThan(0);
  }
  for (const [a, b] of [
    ["c09", "c16"],
    ["c13", "c16"],
    ["c01", "c04"],
  ] as const) {
    expect(sharedPoints(a, b), `${a} and ${b}`).toBe(0);
  }
});

test("siteSeed describes zones inside the floor and cameras with addresses that parse", () => {
  for (const site of Object.values(SITES)) {
    const seed = siteSeed(site.environment);
    expect(seed.cameras).toHaveLength(4);
    for (const camera of seed.cameras) {
      expect(parseSimulatorUrl(camera.sourceUrl)).toMatchObject({
        environment: seed.code,
        cameraCode: camera.code,
      });
    }
    for (const [x, y] of seed.zones.flatMap((zone) => zone.polygonM)) {
      expect(x >= 0 && x <= seed.floor.widthM && y >= 0 && y <= seed.floor.heightM).toBe(true);
    }
  }
});

test.each([
  "sim:campus/c01",
  "sim:nowhere/c09",
  "sim:campus",
  "file:a.mp4",
  "sim:campus/c09?seed=-1",
])("parseSimulatorUrl refuses %s", (url) => {
  expect(() => parseSimulatorUrl(url)).toThrow(RangeError);
});
