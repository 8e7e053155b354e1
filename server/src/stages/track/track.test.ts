import { describe, expect, it } from "vitest";
import type { DetectedFrame, ObjectClass, PixelBox } from "../../model/index.ts";
import { createTrack } from "./track.ts";

function frame(
  captureTimeMs: number,
  boxes: readonly (readonly [PixelBox, ObjectClass?])[],
  more: Partial<DetectedFrame> = {},
): DetectedFrame {
  return {
    cameraId: "c1",
    captureTimeMs,
    size: { widthPx: 640, heightPx: 360 },
    frameIndex: 0,
    detector: "centernet",
    detections: boxes.map(([boxPx, objectClass = "person"]) => ({
      boxPx,
      score: 0.9,
      objectClass,
    })),
    stageMs: { decode: 0, motion: 0, detect: 0, describe: 0 },
    ...more,
  };
}

const walk = (step: number): PixelBox => [100 + 4 * step, 100, 140 + 4 * step, 200];

describe("track", () => {
  it("gives one uuid to one thing, marks its first report, and tells its end", () => {
    const stage = createTrack();
    const frames = Array.from({ length: 12 }, (_, i) => stage.track(frame(i * 200, [[walk(i)]])));
    const boxes = frames.flatMap((each) => each.boxes);
    expect(boxes.length).toBeGreaterThan(8);
    expect(new Set(boxes.map((box) => box.trackId)).size).toBe(1);
    expect(boxes.filter((box) => box.isNew)).toEqual([boxes[0]]);
    let ended: readonly string[] = [];
    for (let i = 12; ended.length === 0 && i < 200; i++) {
      ended = stage.track(frame(i * 200, [])).endedTrackIds;
    }
    expect(ended).toEqual([boxes[0]?.trackId]);
  });

  it("calls a dog a dog although it is once taken for a cat", () => {
    const stage = createTrack();
    const classes = Array.from({ length: 14 }, (_, i) =>
      stage.track(frame(i * 200, [[walk(i), i === 6 ? "cat" : "dog"]])),
    ).flatMap((each) => each.boxes);
    expect(new Set(classes.map((box) => box.trackId)).size).toBe(1);
    expect(classes.at(-1)?.trackClass).toBe("dog");
    expect(classes.every((box) => box.trackClass === "dog")).toBe(true);
  });

  it("keeps cameras apart", () => {
    const stage = createTrack();
    const ids = ["c1", "c2"].flatMap((cameraId) =>
      Array.from({ length: 5 }, (_, i) =>
        stage.track(frame(i * 200, [[walk(i)]], { cameraId })),
      ).flatMap((each) => each.boxes.map((box) => box.trackId)),
    );
    expect(new Set(ids).size).toBe(2);
    expect(stage.stats().cameras).toBe(2);
  });

  it("keeps a track over a long still time that the motion gate held back", () => {
    const stage = createTrack();
    const before = Array.from({ length: 6 }, (_, i) => stage.track(frame(i * 200, [[walk(5)]])));
    const held = Array.from({ length: 300 }, (_, i) =>
      stage.track(frame(1200 + i * 200, [], { detector: "none" })),
    );
    expect(
      held.every(({ boxes, endedTrackIds }) => boxes.length + endedTrackIds.length === 0),
    ).toBe(true);
    const after = stage.track(frame(61_200, [[walk(5)]]));
    expect(after.boxes[0]?.trackId).toBe(before.at(-1)?.boxes[0]?.trackId);
  });

  it("ends its tracks when the picture changes size or the camera goes", () => {
    const stage = createTrack();
    const first = Array.from({ length: 5 }, (_, i) => stage.track(frame(i * 200, [[walk(i)]])));
    const id = first.at(-1)!.boxes[0]!.trackId;
    const size = { widthPx: 1280, heightPx: 720 };
    expect(stage.track(frame(1200, [], { size })).endedTrackIds).toEqual([id]);
    for (let i = 0; i < 5; i++) stage.track(frame(1400 + i * 200, [[walk(i)]], { size }));
    expect(stage.reset("c1")).toHaveLength(1);
    expect(stage.reset("c1")).toEqual([]);
  });
});
