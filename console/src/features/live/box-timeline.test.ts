import { describe, expect, test } from "vitest";

import type { LiveBox, TrackFrame } from "../../app/track-feed.ts";
import { boxesAt } from "./box-timeline.ts";

const box = (track: string, x: number): LiveBox => ({
  track_id: track,
  subject_id: null,
  global_id: null,
  object_class: "person",
  score: 0.9,
  box_px: [x, 0, x + 10, 20],
  position_m: null,
  subject_position_m: null,
  zone_ids: [],
});
const frame = (timeMs: number, ...boxes: LiveBox[]): TrackFrame => ({
  camera_id: "id",
  camera_code: "c1",
  floor_id: null,
  capture_time_ms: timeMs,
  size_px: [640, 360],
  boxes,
  ended_track_ids: [],
});

describe("boxesAt", () => {
  test("is empty before the first detection and without any", () => {
    expect(boxesAt([], 1000)).toEqual([]);
    expect(boxesAt([frame(1000, box("a", 0))], 999)).toEqual([]);
  });

  test("moves a box in a straight line between two detections", () => {
    const frames = [frame(1000, box("a", 0)), frame(1400, box("a", 40))];
    expect(boxesAt(frames, 1100)[0]?.box_px).toEqual([10, 0, 20, 20]);
    expect(boxesAt(frames, 1000)[0]?.box_px).toEqual([0, 0, 10, 20]);
  });

  test("uses the frames around the moment, not the newest", () => {
    const frames = [0, 1, 2, 3].map((n) => frame(1000 + n * 300, box("a", n * 30)));
    expect(boxesAt(frames, 1450)[0]?.box_px[0]).toBe(45);
  });

  test("carries a box on shortly past the newest detection, then lets it fade", () => {
    const frames = [frame(1000, box("a", 0)), frame(1400, box("a", 40))];
    expect(boxesAt(frames, 1600)[0]).toMatchObject({ box_px: [60, 0, 70, 20], opacity: 1 });
    const late = boxesAt(frames, 2400)[0];
    expect(late?.box_px[0]).toBe(80);
    expect(late?.opacity).toBeGreaterThan(0);
    expect(late?.opacity).toBeLessThan(1);
    expect(boxesAt(frames, 3000)).toEqual([]);
  });

  test("fades a box that the next frame no longer has", () => {
    const frames = [frame(1000, box("a", 0), box("b", 100)), frame(1400, box("a", 40))];
    const gone = boxesAt(frames, 1300).find((timed) => timed.box.track_id === "b");
    expect(gone?.opacity).toBeCloseTo(0.25);
  });
});
