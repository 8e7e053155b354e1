import { describe, expect, test } from "vitest";
import type { PixelBox } from "./geometry.ts";
import { planErrorM, scoreDetections } from "./score.ts";

const truth = (actorId: string, boxPx: PixelBox, visibleFraction = 1) => ({
  actorId,
  boxPx,
  visibleFraction,
});
const found = (boxPx: PixelBox, score = 0.9) => ({ boxPx, score });

describe("scoreDetections", () => {
  test("nothing to find and nothing claimed is perfect", () => {
    expect(scoreDetections([{ detections: [], truth: [] }])).toMatchObject({
      recall: 1,
      precision: 1,
    });
  });

  test("a hit, a miss and a false claim are counted once each", () => {
    const frame = {
      detections: [found([0, 0, 20, 50]), found([200, 0, 220, 50])],
      truth: [truth("a", [1, 0, 21, 50]), truth("b", [100, 0, 120, 50])],
    };
    expect(scoreDetections([frame])).toEqual({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      recall: 0.5,
      precision: 0.5,
    });
  });

  test("a second detection of the same thing is false", () => {
    const frame = {
      detections: [found([0, 0, 20, 50]), found([1, 0, 21, 50], 0.5)],
      truth: [truth("a", [0, 0, 20, 50])],
    };
    expect(scoreDetections([frame])).toMatchObject({ truePositives: 1, falsePositives: 1 });
  });

  test("hidden or tiny truth counts neither way", () => {
    const frame = {
      detections: [found([0, 0, 20, 50])],
      truth: [truth("a", [0, 0, 20, 50], 0.1), truth("b", [90, 0, 95, 10])],
    };
    expect(scoreDetections([frame])).toMatchObject({
      truePositives: 0,
      falsePositives: 0,
      falseNegatives: 0,
    });
  });
});

test("a box around what shows of somebody hidden is not held against a detector", () => {
  const body: PixelBox = [0, 0, 20, 50];
  const head: PixelBox = [2, 0, 18, 12];
  const detections = [found(head)];
  const scoreOf = (visibleFraction: number) =>
    scoreDetections([
      { detections, truth: [{ ...truth("a", body, visibleFraction), visibleBoxPx: head }] },
    ]);
  expect(scoreOf(0.2)).toMatchObject({ truePositives: 0, falsePositives: 0, falseNegatives: 0 });
  expect(scoreOf(0.9)).toMatchObject({ truePositives: 0, falsePositives: 1, falseNegatives: 1 });
});

test("planErrorM is the median distance", () => {
  const pair = (x: number) => ({ claimedM: [x, 0] as const, trueM: [0, 0] as const });
  expect(planErrorM([])).toBeNull();
  expect(planErrorM([pair(3), pair(1), pair(100)])).toBe(3);
  expect(planErrorM([pair(1), pair(2)])).toBe(1.5);
});
