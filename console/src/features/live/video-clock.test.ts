import { expect, test } from "vitest";

import { VideoClock } from "./video-clock.ts";

test("a picture's capture time follows the last mark before it", () => {
  const clock = new VideoClock();
  expect(clock.captureTimeMs(1)).toBeUndefined();
  clock.add({ mediaTimeS: 0, captureTimeMs: 10_000 });
  clock.add({ mediaTimeS: 2, captureTimeMs: 17_000 });
  expect(clock.captureTimeMs(1.5)).toBe(11_500);
  expect(clock.captureTimeMs(2)).toBe(17_000);
  expect(clock.captureTimeMs(2.25)).toBe(17_250);
  clock.clear();
  expect(clock.captureTimeMs(2)).toBeUndefined();
});
