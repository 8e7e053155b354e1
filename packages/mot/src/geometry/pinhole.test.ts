import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import {
  applyHomography,
  fitGroundCamera,
  fitPinhole,
  fitPinholeRobust,
  GeometryError,
  pinholeCentreM,
  pinholePlaced,
  pinholeToPixel,
  pixelToPlan,
  pixelToPlane,
  straightHomography,
  straightPixel,
  placeFoot,
  planToPixel,
  undistort,
} from "./index.ts";
import type { PinholeCamera, PinholePair, Point2, PointPair } from "./index.ts";

const SIZE: Point2 = [1920, 1080];

interface Mount {
  readonly focalPx: number;
  readonly distortion: Point2;
  readonly heightM: number;
  readonly tilt: number;
  readonly pan: number;
}

/** A camera above (5, -3), tilted below the horizon. */
function mounted({ focalPx, distortion, heightM, tilt, pan }: Mount): PinholeCamera {
  const [c, s, cp, sp] = [Math.cos(tilt), Math.sin(tilt), Math.cos(pan), Math.sin(pan)];
  const rows = [
    [sp, -cp, 0],
    [-cp * s, -sp * s, -c],
    [cp * c, sp * c, -s],
  ] as const;
  const away = (row: readonly [number, number, number]): number =>
    -(5 * row[0] - 3 * row[1] + heightM * row[2]);
  return {
    focalPx,
    principalPx: [960, 540],
    distortion,
    rotation: [...rows[0], ...rows[1], ...rows[2]],
    translationM: [away(rows[0]), away(rows[1]), away(rows[2])],
  };
}

const WIDE: Mount = { focalPx: 1000, distortion: [-0.2, 0.03], heightM: 4, tilt: 0.6, pan: 1.2 };

const anyMount = fc
  .record({
    focalPx: fc.double({ min: 700, max: 1800, noNaN: true }),
    distortion: fc.tuple(
      fc.double({ min: -0.25, max: 0.15, noNaN: true }),
      fc.double({ min: 0.01, max: 0.04, noNaN: true }),
    ),
    heightM: fc.double({ min: 2.2, max: 9, noNaN: true }),
    tilt: fc.double({ min: 0.35, max: 1.1, noNaN: true }),
    pan: fc.double({ min: -3, max: 3, noNaN: true }),
  })
  .filter(isSensible);

/** Whether a lens bends outwards to the picture's corners: beyond a fold it would show places twice. */
function isSensible({ focalPx, distortion: [k1, k2] }: Mount): boolean {
  const corner = Math.hypot(SIZE[0], SIZE[1]) / 2 / focalPx;
  let shown = 0;
  for (let radius = 0; shown < corner; radius += 0.01) {
    const next = radius * (1 + k1 * radius ** 2 + k2 * radius ** 4);
    if (next < shown) return false;
    shown = next;
  }
  return true;
}

/** Pairs spread over the part of the picture that shows floor within 60 m. */
function pairsOf(
  camera: PinholeCamera,
  options: { readonly count: number; readonly seed?: number; readonly noisePx?: number },
): PointPair[] {
  const random = seededRandom(options.seed ?? 1);
  const noise = (): number => (options.noisePx ?? 0) * (random() + random() + random() - 1.5) * 2;
  const pairs: PointPair[] = [];
  for (let i = 0; pairs.length < options.count; i++) {
    const cell: Point2 = [i % 3, Math.floor(i / 3) % 3];
    const pixel: Point2 = [
      SIZE[0] * ((cell[0] + 0.1 + 0.8 * random()) / 3),
      SIZE[1] * ((cell[1] + 0.1 + 0.8 * random()) / 3),
    ];
    const planM = pixelToPlane(camera, pixel);
    if (planM === null || Math.hypot(planM[0] - 5, planM[1] + 3) > 60) continue;
    pairs.push({ imagePx: [pixel[0] + noise(), pixel[1] + noise()], planM });
  }
  return pairs;
}

function refusalOf(action: () => unknown): string {
  try {
    action();
    return "none";
  } catch (error) {
    return error instanceof GeometryError ? `${error.code}: ${error.message}` : String(error);
  }
}

describe("pinhole camera", () => {
  it("comes back from the plan to the pixel it left, through the lens", () => {
    const pixel = fc.tuple(fc.double({ min: 0, max: 1920 }), fc.double({ min: 0, max: 1080 }));
    fc.assert(
      fc.property(anyMount, pixel, fc.double({ min: 0, max: 1.9 }), (mount, imagePx, heightM) => {
        fc.pre(imagePx.every(Number.isFinite) && Number.isFinite(heightM));
        const camera = mounted(mount);
        const planM = pixelToPlane(camera, imagePx, heightM);
        fc.pre(planM !== null && Math.hypot(...planM) < 1000);
        const back = pinholeToPixel(camera, planM!, heightM)!;
        expect(Math.hypot(back[0] - imagePx[0], back[1] - imagePx[1])).toBeLessThan(1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["the sky", [960, 20], WIDE],
    ["a point beyond where the lens folds over", [9000, 900], WIDE],
    ["no finite place", [Number.NaN, 900], WIDE],
  ] as const)("shows nothing of the floor at %s", (_, imagePx, mount) => {
    const camera = mounted({ ...mount, tilt: 0.1, distortion: [-0.3, 0] });
    expect(pixelToPlane(camera, imagePx)).toBeNull();
    expect(pinholePlaced(camera, { imagePx, covariancePx2: [1, 0, 1] })).toBeNull();
  });

  it("is a homography once the lens is taken out", () => {
    const camera = mounted(WIDE);
    const straight = straightPixel(camera, [1700, 800])!;
    const [x, y] = applyHomography(straightHomography(camera), straight)!;
    const [wantedX, wantedY] = pixelToPlane(camera, [1700, 800])!;
    expect([x - wantedX, y - wantedY].every((error) => Math.abs(error) < 1e-9)).toBe(true);
  });

  it("does not see what is behind it", () => {
    const camera = mounted({ ...WIDE, pan: 0 });
    expect(pinholeToPixel(camera, [-20, -3])).toBeNull();
    expect(undistort([-0.3, 0], [0.9, 0.9])).toBeNull();
    expect(undistort([-0.3, 0], [0, 0])).toEqual([0, 0]);
  });

  it("carries a covariance as scattered points show it, lens included", () => {
    const camera = mounted(WIDE);
    const imagePx: Point2 = [1700, 800];
    const placed = pinholePlaced(camera, { imagePx, covariancePx2: [4, 1, 2] })!;
    const step = 1e-4;
    const at = (dx: number, dy: number): Point2 =>
      pixelToPlane(camera, [imagePx[0] + dx, imagePx[1] + dy])!;
    const [right, left, below, above] = [at(step, 0), at(-step, 0), at(0, step), at(0, -step)];
    const column = (to: Point2, from: Point2): Point2 => [
      (to[0] - from[0]) / (2 * step),
      (to[1] - from[1]) / (2 * step),
    ];
    const [a, c] = column(right, left);
    const [b, d] = column(below, above);
    const wanted = [
      4 * a * a + 2 * a * b + 2 * b * b,
      4 * a * c + (a * d + b * c) + 2 * b * d,
      4 * c * c + 2 * c * d + 2 * d * d,
    ];
    placed.covarianceM2.forEach((value, i) => expect(value / wanted[i]!).toBeCloseTo(1, 5));
  });
});

describe("fitPinhole", () => {
  it("recovers any sensible camera from exact pairs", () => {
    fc.assert(
      fc.property(anyMount, fc.integer({ min: 1, max: 1e6 }), (mount, seed) => {
        const camera = mounted(mount);
        const fit = fitPinhole(pairsOf(camera, { count: 14, seed }), { sizePx: SIZE });
        expect(fit.rmsErrorPx).toBeLessThan(0.6);
        const probe = pairsOf(camera, { count: 9, seed: seed + 1 });
        for (const { imagePx, planM } of probe) {
          const shown = pinholeToPixel(fit.camera, planM)!;
          expect(Math.hypot(shown[0] - imagePx[0], shown[1] - imagePx[1])).toBeLessThan(12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([6, 8, 12])("finds lens and place of a wide camera from %d pairs", (count) => {
    const camera = mounted(WIDE);
    const fit = fitPinhole(pairsOf(camera, { count }), { sizePx: SIZE });
    expect(fit.distortionTerms).toBe(2);
    expect(fit.camera.focalPx).toBeCloseTo(1000, 3);
    expect(fit.camera.distortion[0]).toBeCloseTo(-0.2, 5);
    expect(fit.camera.distortion[1]).toBeCloseTo(0.03, 5);
    pinholeCentreM(fit.camera).forEach((value, i) => expect(value).toBeCloseTo([5, -3, 4][i]!, 5));
    expect(fit.rmsErrorM).toBeLessThan(1e-6);
  });

  it("takes a straight lens for straight, and stays near the truth with clicks off by a pixel", () => {
    const straight = mounted({ ...WIDE, distortion: [0, 0] });
    const fit = fitPinhole(pairsOf(straight, { count: 12, noisePx: 1 }), { sizePx: SIZE });
    expect(fit.distortionTerms).toBe(0);
    expect(Math.abs(fit.camera.focalPx / 1000 - 1)).toBeLessThan(0.03);
    const bent = fitPinhole(pairsOf(mounted(WIDE), { count: 12, noisePx: 1 }), { sizePx: SIZE });
    expect(bent.distortionTerms).toBeGreaterThan(0);
    expect(Math.abs(bent.camera.focalPx / 1000 - 1)).toBeLessThan(0.03);
    expect(Math.abs(pinholeCentreM(bent.camera)[2] - 4)).toBeLessThan(0.2);
  });

  it("uses points above the floor", () => {
    const camera = mounted(WIDE);
    const floor = pairsOf(camera, { count: 5 });
    const raised = floor.map(({ planM }): PinholePair => ({
      planM,
      heightM: 1.5,
      imagePx: pinholeToPixel(camera, planM, 1.5)!,
    }));
    const fit = fitPinhole([...floor, ...raised], { sizePx: SIZE });
    expect(fit.camera.focalPx).toBeCloseTo(1000, 2);
    expect(refusalOf(() => fitPinhole([...floor.slice(2), ...raised], { sizePx: SIZE }))).toMatch(
      /too-few-pairs.*3 points lie on the floor/,
    );
  });

  it("says what is wrong with the points", () => {
    const camera = mounted(WIDE);
    const pairs = pairsOf(camera, { count: 8 });
    const refuse = (points: readonly PinholePair[], sizePx = SIZE): string =>
      refusalOf(() => fitPinhole(points, { sizePx }));
    expect(refuse(pairs.slice(0, 5))).toMatch(/too-few-pairs.*5 point pairs.*at least 6/);
    expect(refuse(pairs, [0, 0])).toMatch(/invalid-number.*0 x 0/);
    expect(refuse([{ ...pairs[0]!, heightM: Number.NaN }, ...pairs])).toMatch(/invalid.*pair 1/);
    const line = pairs.map(({ imagePx }, i): PointPair => ({ imagePx, planM: [i, 2 * i] }));
    expect(refuse(line)).toMatch(/^degenerate/);
    const mirrored = pairs.map(({ imagePx, planM }) => ({
      imagePx,
      planM: [-planM[0], planM[1]] as const,
    }));
    expect(refuse(mirrored)).toMatch(/degenerate.*mirrored/);
    const down = mounted({ ...WIDE, distortion: [0, 0], tilt: Math.PI / 2 - 1e-6 });
    expect(refuse(pairsOf(down, { count: 8 }))).toMatch(/degenerate.*straight down/);
  });
});

describe("fitPinholeRobust", () => {
  it("leaves a quarter of misplaced pairs out, the same way every time", () => {
    const pairs = pairsOf(mounted(WIDE), { count: 16 }).map((pair, i) =>
      i % 4 === 1 ? { ...pair, planM: [pair.planM[0] + 2, pair.planM[1] - 1] as const } : pair,
    );
    const fit = fitPinholeRobust(pairs, { sizePx: SIZE });
    expect(fit.inliers).toEqual(pairs.map((_, i) => i % 4 !== 1));
    expect(fit.rmsErrorPx).toBeLessThan(1e-3);
    expect(Math.min(...fit.errorsPx.filter((_, i) => i % 4 === 1))).toBeGreaterThan(10);
    expect(fitPinholeRobust(pairs, { sizePx: SIZE })).toEqual(fit);
  });
});

describe("fitGroundCamera", () => {
  it.each([
    ["four pairs", 4, WIDE, 0, "homography"],
    ["five pairs", 5, WIDE, 0, "homography"],
    ["a wide lens", 9, WIDE, 1, "pinhole"],
    ["a straight lens", 9, { ...WIDE, distortion: [0, 0] as const }, 0, "homography"],
  ] as const)("chooses by points and error: %s", (_, count, mount, noisePx, model) => {
    const pairs = pairsOf(mounted(mount), { count, noisePx });
    const fit = fitGroundCamera(pairs, { sizePx: SIZE });
    expect(fit.camera.model).toBe(model);
    expect(fit.errorsM).toHaveLength(count);
    expect(fit.rmsErrorPx).toBeGreaterThanOrEqual(0);
    const place = pixelToPlan(fit.camera, pairs[0]!.imagePx)!;
    const back = planToPixel(fit.camera, place)!;
    pairs[0]!.imagePx.forEach((value, axis) => expect(back[axis]).toBeCloseTo(value, 3));
  });

  it("obeys when told the model, and refuses where it cannot", () => {
    const pairs = pairsOf(mounted({ ...WIDE, distortion: [0, 0] }), { count: 8 });
    const asked = fitGroundCamera(pairs, { sizePx: SIZE, model: "pinhole" });
    expect(asked.camera.model).toBe("pinhole");
    const wide = pairsOf(mounted(WIDE), { count: 8 });
    const straight = fitGroundCamera(wide, { sizePx: SIZE, model: "homography" });
    expect(straight.camera.model).toBe("homography");
    expect(
      refusalOf(() => fitGroundCamera(wide.slice(0, 5), { sizePx: SIZE, model: "pinhole" })),
    ).toMatch(/^too-few-pairs/);
  });

  it("places a foot with either model", () => {
    const pairs = pairsOf(mounted({ ...WIDE, distortion: [0, 0] }), { count: 8 });
    const [straight, pinhole] = (["homography", "pinhole"] as const).map((model) =>
      placeFoot(fitGroundCamera(pairs, { sizePx: SIZE, model }).camera, [900, 500, 960, 700]),
    );
    for (const axis of [0, 1] as const) {
      expect(pinhole!.positionM[axis]).toBeCloseTo(straight!.positionM[axis], 5);
    }
    for (const part of [0, 1, 2] as const) {
      expect(pinhole!.covarianceM2[part]).toBeCloseTo(straight!.covarianceM2[part], 5);
    }
  });
});
