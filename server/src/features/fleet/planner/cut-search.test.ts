import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareOutcomes, outcomeOf } from "./cut-problem.ts";
import type { CutOutcome, CutProblem } from "./cut-problem.ts";
import { searchCut } from "./cut-search.ts";
import { matchUnits } from "./matching.ts";

/** Every set of vertices that its units can hold, by brute force. */
function bestOfAll(problem: CutProblem): CutOutcome {
  const candidates = [...problem.holdMask.keys()].filter(
    (vertex) => problem.holdMask[vertex] !== 0 && !problem.sources.includes(vertex),
  );
  let best = outcomeOf(problem, []);
  const extend = (held: readonly number[], from: number, unitsLeft: readonly number[]): void => {
    const outcome = outcomeOf(problem, held);
    if (compareOutcomes(outcome, best) < 0) best = outcome;
    for (let i = from; i < candidates.length; i++) {
      const next = [...held, candidates[i]!];
      if (canStaff(problem, next, unitsLeft)) extend(next, i + 1, unitsLeft);
    }
  };
  extend(
    [],
    0,
    Array.from({ length: problem.unitCount }, (_, unit) => unit),
  );
  return best;
}

/** Whether every vertex gets a unit of its own, by trying all ways. */
function canStaff(problem: CutProblem, held: readonly number[], units: readonly number[]): boolean {
  const [first, ...rest] = held;
  if (first === undefined) return true;
  return units.some(
    (unit) =>
      (problem.holdMask[first]! & (1 << unit)) !== 0 &&
      canStaff(
        problem,
        rest,
        units.filter((other) => other !== unit),
      ),
  );
}

interface Drawn {
  readonly vertexCount: number;
  readonly arcs: readonly (readonly [number, number])[];
  readonly exits: readonly number[];
  readonly unitCount: number;
  readonly masks: readonly number[];
  readonly dislikes: readonly number[];
}

function problemOf(drawn: Drawn): CutProblem {
  const { vertexCount } = drawn;
  const arcs = drawn.arcs
    .map(([from, to]) => [from % vertexCount, to % vertexCount] as const)
    .toSorted(([a], [b]) => a - b);
  const firstArc = Uint32Array.from(
    { length: vertexCount + 1 },
    (_, vertex) => arcs.filter(([from]) => from < vertex).length,
  );
  const everyUnit = 2 ** drawn.unitCount - 1;
  const exits = [...new Set(drawn.exits.map((exit) => exit % vertexCount))];
  return {
    vertexCount,
    firstArc,
    arcTo: Uint32Array.from(arcs, ([, to]) => to),
    arcOpen: new Uint8Array(arcs.length).fill(1),
    sources: [0],
    exits: exits.map((vertex, i) => ({ vertex, earliestS: (i * 7) % 5 })),
    unitCount: drawn.unitCount,
    holdMask: Uint32Array.from(
      { length: vertexCount },
      (_, vertex) => drawn.masks[vertex]! & everyUnit,
    ),
    dislike: Uint8Array.from({ length: vertexCount }, (_, vertex) => drawn.dislikes[vertex]!),
  };
}

const VERTICES_MAX = 10;

const drawnProblems = (unitsMax: number, mask: fc.Arbitrary<number>): fc.Arbitrary<Drawn> =>
  fc.record({
    vertexCount: fc.integer({ min: 2, max: VERTICES_MAX }),
    arcs: fc.array(fc.tuple(fc.nat(VERTICES_MAX - 1), fc.nat(VERTICES_MAX - 1)), { maxLength: 26 }),
    exits: fc.array(fc.nat(VERTICES_MAX - 1), { minLength: 1, maxLength: 4 }),
    unitCount: fc.integer({ min: 0, max: unitsMax }),
    masks: fc.array(mask, { minLength: VERTICES_MAX, maxLength: VERTICES_MAX }),
    dislikes: fc.array(fc.nat(7), { minLength: VERTICES_MAX, maxLength: VERTICES_MAX }),
  });

describe("searchCut against trying every set", () => {
  it.each([
    ["any units", drawnProblems(4, fc.nat(15))],
    ["few who can hold a vertex", drawnProblems(4, fc.constantFrom(0, 1, 1, 2, 2, 4, 3))],
    ["one who can hold most", drawnProblems(3, fc.constantFrom(1, 1, 1, 1, 2, 6))],
  ])("leaves as little with as few: %s", (_, problems) => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const problem = problemOf(drawn);
        const found = searchCut(problem, { start: [], searchLimit: 1e9 });
        const expected = bestOfAll(problem);
        const shape = ({ left, soonestS, held }: CutOutcome): unknown => ({
          left: left.length,
          soonestS,
          points: held.length,
        });
        expect(shape(found)).toEqual(shape(expected));
        expect(found.proven).toBe(true);
        expect(outcomeOf(problem, found.held).left).toEqual(found.left);
        const masks = found.held.map((vertex) => problem.holdMask[vertex]!);
        expect(matchUnits(masks).violator).toEqual([]);
      }),
      { numRuns: 1200, seed: 20260728 },
    );
  });

  it("is never worse than what it starts from, however short the search", () => {
    fc.assert(
      fc.property(drawnProblems(3, fc.nat(7)), (drawn) => {
        const problem = problemOf(drawn);
        const { held } = bestOfAll(problem);
        const found = searchCut(problem, { start: held, searchLimit: 0 });
        expect(compareOutcomes(found, outcomeOf(problem, held))).toBe(0);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
