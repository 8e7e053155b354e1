import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import { IdentityWorld } from "../testing/identity-world.ts";
import { IdentityResolver } from "./index.ts";
import type { CameraCycle, IdentityDecision, IdentityOptions, Sighting } from "./index.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const near = fc.double({ min: -6, max: 6, noNaN: true });

/** Anything finite that a camera could say, often absurd. */
const anySighting = fc.record(
  {
    trackKey: fc.constantFrom("1", "2", "3", "4", "5"),
    classId: fc.nat(2),
    boxPx: fc.tuple(near, near, near, near),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    positionM: fc.tuple(fc.oneof(near, finite), near),
    covarianceM2: fc.tuple(fc.oneof(near, finite), near, near),
    appearance: fc
      .array(fc.float({ noNaN: true }), { minLength: 3, maxLength: 4 })
      .map((v) => Float32Array.from(v)),
    quality: fc.oneof(near, finite),
  },
  { requiredKeys: ["trackKey", "classId", "boxPx", "score"] },
);
const anyCycles = fc.array(
  fc.record({
    cameraKey: fc.constantFrom("a", "b", "c"),
    planeKey: fc.constantFrom("p", "p", null, "q"),
    stepMs: fc.integer({ min: -500, max: 4000 }),
    sightings: fc.array(anySighting, { maxLength: 4 }),
    ended: fc.array(fc.constantFrom("1", "2", "3", "4", "5"), { maxLength: 2 }),
  }),
  { maxLength: 30 },
);
/** Always the same worlds: a failure repeats, and the suite takes a second. */
const SEED = 7;
const RUNS = { numRuns: 8, seed: SEED };
const LIMITS = { subjectsMax: 4, tracksMax: 8, pairsMax: 3, camerasMax: 2, travelPairsMax: 3 };

function resolverOf(options: Partial<IdentityOptions> = {}): IdentityResolver {
  return new IdentityResolver({ subjectKeyOf: (count) => `S${count}`, ...options });
}

function worldCycles(seed: number, frames = 40): CameraCycle[] {
  const cameras = (["a", "b"] as const).map((key, i) => ({
    key,
    viewM: [3 * i, 0, 3 * i + 6, 6] as const,
    isCalibrated: seed % 3 !== 0,
  }));
  const options = { seed, people: 5, durationMs: frames * 250, frameMs: 250, cameras };
  return [...new IdentityWorld({ ...options, sizeM: [9, 6], dimensions: 8 }).cycles()];
}

function run(cycles: readonly CameraCycle[]): IdentityDecision[] {
  const resolver = resolverOf();
  return cycles.flatMap((cycle) => [...resolver.observe(cycle)]);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

describe("IdentityResolver", () => {
  it("does not mind how the sightings of a cycle are listed", () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const cycles = worldCycles(seed);
        const random = seededRandom(seed);
        const mixed = cycles.map((cycle) => ({
          ...cycle,
          sightings: shuffled<Sighting>(cycle.sightings, random),
          endedTrackKeys: shuffled(cycle.endedTrackKeys, random),
        }));
        expect(run(mixed)).toEqual(run(cycles));
      }),
      RUNS,
    );
  });

  it("does not mind the epoch", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: -1e12, max: 1e13 }), (seed, epochMs) => {
        const cycles = worldCycles(seed);
        const moved = cycles.map((cycle) => ({ ...cycle, timeMs: cycle.timeMs + epochMs }));
        const back = run(moved).map((one) => ({ ...one, timeMs: one.timeMs - epochMs }));
        expect(back).toEqual(run(cycles));
      }),
      RUNS,
    );
  });

  it("never holds two tracks of one camera for one subject at one time", () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const resolver = resolverOf();
        for (const cycle of worldCycles(seed, 80)) {
          resolver.observe(cycle);
          const named = cycle.sightings.flatMap(({ trackKey }) => {
            const key = resolver.subjectOf(trackKey);
            return key === undefined ? [] : [key];
          });
          expect(new Set(named).size).toBe(named.length);
        }
      }),
      RUNS,
    );
  });

  it("says nothing but numbers, keeps its limits and never reuses a name", () => {
    fc.assert(
      fc.property(anyCycles, (list) => {
        const resolver = resolverOf({ ...LIMITS, exemplarsMax: 2 });
        const classes = new Map<string, number>();
        let timeMs = 0;
        for (const { stepMs, ended, ...cycle } of list) {
          timeMs += stepMs;
          const { cameraKey } = cycle;
          const sightings = cycle.sightings.map((one) => ({
            ...one,
            trackKey: `${cameraKey}${one.trackKey}`,
          }));
          const endedTrackKeys = ended.map((key) => `${cameraKey}${key}`);
          for (const one of resolver.observe({ ...cycle, timeMs, sightings, endedTrackKeys })) {
            expect(numbersIn(one).every(Number.isFinite)).toBe(true);
            expect(one.score).toBeGreaterThanOrEqual(0);
            expect(one.score).toBeLessThanOrEqual(1);
            expect(one.evidence.runnersUp.length).toBeLessThanOrEqual(5);
            const { classId } = resolver.remembered(one.subjectKey) ?? {};
            if (classId === undefined) continue;
            expect(classes.get(one.subjectKey) ?? classId).toBe(classId);
            classes.set(one.subjectKey, classId);
          }
          const stats = resolver.stats();
          expect(stats.subjects).toBeLessThanOrEqual(LIMITS.subjectsMax + stats.liveTracks);
          expect(stats.liveTracks + stats.endedTracks).toBeLessThanOrEqual(LIMITS.tracksMax);
          expect(stats.pairs).toBeLessThanOrEqual(LIMITS.pairsMax);
          expect(stats.cameras).toBeLessThanOrEqual(LIMITS.camerasMax);
          expect(stats.travelPairs).toBeLessThanOrEqual(LIMITS.travelPairsMax);
          expect(stats.exemplars).toBeLessThanOrEqual(2 * stats.subjects);
        }
      }),
      { numRuns: 100, seed: SEED },
    );
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersIn);
}
