import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Point } from "../../app/api.ts";
import {
  areaM2,
  isSimple,
  lengthM,
  moveCorner,
  removeCorner,
  splitEdge,
  startPolygon,
  startWall,
  WALL_SHAPE,
  ZONE_SHAPE,
} from "./polygon.ts";

const square: Point[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];

describe("editing", () => {
  test("splitEdge adds the middle of the edge, also of the closing one", () => {
    expect(splitEdge(square, 0)).toEqual([
      [0, 0],
      [2, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ]);
    expect(splitEdge(square, 3)).toEqual([...square, [0, 2]]);
  });

  test("removeCorner leaves a triangle alone, and a wall of two corners", () => {
    expect(removeCorner(square, 1, ZONE_SHAPE)).toEqual([
      [0, 0],
      [4, 4],
      [0, 4],
    ]);
    expect(removeCorner(square.slice(0, 3), 1, ZONE_SHAPE)).toHaveLength(3);
    expect(removeCorner(square.slice(0, 3), 1, WALL_SHAPE)).toHaveLength(2);
    expect(removeCorner(square.slice(0, 2), 1, WALL_SHAPE)).toHaveLength(2);
  });

  test("moveCorner changes one corner and not its input", () => {
    expect(moveCorner(square, 2, [9, 9])[2]).toEqual([9, 9]);
    expect(square[2]).toEqual([4, 4]);
  });

  test("splitting an edge keeps the area", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.integer({ min: 1, max: 90 }), (edge, size) => {
        const polygon = square.map(([x, y]): Point => [x * size, y * size]);
        return Math.abs(areaM2(splitEdge(polygon, edge)) - areaM2(polygon)) < 1e-6;
      }),
    );
  });
});

test("isSimple refuses a polygon that crosses itself", () => {
  expect(isSimple(square)).toBe(true);
  expect(
    isSimple([
      [0, 0],
      [4, 4],
      [4, 0],
      [0, 4],
    ]),
  ).toBe(false);
});

test("startPolygon lies on the floor", () => {
  const polygon = startPolygon({ width_m: 30, height_m: 12 });
  expect(isSimple(polygon)).toBe(true);
  expect(areaM2(polygon)).toBeCloseTo(16);
});

test("a wall is as long as its parts", () => {
  expect(lengthM(square)).toBe(12);
  expect(lengthM(startWall({ width_m: 30, height_m: 12 }))).toBe(4);
});
