import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { buildRoadGraph, type RoadPosition } from "../roads/index.ts";
import { RoadMatcher } from "./index.ts";
import { drive, normal } from "./testing.ts";

/** Two parallel roads 30 m apart, joined at both ends; edges 0/1 below, 2/3 above, 4/5 and 6/7. */
const PARALLEL = buildRoadGraph(
  [
    { xM: 0, yM: 0 },
    { xM: 1000, yM: 0 },
    { xM: 0, yM: 30 },
    { xM: 1000, yM: 30 },
  ],
  [
    { from: 0, to: 1, speedMps: 14, bothWays: true },
    { from: 2, to: 3, speedMps: 14, bothWays: true },
    { from: 0, to: 2, speedMps: 14, bothWays: true },
    { from: 1, to: 3, speedMps: 14, bothWays: true },
  ],
);

function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Matches one fix a second. */
function run(points: readonly (readonly [number, number])[]): (RoadPosition | null)[] {
  const matcher = new RoadMatcher(PARALLEL);
  return points.map(([x, y], second) => matcher.match("v", x, y, second * 1000));
}

const edges = (positions: readonly (RoadPosition | null)[]): number[] =>
  positions.map((position) => position?.edge ?? -1);

describe("RoadMatcher", () => {
  it.each([5, 10])("stays on one of two parallel roads at %d m of noise", (noiseM) => {
    const random = stream(noiseM);
    const points = Array.from(
      { length: 60 },
      (_, second) =>
        [100 + 13 * second + noiseM * normal(random), noiseM * normal(random)] as const,
    );
    const right = edges(run(points).slice(5)).filter((edge) => edge === 0).length;
    expect(right / 55).toBeGreaterThan(0.94);
  });

  it("knows no direction from one fix and says so, and the direction after a few", () => {
    const positions = run([
      [200, 1],
      [214, -2],
      [229, 0],
      [243, 2],
    ]);
    expect(positions[0]!.confidence).toBeLessThan(0.51);
    expect(positions[3]).toMatchObject({ edge: 0, offsetM: 243 });
    expect(positions[3]!.confidence).toBeGreaterThan(0.9);
  });

  it("follows a turn round in the middle of a road", () => {
    const xs = [...Array.from({ length: 20 }, (_, i) => 100 + 14 * i)];
    const back = xs.toReversed();
    const positions = run([...xs, ...back].map((x) => [x, 0] as const));
    expect(positions[18]!.edge).toBe(0);
    expect(positions.at(-1)!.edge).toBe(1);
    expect(edges(positions.slice(-10))).not.toContain(0);
  });

  it("keeps the direction through a gap of half a minute, and begins anew after a long one", () => {
    const matcher = new RoadMatcher(PARALLEL);
    for (let second = 0; second < 6; second++)
      matcher.match("v", 50 + 14 * second, 0, second * 1000);
    expect(matcher.match("v", 120 + 14 * 30, 1, 35_000)).toMatchObject({ edge: 0 });
    expect(matcher.stats().restarts).toBe(0);
    expect(matcher.match("v", 130 + 14 * 31, 1, 200_000)!.confidence).toBeLessThan(0.6);
    expect(matcher.stats().restarts).toBe(1);
  });

  it("begins anew where a vehicle cannot have come from", () => {
    const matcher = new RoadMatcher(PARALLEL);
    for (let second = 0; second < 6; second++) matcher.match("v", 14 * second, 0, second * 1000);
    const landed = matcher.match("v", 900, 30, 6000);
    expect([2, 3]).toContain(landed?.edge);
    expect(landed!.confidence).toBeLessThan(0.6);
    expect(matcher.stats().restarts).toBe(1);
  });

  it("answers null off the roads, for late fixes and for numbers that are none", () => {
    const matcher = new RoadMatcher(PARALLEL);
    expect(matcher.match("v", 100, 0, 1000)).not.toBeNull();
    expect(matcher.match("v", 100, 400, 2000)).toBeNull();
    expect(matcher.match("v", NaN, 0, 3000)).toBeNull();
    expect(matcher.match("v", 100, 0, 500)).toBeNull();
    expect(matcher.stats()).toMatchObject({ vehicles: 1, late: 1 });
  });

  it("remembers no more vehicles than it may, the most recently heard", () => {
    const matcher = new RoadMatcher(PARALLEL, { vehiclesMax: 2 });
    for (const key of ["a", "b", "a", "c"]) matcher.match(key, 100, 0, 1000);
    expect(matcher.stats()).toMatchObject({ vehicles: 2, forgotten: 1 });
  });

  it("always answers a place on an edge with a probability", () => {
    const coordinate = fc.double({ min: -100, max: 1100, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 30 }), (points) => {
        for (const position of run(points)) {
          if (position === null) continue;
          expect(position.offsetM).toBeGreaterThanOrEqual(0);
          expect(position.offsetM).toBeLessThanOrEqual(PARALLEL.edgeLengthM[position.edge]! + 1e-9);
          expect(position.confidence).toBeGreaterThan(0);
          expect(position.confidence).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("matches a drive without noise to the edges driven", () => {
    const driven = drive(PARALLEL, 120, stream(3));
    const found = edges(run(driven.map(({ xM, yM }) => [xM, yM] as const)));
    const right = driven.filter(({ edge }, second) => second > 3 && found[second] === edge).length;
    expect(right).toBeGreaterThan(110);
  });
});
