import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { GatedMatcher } from "./gated-matcher.ts";
import { JonkerVolgenant } from "./jonker-volgenant.ts";

/** Least cost by trying every way to give each row its own column. */
function leastCost(cost: readonly number[], rows: number, columns: number): number {
  const search = (row: number, taken: number): number => {
    if (row === rows) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (let column = 0; column < columns; column++) {
      if (taken & (1 << column)) continue;
      const rest = search(row + 1, taken | (1 << column));
      best = Math.min(best, cost[row * columns + column]! + rest);
    }
    return best;
  };
  return search(0, 0);
}

const problem = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 }))
  .chain(([rows, more]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(rows + more),
      cost: fc.array(fc.integer({ min: -50, max: 50 }), {
        minLength: rows * (rows + more),
        maxLength: rows * (rows + more),
      }),
    }),
  );

describe("JonkerVolgenant", () => {
  it("finds the least cost of a rectangular problem", () => {
    const solver = new JonkerVolgenant();
    fc.assert(
      fc.property(problem, ({ rows, columns, cost }) => {
        const answer = [...solver.solve(cost, rows, columns).subarray(0, rows)];
        expect(new Set(answer).size).toBe(rows);
        const total = answer.reduce((sum, column, row) => sum + cost[row * columns + column]!, 0);
        expect(total).toBeCloseTo(leastCost(cost, rows, columns), 9);
      }),
    );
  });

  it("solves a problem larger than its first work arrays", () => {
    const size = 80;
    const cost = Array.from({ length: size * size }, (_, i) =>
      i % size === size - 1 - Math.floor(i / size) ? 0 : 1 + ((i * 7919) % 13),
    );
    const answer = new JonkerVolgenant().solve(cost, size, size);
    expect([...answer.subarray(0, size)]).toEqual(
      Array.from({ length: size }, (_, i) => size - 1 - i),
    );
  });

  it("refuses more rows than columns", () => {
    expect(() => new JonkerVolgenant().solve([1, 2], 2, 1)).toThrow(RangeError);
  });
});

describe("GatedMatcher", () => {
  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(4), fc.integer({ min: -5, max: 40 })), {
    maxLength: 18,
  });

  it("gains as much as the best matching over admissible pairs", () => {
    const matcher = new GatedMatcher();
    fc.assert(
      fc.property(edges, (list) => {
        const gains = new Map(list.map(([row, column, gain]) => [row * 5 + column, gain]));
        matcher.begin(6, 5);
        const cost = Array.from({ length: 6 * 11 }, () => 0);
        for (const [cell, gain] of gains) {
          matcher.admit(Math.floor(cell / 5), cell % 5, gain);
          if (gain > 0) cost[Math.floor(cell / 5) * 11 + (cell % 5)] = -gain;
        }
        const matched = matcher.match();
        let total = 0;
        const columns: number[] = [];
        for (let row = 0; row < 6; row++) {
          const column = matcher.columnOf[row]!;
          if (column < 0) continue;
          columns.push(column);
          total += gains.get(row * 5 + column)!;
          expect(gains.get(row * 5 + column)).toBeGreaterThan(0);
        }
        expect(columns).toHaveLength(matched);
        expect(new Set(columns).size).toBe(matched);
        const optimal = new JonkerVolgenant().solve(cost, 6, 11).subarray(0, 6);
        const least = optimal.reduce((sum, column, row) => sum + cost[row * 11 + column]!, 0);
        expect(total + least).toBe(0);
      }),
    );
  });

  it("forgets the previous problem", () => {
    const matcher = new GatedMatcher();
    matcher.begin(300, 300);
    for (let i = 0; i < 300; i++)
      for (let j = 0; j < 3; j++) matcher.admit(i, (i + j) % 300, 3 - j);
    expect(matcher.match()).toBe(300);
    matcher.begin(2, 2);
    expect(matcher.match()).toBe(0);
    expect([...matcher.columnOf.subarray(0, 2)]).toEqual([-1, -1]);
  });
});
