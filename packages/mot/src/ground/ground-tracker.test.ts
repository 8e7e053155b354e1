import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import { GroundTracker } from "./ground-tracker.ts";
import type { GroundObservation } from "./ground.ts";

const SIGMA_M = 0.15;

/** People two metres apart or more walk side by side; every camera sees most of them. */
function cycleAt(
  frame: number,
  random: () => number,
): { seen: GroundObservation[]; truth: number[] } {
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const seen: GroundObservation[] = [];
  const truth: number[] = [];
  for (const cameraId of ["a", "b", "c", "d"]) {
    for (let person = 0; person < 12; person++) {
      if (random() < 0.2) continue;
      const x = (person % 2 === 0 ? 1 : -1) * 1.2 * frame * 0.066 + SIGMA_M * gauss();
      const y = 3 * person + SIGMA_M * gauss();
      seen.push({ cameraId, positionM: [x, y], covarianceM2: [SIGMA_M ** 2, 0, SIGMA_M ** 2] });
      truth.push(person);
    }
  }
  return { seen, truth };
}

describe("GroundTracker", () => {
  it("makes one world track of each person, however many cameras see them", () => {
    const tracker = new GroundTracker();
    const random = seededRandom(4);
    const counts = new Set<number>();
    const owner = new Map<number, Set<number>>();
    for (let frame = 0; frame < 100; frame++) {
      const { seen, truth } = cycleAt(frame, random);
      const result = tracker.update({ timeMs: frame * 66, observations: seen });
      result.worldIds.forEach((worldId, i) => {
        if (worldId !== null) owner.set(worldId, (owner.get(worldId) ?? new Set()).add(truth[i]!));
      });
      counts.add(frame < 5 ? 12 : result.tracks.length);
    }
    expect(counts).toEqual(new Set([12]));
    const main = [...owner.values()];
    expect(main.every((people) => people.size === 1)).toBe(true);
    expect(tracker.update({ timeMs: 60_000, observations: [] }).ended.length).toBeGreaterThan(0);
  });

  it("learns the velocity and grows less sure while it sees nothing", () => {
    const tracker = new GroundTracker();
    const covarianceM2 = [0.01, 0, 0.01] as const;
    let result = tracker.update({ timeMs: 0, observations: [] });
    for (let f = 0; f < 40; f++) {
      const positionM = [f * 0.1, 2] as const;
      const observations = [{ cameraId: "a", positionM, covarianceM2 }];
      result = tracker.update({ timeMs: f * 100, observations });
    }
    expect(result.tracks[0]!.velocityMps[0]).toBeCloseTo(1, 1);
    const later = tracker.update({ timeMs: 4900, observations: [] }).tracks[0]!;
    expect(later.positionM[0]).toBeCloseTo(4.9, 0);
    expect(later.covarianceM2[0]).toBeGreaterThan(result.tracks[0]!.covarianceM2[0] * 5);
  });

  it("gives the same in arrays as in objects, in the same buffers every cycle", () => {
    const [plain, flat] = [new GroundTracker(), new GroundTracker()];
    const random = seededRandom(9);
    const buffers = new Set<Int32Array | Float64Array>();
    for (let frame = 0; frame < 50; frame++) {
      const { seen } = cycleAt(frame, random);
      const expected = plain.update({ timeMs: frame * 66, observations: seen });
      const result = flat.updateArrays({
        timeMs: frame * 66,
        count: seen.length,
        cameras: Int32Array.from(seen, ({ cameraId }) => cameraId.charCodeAt(0)),
        places: Float64Array.from(
          seen.flatMap(({ positionM, covarianceM2 }) => [...positionM, ...covarianceM2]),
        ),
      });
      const ids = Array.from(result.worldIds.subarray(0, seen.length), (id) => id || null);
      expect(ids).toEqual(expected.worldIds);
      const tracks = result.trackIds.subarray(0, result.trackCount).filter((id) => id > 0);
      expect([...tracks]).toEqual(expected.tracks.map(({ worldId }) => worldId));
      for (const buffer of [result.worldIds, result.trackIds, result.states]) buffers.add(buffer);
    }
    expect(buffers.size).toBe(3);
  });

  it("refuses places that are not finite", () => {
    const observations: GroundObservation[] = [
      { cameraId: "a", positionM: [Number.NaN, 0], covarianceM2: [1, 0, 1] },
    ];
    expect(() => new GroundTracker().update({ timeMs: 0, observations })).toThrow(RangeError);
  });
});
