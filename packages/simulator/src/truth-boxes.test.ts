import { expect, test } from "vitest";
import { applyHomography } from "./camera.ts";
import { planHomography } from "./calibration.ts";
import { CAMERA_CODES, createScene, simulatedCamera } from "./scene.ts";
import { truthBoxes } from "./truth-boxes.ts";

const START_MS = Date.UTC(2026, 0, 5, 9);
const INSTANTS = Array.from({ length: 12 }, (_, i) => START_MS + i * 41_700);

const seen = CAMERA_CODES.flatMap((code) => {
  const scene = createScene({ environment: simulatedCamera(code).environment });
  return INSTANTS.flatMap((timeMs) =>
    truthBoxes(scene, code, timeMs).map((box) => ({ code, timeMs, box })),
  );
});

test("boxes lie inside the picture and hold their visible part", () => {
  expect(seen.length).toBeGreaterThan(60);
  for (const { box } of seen) {
    const [x1, y1, x2, y2] = box.boxPx;
    const [a1, b1, a2, b2] = box.visibleBoxPx;
    expect(x1 >= 0 && y1 >= 0 && x2 <= 640 && y2 <= 360 && x1 < x2 && y1 < y2).toBe(true);
    expect(
      a1 >= Math.floor(x1) && b1 >= Math.floor(y1) && a2 <= Math.ceil(x2) && b2 <= Math.ceil(y2),
    ).toBe(true);
    expect(box.visibleFraction > 0 && box.visibleFraction <= 1).toBe(true);
  }
});

test("the foot pixel leads back to the place on the plan", () => {
  for (const { code, box } of seen) {
    const place = applyHomography(planHomography(code), box.footPx);
    expect(Math.hypot(place[0] - box.planM[0], place[1] - box.planM[1])).toBeLessThan(1e-6);
  }
});

test("a whole person stands on its foot pixel", () => {
  const whole = seen.filter(({ box }) => box.visibleFraction > 0.98 && box.actorClass === "person");
  expect(whole.length).toBeGreaterThan(20);
  for (const { box } of whole) {
    const [x1, y1, x2, y2] = box.boxPx;
    expect(box.footPx[0]).toBeGreaterThan(x1 - (x2 - x1) * 0.5);
    expect(box.footPx[0]).toBeLessThan(x2 + (x2 - x1) * 0.5);
    expect(Math.abs(box.footPx[1] - y2)).toBeLessThan((y2 - y1) * 0.16 + 2);
  }
});

test("people hide each other or stand behind things now and then", () => {
  expect(seen.some(({ box }) => box.visibleFraction < 0.7)).toBe(true);
});

test("an unknown camera is refused", () => {
  expect(() => truthBoxes(createScene({ environment: "campus" }), "c01", START_MS)).toThrow(
    RangeError,
  );
});
