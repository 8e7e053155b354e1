import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { JointAssignment } from "./joint-assignment.ts";
import type { JointOption } from "./joint-assignment.ts";

const COLUMNS = 4;
const anyRows = fc.array(
  fc.uniqueArray(
    fc.record({
      column: fc.nat(COLUMNS - 1),
      logRatio: fc.double({ min: -6, max: 6, noNaN: true }),
    }),
    { selector: ({ column }) => column, maxLength: COLUMNS },
  ),
  { maxLength: 4 },
);

/** Every joint assignment with the log of its weight. */
function* allOf(
  rows: readonly (readonly JointOption[])[],
  taken: readonly number[] = [],
): Generator<{ readonly columns: readonly number[]; readonly log: number }> {
  const row = taken.length;
  if (row === rows.length) {
    yield { columns: taken, log: 0 };
    return;
  }
  yield* allOf(rows, [...taken, -1]);
  for (const { column, logRatio } of rows[row]!) {
    if (taken.includes(column)) continue;
    for (const { columns, log } of allOf(rows, [...taken, column])) {
      yield { columns, log: log + logRatio };
    }
  }
}

describe("JointAssignment", () => {
  it("finds the most probable joint assignment, and marginals near those of them all", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { columnOf, marginals, alone } = new JointAssignment().solve(rows, COLUMNS);
        const all = [...allOf(rows)];
        const best = Math.max(...all.map(({ log }) => log));
        const log = columnOf.reduce(
          (sum, column, row) =>
            sum + (rows[row]!.find((option) => option.column === column)?.logRatio ?? 0),
          0,
        );
        expect(log).toBeCloseTo(best, 9);
        const total = all.reduce((sum, one) => sum + Math.exp(one.log), 0);
        rows.forEach((options, row) => {
          const sum = alone[row]! + marginals[row]!.reduce((part, p) => part + p, 0);
          expect(sum).toBeCloseTo(1, 6);
          options.forEach(({ column }, i) => {
            const exact = all
              .filter(({ columns }) => columns[row] === column)
              .reduce((part, one) => part + Math.exp(one.log), 0);
            expect(Math.abs(marginals[row]![i]! - exact / total)).toBeLessThan(0.2);
          });
        });
      }),
    );
  });

  it("is exact where the contest has no loop", () => {
    const rows = [[{ column: 0, logRatio: 2 }], [{ column: 0, logRatio: 1 }]];
    const { columnOf, marginals, alone } = new JointAssignment().solve(rows, 1);
    const total = 1 + Math.exp(2) + Math.exp(1);
    expect(columnOf).toEqual([0, -1]);
    expect(marginals[0]![0]).toBeCloseTo(Math.exp(2) / total, 6);
    expect(marginals[1]![0]).toBeCloseTo(Math.exp(1) / total, 6);
    expect(alone[1]).toBeCloseTo(1 - Math.exp(1) / total, 6);
  });

  it("stays finite at the bounds of the evidence", () => {
    const rows = Array.from({ length: 6 }, () =>
      Array.from({ length: 4 }, (_, column) => ({ column, logRatio: 30 })),
    );
    const { marginals } = new JointAssignment().solve(rows, 4);
    expect(marginals.flat().every((p) => p >= 0 && p <= 1)).toBe(true);
  });
});
