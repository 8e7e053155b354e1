import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createTracker, TRACKER_NAMES } from "../create-tracker.ts";
import { digestOf, walkingScene } from "../testing/scene.ts";
import type { Box, Detection, TrackerArrays, TrackerFrame, TrackerName } from "../tracker.ts";

const walker = (x: number, y = 100): Detection => ({ box: [x, y, x + 40, y + 100], score: 0.9 });

/** A golden run of each tracker: change it only together with the behaviour, and say why. */
const GOLDEN: Readonly<Record<TrackerName, string>> = {
  whereabouts: "d7546a60",
  bytetrack: "c38bf483",
  ocsort: "396203ba",
  cbiou: "beb446b1",
  sort: "330a6fd6",
};

const anyBox = fc
  .tuple(
    fc.double({ min: -2000, max: 2000, noNaN: true }),
    fc.double({ min: -2000, max: 2000, noNaN: true }),
    fc.double({ min: 0.01, max: 500, noNaN: true }),
    fc.double({ min: 0.01, max: 500, noNaN: true }),
  )
  .map(([x, y, width, height]): Box => [x, y, x + width, y + height]);
const anyDetection = fc.record({
  box: anyBox,
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  classId: fc.nat(2),
});
const anyFrames = fc
  .array(fc.tuple(fc.nat(3000), fc.array(anyDetection, { maxLength: 12 })), { maxLength: 12 })
  .map((steps): TrackerFrame[] => {
    let timeMs = 0;
    return steps.map(([stepMs, boxes]) => ({ timeMs: (timeMs += stepMs), boxes }));
  });
/** Values that are finite and nothing else. */
const hostileBox = fc
  .tuple(fc.double(), fc.double(), fc.double(), fc.double())
  .map((sides): Box => sides);

function follow(name: TrackerName, frames: readonly TrackerFrame[]) {
  const tracker = createTracker({ tracker: name });
  return frames.map((frame) => tracker.update(frame));
}

describe.each(TRACKER_NAMES)("%s", (name) => {
  it("numbers tracks from 1 and keeps two walkers apart", () => {
    const results = follow(
      name,
      Array.from({ length: 20 }, (_, f) => ({
        timeMs: f * 40,
        boxes: [walker(100 + 3 * f), walker(600 - 3 * f)],
      })),
    );
    const ids = results.slice(5).map(({ tracks }) => tracks.map(({ trackId }) => trackId));
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(ids[0]!.toSorted()).toEqual([1, 2]);
  });

  it("answers in input order and reports each number as new exactly once", () => {
    const scene = walkingScene({ frames: 60, things: 12, missing: 0.1 });
    const fresh: number[] = [];
    const known = new Set<number>();
    follow(name, scene).forEach(({ tracks }, f) => {
      expect(tracks).toHaveLength(scene[f]!.boxes.length);
      for (const { trackId, isNew } of tracks) {
        if (trackId === null) continue;
        expect(isNew).toBe(!known.has(trackId));
        if (isNew) fresh.push(trackId);
        known.add(trackId);
      }
    });
    expect(fresh.toSorted((a, b) => a - b)).toEqual(fresh.map((_, i) => i + 1));
  });

  it("ends a track once, after a gap, and never uses its number again", () => {
    const tracker = createTracker({ tracker: name });
    for (let f = 0; f < 10; f++) tracker.update({ timeMs: f * 40, boxes: [walker(100)] });
    expect(tracker.update({ timeMs: 60_000, boxes: [] }).ended).toEqual([1]);
    expect(tracker.trackCount).toBe(0);
    let last: number | null = null;
    for (let f = 0; f < 10; f++) {
      const { tracks, ended } = tracker.update({ timeMs: 61_000 + f * 40, boxes: [walker(100)] });
      expect(ended).toEqual([]);
      last = tracks[0]!.trackId;
    }
    expect(last).toBe(2);
  });

  it("follows a slow walker at 2 frames per second", () => {
    const frames = Array.from({ length: 12 }, (_, f) => ({
      timeMs: f * 500,
      boxes: [walker(100 + 6 * f)],
    }));
    const ids = follow(name, frames).map(({ tracks }) => tracks[0]!.trackId);
    expect(new Set(ids.slice(3))).toEqual(new Set([1]));
  });

  it("leaves unusable boxes without a track", () => {
    const boxes: Detection[] = [
      { box: [Number.NaN, 0, 10, 10], score: 0.9 },
      { box: [10, 10, 5, 20], score: 0.9 },
      { box: [0, 0, Number.POSITIVE_INFINITY, 10], score: 0.9 },
      { box: [0, 0, 40, 100], score: Number.NaN },
    ];
    const { tracks } = follow(name, [{ timeMs: 0, boxes }])[0]!;
    expect(tracks.map(({ trackId }) => trackId)).toEqual([null, null, null, null]);
  });

  it("never mixes classes outside a group and votes inside one", () => {
    const tracker = createTracker({ tracker: name, classGroups: [[15, 16]] });
    const ids = new Set<number | null>();
    let voted = -1;
    for (let f = 0; f < 12; f++) {
      const classId = f === 7 ? 15 : 16;
      const { tracks } = tracker.update({
        timeMs: f * 40,
        boxes: [
          { ...walker(100), classId },
          { ...walker(102), classId: 0 },
        ],
      });
      if (f < 4) continue;
      ids.add(tracks[0]!.trackId);
      expect(tracks[1]!.trackId).not.toBe(tracks[0]!.trackId);
      voted = tracks[0]!.classId;
    }
    expect(ids.size).toBe(1);
    expect(voted).toBe(16);
  });

  it("changes neither its input nor what arrays say of the same frames", () => {
    const scene = walkingScene({ frames: 40, things: 20, missing: 0.2 });
    const objects = createTracker({ tracker: name });
    const arrays = createTracker({ tracker: name });
    for (const frame of scene) {
      const before = JSON.stringify(frame);
      const expected = objects.update(frame);
      expect(JSON.stringify(frame)).toBe(before);
      const result = arrays.updateArrays(asArrays(frame));
      expect([...result.trackIds.subarray(0, result.count)]).toEqual(
        expected.tracks.map(({ trackId }) => trackId ?? 0),
      );
      expect([...result.boxes.subarray(0, result.count * 4)]).toEqual(
        expected.tracks.flatMap(({ box }) => box),
      );
      expect([...result.ended.subarray(0, result.endedCount)]).toEqual(expected.ended);
    }
  });

  it("ends everything on reset and numbers on", () => {
    const tracker = createTracker({ tracker: name });
    for (let f = 0; f < 5; f++) tracker.update({ timeMs: f * 40, boxes: [walker(0), walker(300)] });
    expect(tracker.reset()).toEqual([1, 2]);
    expect(tracker.trackCount).toBe(0);
    let ids: (number | null)[] = [];
    for (let f = 0; f < 5; f++) {
      ids = tracker.update({ timeMs: f * 40, boxes: [walker(0)] }).tracks.map((t) => t.trackId);
    }
    expect(ids).toEqual([3]);
  });

  it("refuses a time that is not finite and stands still when time runs backwards", () => {
    const tracker = createTracker({ tracker: name });
    expect(() => tracker.update({ timeMs: Number.NaN, boxes: [] })).toThrow(RangeError);
    for (let f = 0; f < 6; f++) tracker.update({ timeMs: f * 40, boxes: [walker(50)] });
    expect(tracker.update({ timeMs: -1e9, boxes: [walker(50)] }).tracks[0]!.trackId).toBe(1);
  });

  it("does not care how detections are listed", () => {
    fc.assert(
      fc.property(anyFrames, fc.integer(), (frames, seed) => {
        const shuffled = frames.map((frame) => shuffle(frame, seed));
        const plain = follow(name, frames).map((result, f) =>
          byDetection(frames[f]!, result.tracks),
        );
        const mixed = follow(name, shuffled).map((result, f) =>
          byDetection(shuffled[f]!, result.tracks),
        );
        expect(mixed).toEqual(plain);
      }),
      { numRuns: 25 },
    );
  });

  it("does not care when time begins", () => {
    fc.assert(
      fc.property(anyFrames, fc.integer({ min: -1e12, max: 2e12 }), (frames, shiftMs) => {
        const later = frames.map((frame) => ({ ...frame, timeMs: frame.timeMs + shiftMs }));
        expect(follow(name, later)).toEqual(follow(name, frames));
      }),
      { numRuns: 25 },
    );
  });

  it("says no NaN and reuses no number, whatever it is fed", () => {
    const frames = fc.array(
      fc.tuple(
        fc.nat(100_000),
        fc.array(fc.record({ box: fc.oneof(anyBox, hostileBox), score: fc.double() }), {
          maxLength: 8,
        }),
      ),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(frames, (steps) => {
        let timeMs = 0;
        const gone = new Set<number>();
        const results = follow(
          name,
          steps.map(([stepMs, boxes]) => ({ timeMs: (timeMs += stepMs), boxes })),
        );
        for (const { tracks, coasting, ended } of results) {
          for (const { trackId, box } of [...tracks, ...coasting]) {
            if (trackId === null) continue;
            expect(box.every(Number.isFinite)).toBe(true);
            expect(gone.has(trackId)).toBe(false);
          }
          for (const id of ended) gone.add(id);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("repeats its golden run", () => {
    const scene = walkingScene({ frames: 150, things: 60, missing: 0.3, seed: 7 });
    const said = follow(name, scene).map(({ tracks, ended }) => [
      tracks.map(({ trackId }) => trackId),
      ended,
    ]);
    expect(digestOf(JSON.stringify(said))).toBe(GOLDEN[name]);
  });
});

function asArrays({ timeMs, boxes }: TrackerFrame): TrackerArrays {
  return {
    timeMs,
    count: boxes.length,
    boxes: boxes.flatMap(({ box }) => box),
    scores: boxes.map(({ score }) => score),
    classIds: boxes.map(({ classId }) => classId ?? 0),
  };
}

function shuffle(frame: TrackerFrame, seed: number): TrackerFrame {
  const key = (index: number): number => Math.imul(index + 1, seed | 1) >>> 0;
  const order = frame.boxes.map((_, index) => index).toSorted((a, b) => key(a) - key(b));
  return { ...frame, boxes: order.map((index) => frame.boxes[index]!) };
}

/** What was said of each detection, in an order of the detections' own. */
function byDetection(frame: TrackerFrame, tracks: readonly unknown[]): string[] {
  return frame.boxes
    .map((detection, i) => `${JSON.stringify(detection)} ${JSON.stringify(tracks[i])}`)
    .toSorted();
}
