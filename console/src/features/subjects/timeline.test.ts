import { expect, test } from "vitest";

import { timelineOf } from "./timeline.ts";

const track = (code: string, fromS: number, toS: number) => ({
  track_id: `${code}-${fromS}`,
  camera: { camera_id: code, code, name: code },
  object_class: "person",
  started_at: new Date(fromS * 1000).toISOString(),
  ended_at: new Date(toS * 1000).toISOString(),
  observation_count: 1,
});

test("timelineOf gives each camera a lane, the last one first, on one axis", () => {
  const timeline = timelineOf([track("b", 150, 200), track("a", 120, 160), track("b", 100, 110)]);
  expect([timeline.fromMs, timeline.toMs]).toEqual([100_000, 200_000]);
  expect(timeline.lanes.map((lane) => lane.camera.code)).toEqual(["b", "a"]);
  expect(timeline.lanes[0]?.bars).toMatchObject([
    { from: 0.5, width: 0.5 },
    { from: 0, width: 0.1 },
  ]);
});

test("timelineOf holds a single moment", () => {
  const timeline = timelineOf([track("a", 5, 5)]);
  expect(timeline.lanes[0]?.bars).toMatchObject([{ from: 0, width: 0 }]);
});
