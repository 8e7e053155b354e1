import { expect, test } from "vitest";
import { correctPlane, PLANE_STRIDE, predictPlane, startPlane } from "./plane-filter.ts";

test("keeps a symmetric, positive covariance while somebody stands before a slanting camera", () => {
  const state = new Float64Array(PLANE_STRIDE);
  const place = Float64Array.of(15.13, 11.7, 0.039, -0.018, 0.0129);
  const cell = (row: number, column: number): number => state[4 + row * 4 + column]!;
  let [worstDifference, worstVariance] = [0, Number.POSITIVE_INFINITY];
  startPlane(state, 0, place, 0);
  for (let look = 0; look < 3600; look++) {
    predictPlane(state, 0, look % 3 === 2 ? 0.25 : 0.375, 0.5);
    correctPlane(state, 0, place, 0);
    for (let row = 0; row < 4; row++) {
      worstVariance = Math.min(worstVariance, cell(row, row));
      for (let column = 0; column < row; column++) {
        const difference = Math.abs(cell(row, column) - cell(column, row));
        worstDifference = Math.max(worstDifference, difference);
      }
    }
  }
  expect(worstDifference).toBeLessThan(1e-12);
  expect(worstVariance).toBeGreaterThan(0);
  expect(state[0]).toBeCloseTo(place[0]!, 6);
});
