import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { TrackFrame } from "../../app/track-feed.ts";
import { PLAN_DELAY_MS, PlanMotion, positionAt } from "./plan-motion.ts";

const frame = (timeMs: number, x: number, over: Partial<TrackFrame> = {}): TrackFrame => ({
  camera_id: "id",
  camera_code: "c1",
  floor_id: "floor",
  capture_time_ms: timeMs,
  size_px: null,
  boxes: [
    {
      track_id: "7",
      subject_id: null,
      global_id: null,
      object_class: "person",
      score: 1,
      box_px: [0, 0, 1, 1],
      position_m: [x, 2],
      subject_position_m: null,
      zone_ids: [],
    },
  ],
  ended_track_ids: [],
  ...over,
});

describe("positionAt", () => {
  test("holds the ends and moves evenly between points", () => {
    const points = [
      { timeMs: 0, pointM: [0, 0] as [number, number] },
      { timeMs: 100, pointM: [10, 20] as [number, number] },
    ];
    expect(positionAt(points, -5)).toEqual([0, 0]);
    expect(positionAt(points, 25)).toEqual([2.5, 5]);
    expect(positionAt(points, 500)).toEqual([10, 20]);
    expect(positionAt([], 0)).toBeUndefined();
  });

  test("never leaves the span of its points", () => {
    const point = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), fc.integer({ max: 9999 }), (steps, at) => {
        let timeMs = 0;
        const points = steps.map(([stepMs, x]) => {
          timeMs += stepMs;
          return { timeMs, pointM: [x, 0] as [number, number] };
        });
        const xs = points.map((p) => p.pointM[0]);
        const x = positionAt(points, at)?.[0] ?? Number.NaN;
        return x >= Math.min(...xs) && x <= Math.max(...xs);
      }),
    );
  });
});

describe("PlanMotion", () => {
  test("moves a dot between two frames, on the capture clock", () => {
    const motion = new PlanMotion();
    motion.add(frame(1000, 0), 51_200);
    motion.add(frame(2000, 10), 52_250);
    const [dot] = motion.dotsAt("floor", 51_200 + 500 + PLAN_DELAY_MS);
    expect(dot?.positionM).toEqual([5, 2]);
    expect(dot?.trailM).toEqual([
      [0, 2],
      [5, 2],
    ]);
  });

  test("keeps floors apart and forgets what is gone", () => {
    const motion = new PlanMotion();
    motion.add(frame(1000, 0), 1000);
    expect(motion.dotsAt("other", 1600)).toEqual([]);
    expect(motion.dotsAt("floor", 1600)).toHaveLength(1);
    expect(motion.dotsAt("floor", 60_000)).toEqual([]);
    expect(motion.dotsAt("floor", 1600)).toEqual([]);
  });

  test("shows one dot for a subject that two cameras see, where the subject is", () => {
    const motion = new PlanMotion();
    const seen = (camera: string, timeMs: number, subjectId: string | null) => {
      const [box] = frame(timeMs, 4).boxes;
      const known = { subject_id: subjectId, global_id: subjectId, track_id: camera };
      motion.add(
        frame(timeMs, 4, {
          camera_code: camera,
          boxes: [{ ...box!, ...known, subject_position_m: subjectId === null ? null : [5, 5] }],
        }),
        timeMs,
      );
    };
    seen("north", 1000, null);
    expect(motion.dotsAt("floor", 1600)).toMatchObject([{ key: "north", positionM: [4, 2] }]);
    seen("north", 1100, "her");
    seen("south", 1150, "her");
    const dots = motion.dotsAt("floor", 1150 + PLAN_DELAY_MS);
    expect(dots).toMatchObject([{ key: "her", positionM: [5, 5], who: { track_id: "south" } }]);
  });

  test("ignores frames without a floor or a position", () => {
    const motion = new PlanMotion();
    motion.add(frame(1000, 0, { floor_id: null }), 1000);
    expect(motion.dotsAt("floor", 1600)).toEqual([]);
  });
});
