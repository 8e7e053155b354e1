import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import { QuadraticGround } from "../testing/quadratic-ground.ts";
import { GroundTracker } from "./ground-tracker.ts";
import type { GroundObservation } from "./ground.ts";

/** A crowd so close that most observations are contested; random numbers leave no ties. */
const cycles = fc
  .record({
    seed: fc.integer(),
    counts: fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.nat(14)), { maxLength: 12 }),
  })
  .map(({ seed, counts }) => {
    const random = seededRandom(seed);
    return counts.map(([dtMs, count]) => ({
      dtMs,
      observations: Array.from({ length: count }, () => observationOf(random)),
    }));
  });

function observationOf(random: () => number): GroundObservation {
  const variance = 0.001 + 0.3 * random();
  return {
    cameraId: "abc"[Math.floor(3 * random())]!,
    positionM: [6 * random(), 6 * random()],
    covarianceM2: [variance, variance * (1.8 * random() - 0.9), variance],
  };
}

function run(list: readonly { dtMs: number; observations: GroundObservation[] }[]) {
  const tracker = new GroundTracker();
  let timeMs = 0;
  return list.map(({ dtMs, observations }) => {
    timeMs += dtMs;
    return tracker.update({ timeMs, observations });
  });
}

describe("GroundTracker", () => {
  it("gives what the quadratic search gives", () => {
    fc.assert(
      fc.property(cycles, (list) => {
        const reference = new QuadraticGround();
        let timeMs = 0;
        const expected = list.map(({ dtMs, observations }) => {
          timeMs += dtMs;
          return reference.update(timeMs, observations);
        });
        expect(run(list).map(({ worldIds }) => worldIds)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("does not mind the order of the observations", () => {
    fc.assert(
      fc.property(cycles, fc.infiniteStream(fc.nat()), (list, keys) => {
        const shuffled = list.map((cycle) => {
          const order = cycle.observations
            .map((_, i) => ({ i, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ i }) => i);
          return { cycle, order };
        });
        const straight = run(list);
        const mixed = run(
          shuffled.map(({ cycle, order }) => ({
            dtMs: cycle.dtMs,
            observations: order.map((i) => cycle.observations[i]!),
          })),
        );
        mixed.forEach((result, n) => {
          expect(result.tracks).toEqual(straight[n]!.tracks);
          expect(result.worldIds).toEqual(shuffled[n]!.order.map((i) => straight[n]!.worldIds[i]));
        });
      }),
    );
  });

  it("accounts for every number: none twice in one camera, none after its end", () => {
    fc.assert(
      fc.property(cycles, (list) => {
        const gone = new Set<number>();
        run(list).forEach(({ worldIds, tracks, ended }, n) => {
          for (const id of ended) gone.add(id);
          const alive = new Set(tracks.map(({ worldId }) => worldId));
          expect(alive.size).toBe(tracks.length);
          expect([...alive].some((id) => gone.has(id))).toBe(false);
          const seen = worldIds.flatMap((id, i) =>
            id === null ? [] : [`${list[n]!.observations[i]!.cameraId} ${id}`],
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect(worldIds.every((id) => id === null || alive.has(id))).toBe(true);
          for (const track of tracks) {
            expect([...track.positionM, ...track.covarianceM2].every(Number.isFinite)).toBe(true);
          }
        });
      }),
    );
  });
});
