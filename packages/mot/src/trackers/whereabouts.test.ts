import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";

import { createTracker, TRACKER_NAMES } from "../create-tracker.ts";
import { walkingScene } from "../testing/scene.ts";
import type { CameraMotion, Detection, TrackerArrays } from "../tracker.ts";

const person = (x: number, y = 100, extra: Partial<Detection> = {}): Detection => ({
  box: [x, y, x + 40, y + 100],
  score: 0.9,
  ...extra,
});

describe("whereabouts", () => {
  it("keeps identities through a crowd with a sixth of the detections missing", () => {
    const scene = walkingScene({ frames: 300, things: 15, missing: 1 / 6, seed: 3 });
    const tracker = createTracker();
    const owners = new Map<number, Set<number>>();
    for (const frame of scene) {
      tracker.update(frame).tracks.forEach(({ trackId }, i) => {
        if (trackId === null) return;
        const seen = owners.get(trackId) ?? new Set();
        owners.set(trackId, seen.add(frame.truth[i]!));
      });
    }
    expect(owners.size).toBeLessThanOrEqual(17);
    const mixed = [...owners.values()].filter((truths) => truths.size > 1);
    expect(mixed.length).toBeLessThanOrEqual(2);
  });

  it("predicts a hidden walker credibly and takes them back under the same number", () => {
    const tracker = createTracker();
    const standing = person(260, 110, { box: [250, 90, 310, 220] });
    for (let f = 0; f < 40; f++) {
      tracker.update({ timeMs: f * 40, boxes: [person(60 + 4 * f), standing] });
    }
    const hidden = tracker.update({ timeMs: 41 * 40, boxes: [standing] });
    expect(hidden.coasting).toHaveLength(1);
    expect(hidden.coasting[0]!.isCredible).toBe(true);
    expect(hidden.coasting[0]!.box[0]).toBeGreaterThan(215);
    for (let f = 42; f < 60; f++) tracker.update({ timeMs: f * 40, boxes: [standing] });
    const back = tracker.update({ timeMs: 60 * 40, boxes: [standing, person(300)] });
    expect(back.tracks[1]!.trackId).toBe(hidden.coasting[0]!.trackId);
  });

  it("follows things that stand still while the camera pans", () => {
    const pan = (dx: number): CameraMotion => [1, 0, dx, 0, 1, 0];
    const ids = (withMotion: boolean): Set<number | null> => {
      const tracker = createTracker();
      const seen = new Set<number | null>();
      for (let f = 0; f < 12; f++) {
        const frame = { timeMs: f * 100, boxes: [person(900 - 75 * f), person(1000 - 75 * f)] };
        const { tracks } = tracker.update(
          withMotion && f > 0 ? { ...frame, cameraMotion: pan(-75) } : frame,
        );
        tracks.forEach(({ trackId }) => seen.add(trackId));
      }
      return seen;
    };
    expect(ids(true)).toEqual(new Set([1, 2]));
    expect(ids(false).size).toBeGreaterThan(2);
  });

  it("refuses a camera motion that flattens the picture", () => {
    const tracker = createTracker();
    const frame = { timeMs: 0, boxes: [], cameraMotion: [0, 0, 0, 0, 0, 0] as CameraMotion };
    expect(() => tracker.update(frame)).toThrow(RangeError);
  });

  it("tells two people in one place apart by their appearance", () => {
    const red = new Float32Array([1, 0, 0]);
    const blue = new Float32Array([0, 0, 1]);
    const tracker = createTracker();
    for (let f = 0; f < 10; f++) {
      tracker.update({
        timeMs: f * 40,
        boxes: [person(100, 100, { appearance: red }), person(140, 100, { appearance: blue })],
      });
    }
    const swapped = tracker.update({
      timeMs: 400,
      boxes: [person(115, 100, { appearance: blue }), person(125, 100, { appearance: red })],
    });
    expect(swapped.tracks.map(({ trackId }) => trackId)).toEqual([2, 1]);
  });

  it("keeps no more tracks over a day than there are things", () => {
    const tracker = createTracker();
    const scene = walkingScene({ frames: 200, things: 20, missing: 0.1, frameMs: 333 });
    let most = 0;
    for (let round = 0; round < 20; round++) {
      for (const { boxes, timeMs } of scene) {
        tracker.update({ boxes, timeMs: timeMs + round * 70_000 });
        most = Math.max(most, tracker.trackCount);
      }
    }
    expect(most).toBeLessThan(60);
  });
});

describe.each(TRACKER_NAMES)("%s in the steady state", (name) => {
  // V8 boxes numbers handed to functions that it does not inline, 12 bytes each and gone with the
  // next scavenge; an object per box and candidate would be kilobytes.
  it("allocates no objects per box", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const frames = walkingScene({ frames: 200, things: 30, frameMs: 8 }).map(
      ({ timeMs, boxes }): TrackerArrays => ({
        timeMs,
        count: boxes.length,
        boxes: Float64Array.from(boxes.flatMap(({ box }) => box)),
        scores: Float64Array.from(boxes, ({ score }) => score),
      }),
    );
    const tracker = createTracker({ tracker: name });
    let round = 0;
    const play = (): void => {
      for (const frame of frames) {
        tracker.updateArrays({ ...frame, timeMs: frame.timeMs + round * 1600 });
      }
      round++;
    };
    for (let i = 0; i < 12; i++) play();
    const perBox = Array.from({ length: 5 }, () => {
      collect();
      const before = process.memoryUsage().heapUsed;
      play();
      return (process.memoryUsage().heapUsed - before) / (200 * 30);
    });
    expect(perBox.toSorted((a, b) => a - b)[1]).toBeLessThan(320);
  });
});
