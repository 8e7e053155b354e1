import { describe, expect, test } from "vitest";

import { frontSide, project, projectGrid } from "./homography.ts";

const SCALE = [0.01, 0, 0, 0, -0.01, 10, 0, 0, 1];
/** Looks along the ground: the weight changes its sign at the picture row 100. */
const TILTED = [0.01, 0, 0, 0, 0, 5, 0, 0.01, -1];

describe("project", () => {
  test("turns pixels into metres", () => {
    expect(project(SCALE, [100, 200])).toEqual([1, 8]);
  });

  test("is undefined at and behind the horizon", () => {
    expect(project(TILTED, [50, 100])).toBeUndefined();
    const side = frontSide(TILTED, [50, 300]);
    expect(project(TILTED, [50, 20], side)).toBeUndefined();
    expect(project(TILTED, [50, 300], side)).toEqual([0.25, 2.5]);
  });
});

describe("projectGrid", () => {
  const grid = (homography: number[], keep: (p: [number, number]) => boolean) =>
    projectGrid({
      homography,
      sizePx: [400, 400],
      groundPx: [200, 390],
      columns: 4,
      rows: 2,
      keep,
    });

  test("draws every line of the grid when all of it lies on the plan", () => {
    const lines = grid(SCALE, () => true);
    expect(lines).toHaveLength(8);
    expect(lines[0]?.[0]).toEqual([0, 10]);
    expect(lines[0]?.at(-1)?.[1]).toBeCloseTo(6);
  });

  test("cuts lines off before the horizon", () => {
    const lines = grid(TILTED, ([, y]) => Math.abs(y) < 1000);
    expect(lines.flat().every(([, y]) => y > 0)).toBe(true);
    expect(grid(TILTED, () => false)).toEqual([]);
  });
});
