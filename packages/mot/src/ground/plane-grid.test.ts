import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PlaneGrid } from "./plane-grid.ts";

const disc = fc.record({
  x: fc.double({ min: -40, max: 40, noNaN: true }),
  y: fc.double({ min: -40, max: 40, noNaN: true }),
  radius: fc.oneof(
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
});

describe("PlaneGrid", () => {
  it("finds every disc that touches a square, each once, also after moves", () => {
    fc.assert(
      fc.property(
        fc.array(disc, { maxLength: 150 }),
        fc.array(disc, { maxLength: 150 }),
        disc,
        fc.constantFrom(1, 2),
        (first, moved, { x, y, radius: reach }, stretch) => {
          const grid = new PlaneGrid();
          grid.clear(first.length % 7);
          first.forEach((at, i) => grid.add(i, at.x, at.y, at.radius));
          const now = first.map((at, i) => moved[i] ?? at);
          now.forEach((at, i) => grid.move(i, at.x, at.y, at.radius));
          grid.find(x, y, reach, stretch);
          const found = [...grid.candidates.subarray(0, grid.found)];
          expect(new Set(found).size).toBe(found.length);
          const touching = now.flatMap((at, i) => {
            const wide = reach + at.radius * stretch;
            return Math.abs(at.x - x) <= wide && Math.abs(at.y - y) <= wide ? [i] : [];
          });
          expect(found).toEqual(expect.arrayContaining(touching));
        },
      ),
    );
  });

  it("looks at few discs of a large crowd, however unsure one of them is", () => {
    const grid = new PlaneGrid();
    grid.clear(10_000);
    for (let i = 0; i < 9999; i++) grid.add(i, i % 100, Math.floor(i / 100), 0.4);
    grid.add(9999, 50, 50, 500);
    grid.find(30.5, 40.5, 0.4);
    expect(grid.found).toBeLessThan(20);
    expect([...grid.candidates.subarray(0, grid.found)]).toContain(9999);
  });
});
