import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import {
  applyHomography,
  fitHomography,
  fitHomographyRobust,
  GeometryError,
  invertHomography,
  placeFoot,
  projectWithCovariance,
} from "./index.ts";
import type { Point2, PointPair } from "./index.ts";

/** A camera looking at the floor: metres to pixels. */
function seenFrom(height: number, tilt: number): (plan: Point2) => Point2 {
  return ([x, y]) => {
    const depth = Math.cos(tilt) * (y + 4) + Math.sin(tilt) * height;
    const drop = Math.cos(tilt) * height - Math.sin(tilt) * (y + 4);
    return [960 + (1000 * x) / depth, 540 + (1000 * drop) / depth];
  };
}

const PLAN: readonly Point2[] = [
  [-3, 0],
  [3, 0],
  [3, 8],
  [-3, 8],
  [0.5, 3],
  [-1.5, 6],
];

function pairsOf(project: (plan: Point2) => Point2, plan = PLAN): PointPair[] {
  return plan.map((planM) => ({ imagePx: project(planM), planM }));
}

function codeOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof GeometryError ? error.code : String(error);
  }
}

describe("fitHomography", () => {
  it("recovers a camera from exact pairs", () => {
    const camera = fc.tuple(
      fc.double({ min: 2, max: 8, noNaN: true }),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(camera, ([height, tilt]) => {
        const project = seenFrom(height, tilt);
        const fit = fitHomography(pairsOf(project));
        expect(fit.rmsErrorM).toBeLessThan(1e-6);
        const [x, y] = applyHomography(fit.homography, project([1.2, 4.4]))!;
        expect(Math.hypot(x - 1.2, y - 4.4)).toBeLessThan(1e-5);
        const back = applyHomography(invertHomography(fit.homography), [1.2, 4.4])!;
        const pixel = project([1.2, 4.4]);
        expect(Math.hypot(back[0] - pixel[0], back[1] - pixel[1])).toBeLessThan(1e-2);
      }),
      { numRuns: 50 },
    );
  });

  it("has no answer above the horizon", () => {
    const { homography } = fitHomography(pairsOf(seenFrom(3, 0.4)));
    expect(applyHomography(homography, [960, -3000])).toBeNull();
    expect(placeFoot({ model: "homography", homography }, [900, -3200, 1000, -3000])).toBeNull();
  });

  it("names what is wrong with the pairs", () => {
    const line = PLAN.map(([x]): Point2 => [x, 2 * x]);
    const project = seenFrom(3, 0.4);
    expect(codeOf(() => fitHomography(pairsOf(project).slice(0, 3)))).toBe("too-few-pairs");
    expect(codeOf(() => fitHomography(pairsOf(project, line)))).toBe("degenerate");
    expect(codeOf(() => fitHomography(PLAN.map((planM) => ({ imagePx: [5, 5], planM }))))).toBe(
      "degenerate",
    );
    expect(
      codeOf(() => fitHomography(line.map((imagePx, i) => ({ imagePx, planM: PLAN[i]! })))),
    ).toBe("degenerate");
    const nan: PointPair = { imagePx: [Number.NaN, 0], planM: [0, 0] };
    expect(codeOf(() => fitHomography([...pairsOf(project), nan]))).toBe("invalid-number");
    const crossed = pairsOf(project).slice(0, 4);
    const swapped = crossed.map(({ imagePx }, i) => ({ imagePx, planM: PLAN[[0, 2, 1, 3][i]!]! }));
    expect(codeOf(() => fitHomography(swapped))).toBe("crosses-horizon");
  });
});

describe("fitHomographyRobust", () => {
  it("survives a third of the pairs misplaced, the same way every time", () => {
    const project = seenFrom(4, 0.5);
    const random = seededRandom(5);
    const plan = Array.from({ length: 18 }, (): Point2 => [6 * random() - 3, 8 * random()]);
    const pairs = pairsOf(project, plan).map((pair, i) =>
      i % 3 === 0 ? { ...pair, planM: [pair.planM[0] + 3, pair.planM[1] - 2] as const } : pair,
    );
    const fit = fitHomographyRobust(pairs, { thresholdM: 0.2 });
    expect(fit.inliers).toEqual(pairs.map((_, i) => i % 3 !== 0));
    expect(fit.rmsErrorM).toBeLessThan(1e-6);
    expect(fitHomographyRobust(pairs, { thresholdM: 0.2 })).toEqual(fit);
  });
});

describe("projectWithCovariance", () => {
  it("agrees with what scattered points show", () => {
    const project = seenFrom(4, 0.5);
    const { homography } = fitHomography(pairsOf(project));
    const imagePx = project([1, 5]);
    const placed = projectWithCovariance(homography, { imagePx, covariancePx2: [4, 0, 4] })!;
    const random = seededRandom(9);
    const gauss = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const count = 20_000;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (let i = 0; i < count; i++) {
      const point: Point2 = [imagePx[0] + 2 * gauss(), imagePx[1] + 2 * gauss()];
      const [x, y] = applyHomography(homography, point)!;
      xx += (x - placed.positionM[0]) ** 2 / count;
      xy += ((x - placed.positionM[0]) * (y - placed.positionM[1])) / count;
      yy += (y - placed.positionM[1]) ** 2 / count;
    }
    expect(placed.covarianceM2[0] / xx).toBeCloseTo(1, 1);
    expect(placed.covarianceM2[2] / yy).toBeCloseTo(1, 1);
    expect(Math.abs(placed.covarianceM2[1] - xy)).toBeLessThan(0.1 * Math.sqrt(xx * yy));
  });
});
