import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { buildRoadGraph } from "../roads/index.ts";
import type { RoadGraph } from "../roads/index.ts";
import { planRoadblocks } from "./index.ts";
import type { PoliceUnit, RoadblockPlan, RoadblockRequest } from "./index.ts";

const on = (edge: number, offsetM = 0) => ({ edge, offsetM, confidence: 1 });
const unit = (id: number, edge: number, more: Partial<PoliceUnit> = {}): PoliceUnit => ({
  id,
  position: on(edge),
  mostMps: 10,
  fuelPercent: 100,
  damage: "normal",
  ...more,
});
const RUNNER = { positions: [on(0)], leastMps: 5, mostMps: 10 };
const EXACT = { overspeedFactor: 1, reactionS: 0, marginS: 5 };

/**
 * A cross of four roads of 200 m around node 0, all at 10 m/s; the runner starts there. Exits are
 * the ends 1 to 4; edges 2k lead from the middle to end k + 1.
 */
function cross(exits = 4): RoadGraph {
  const ends = [
    [200, 0],
    [0, 200],
    [-200, 0],
    [0, -200],
  ];
  return buildRoadGraph(
    [{ xM: 0, yM: 0 }, ...ends.map(([xM, yM], i) => ({ xM: xM!, yM: yM!, exit: i < exits }))],
    ends.map((_, i) => ({ from: 0, to: i + 1, speedMps: 10, bothWays: true })),
  );
}

const plan = (request: Partial<RoadblockRequest>): RoadblockPlan =>
  planRoadblocks({ graph: cross(), runner: RUNNER, units: [], options: EXACT, ...request });
const openExits = ({ exits }: RoadblockPlan): number[] =>
  exits.filter(({ escapeS }) => escapeS !== null).map(({ node }) => node);

describe("planRoadblocks", () => {
  const atEnds = [1, 3, 5, 7].map((edge, i) => unit(10 + i, edge));

  it("holds every exit that has a unit beside it, and says what each point cuts off", () => {
    const closed = plan({ units: atEnds });
    expect(closed.outcome).toBe("closed");
    expect(closed.proven).toBe(true);
    expect(closed.points.map((point) => [point.node, point.unit, point.cutsExits])).toEqual([
      [1, 10, [1]],
      [2, 11, [2]],
      [3, 12, [3]],
      [4, 13, [4]],
    ]);
    expect(closed.points[0]).toMatchObject({ etaS: 0, spareS: 20, runnerLatestS: 40, xM: 200 });
    expect(closed.reasons[0]).toEqual({ kind: "closed", points: 4, fewest: true });
    expect([...closed.reachable.freeS]).toEqual([0, 20, 20, 20, 20]);
    expect([...closed.reachable.heldS]).toEqual([0, Infinity, Infinity, Infinity, Infinity]);
  });

  it("says which exits stay open, and from when", () => {
    const partial = plan({ units: atEnds.slice(0, 3) });
    expect(partial.outcome).toBe("partial");
    expect(openExits(partial)).toEqual([4]);
    expect(partial.reasons[0]).toEqual({
      kind: "exits-left",
      exits: [4],
      escapeS: 20,
      fewest: true,
    });
    expect(plan({}).outcome).toBe("open");
    expect(plan({ graph: cross(0) }).reasons[0]).toEqual({ kind: "no-exit-in-reach" });
  });

  it.each<[string, Partial<PoliceUnit>, string | null]>([
    ["a sound one", {}, null],
    ["a destroyed one", { damage: "complete_destroyed" }, "destroyed"],
    ["a half destroyed one", { damage: "half_destroyed" }, "too-late-everywhere"],
    ["one that runs out of fuel", { fuelPercent: 1 }, "too-late-everywhere"],
    ["one that is too slow", { mostMps: 5 }, "too-late-everywhere"],
  ])("sends %s where it is in time, and says why not", (_, more, why) => {
    // 120 m from end 1: 12 s of driving, the runner needs 20 s.
    const graph = buildRoadGraph(
      [
        { xM: 0, yM: 0 },
        { xM: 200, yM: 0, exit: true },
        { xM: 320, yM: 0 },
      ],
      [
        { from: 0, to: 1, speedMps: 10, bothWays: true },
        { from: 2, to: 1, speedMps: 10 },
      ],
    );
    const result = plan({
      graph,
      units: [unit(1, 2, more)],
      options: { ...EXACT, wrongWayFactor: null, marginS: 8 },
    });
    expect(result.outcome).toBe(why === null ? "closed" : "open");
    const leftOut = result.reasons.find((reason) => reason.kind === "unit-left-out");
    expect(leftOut?.why ?? null).toBe(why);
  });

  it("holds a unit's own place inside a road when both ends are too far", () => {
    // Two nodes 1,000 m apart, both exits; the runner can be at either within 20 s.
    const graph = buildRoadGraph(
      [
        { xM: 0, yM: 0 },
        { xM: 1000, yM: 0 },
        { xM: 2000, yM: 0, exit: true },
      ],
      [
        { from: 0, to: 1, speedMps: 100 },
        { from: 1, to: 2, speedMps: 10, bothWays: true },
      ],
    );
    const result = plan({
      graph,
      runner: { ...RUNNER, mostMps: 100 },
      units: [unit(1, 1, { position: on(1, 500), mostMps: 1 })],
    });
    expect(result.points).toMatchObject([{ node: null, edge: 1, offsetM: 500, xM: 1500, yM: 0 }]);
  });

  it("holds what lies right ahead of a runner that cannot turn", () => {
    const runner = { ...RUNNER, positions: [on(0, 100)], mayReverse: false };
    const units = [unit(1, 1)];
    expect(plan({ runner, units }).points.map(({ node }) => node)).toEqual([1]);
    expect(plan({ runner, units }).outcome).toBe("closed");
    expect(plan({ runner: { ...runner, mayReverse: true }, units }).outcome).toBe("partial");
  });

  it("counts the age of the fix against the margin", () => {
    const units = [unit(1, 1)];
    const late = (fixAgeS: number) => plan({ runner: { ...RUNNER, fixAgeS }, units });
    expect(openExits(late(0))).toEqual([2, 3, 4]);
    expect(openExits(late(16))).toEqual([1, 2, 3, 4]);
  });

  it.each<[string, Partial<RoadblockRequest>]>([
    ["runner.positions is empty", { runner: { ...RUNNER, positions: [] } }],
    ["runner.positions[0].edge is 8", { runner: { ...RUNNER, positions: [on(8)] } }],
    ["runner.mostMps is 1, expected leastMps (5) or more", { runner: { ...RUNNER, mostMps: 1 } }],
    ["units[0].mostMps is NaN", { units: [unit(1, 1, { mostMps: NaN })] }],
    ["units is the same id twice", { units: [unit(1, 1), unit(1, 3)] }],
    ["options.marginS is -1", { options: { marginS: -1 } }],
  ])("refuses: %s", (message, request) => {
    expect(() => plan(request)).toThrow(message);
  });
});

describe("replanning", () => {
  it("leaves units on their way to points that are as good", () => {
    // Two units that can each hold either of two exits, one a little better than the other.
    const graph = cross(2);
    const units = [unit(1, 1), unit(2, 3)];
    const first = plan({ graph, units });
    const swapped = {
      ...first,
      points: first.points.map((point) => ({ ...point, unit: point.unit === 1 ? 2 : 1 })),
    };
    const fast = units.map((one) => ({ ...one, mostMps: 40 }));
    const again = plan({
      graph,
      units: fast,
      previous: swapped,
      options: { ...EXACT, overspeedFactor: 4, comfortS: 10, marginS: 1 },
      runner: { ...RUNNER, mostMps: 10 },
    });
    expect(again.points.map(({ node, unit: id }) => [node, id]).toSorted()).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const kept = again.reasons.find((reason) => reason.kind === "kept");
    expect(kept?.units.toSorted()).toEqual([1, 2]);
  });
});

/** Small random towns: the plan never claims what the times deny. */
describe("on random towns", () => {
  const towns = fc.record({
    nodes: fc.array(fc.tuple(fc.nat(900), fc.nat(900), fc.boolean()), {
      minLength: 4,
      maxLength: 9,
    }),
    roads: fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.constantFrom(8, 14, 20), fc.boolean()), {
      minLength: 4,
      maxLength: 16,
    }),
    units: fc.array(fc.tuple(fc.nat(31), fc.nat(900), fc.constantFrom(15, 25, 40)), {
      maxLength: 4,
    }),
    runner: fc.tuple(fc.nat(31), fc.nat(900), fc.boolean()),
  });

  it("no way leads past the points to an exit that counts as cut off, and all are in time", () => {
    fc.assert(
      fc.property(towns, ({ nodes, roads, units, runner }) => {
        const graph = buildRoadGraph(
          nodes.map(([xM, yM, exit]) => ({ xM, yM, exit })),
          roads.map(([from, to, speedMps, bothWays]) => ({
            from: from % nodes.length,
            to: to % nodes.length,
            speedMps,
            bothWays,
            lengthM: 50 + 10 * from + to,
          })),
        );
        const at = (edge: number, offsetM: number) => on(edge % graph.edgeFrom.length, offsetM);
        const request = {
          graph,
          runner: {
            positions: [at(runner[0], runner[1] % 100)],
            leastMps: 5,
            mostMps: 20,
            mayReverse: runner[2],
          },
          units: units.map(([edge, offsetM, mostMps], id) =>
            unit(id, 0, { position: at(edge, offsetM % 100), mostMps }),
          ),
        };
        const result = planRoadblocks(request);
        expect(result.proven).toBe(true);
        expect(new Set(result.points.map((point) => point.unit)).size).toBe(result.points.length);
        for (const { spareS, cutsExits } of result.points) {
          expect(spareS).toBeGreaterThanOrEqual(5);
          expect(cutsExits.length).toBeGreaterThan(0);
        }
        const left = openExits(result);
        expect(result.outcome === "closed").toBe(left.length === 0);
        // The same moment again, with the plan in force, changes nothing.
        const again = planRoadblocks({ ...request, previous: result });
        expect(openExits(again).length).toBeLessThanOrEqual(left.length);
        const seats = ({ points }: RoadblockPlan) =>
          points.map((point) => `${point.unit}:${point.xM.toFixed(3)},${point.yM.toFixed(3)}`);
        const isAsGood =
          again.points.length === result.points.length && openExits(again).length === left.length;
        expect(seats(isAsGood ? again : result).toSorted()).toEqual(seats(result).toSorted());
      }),
      { numRuns: 400, seed: 11 },
    );
  });
});
