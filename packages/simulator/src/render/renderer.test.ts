import { beforeAll, expect, test } from "vitest";
import { createScene } from "../scene.ts";
import { truthBoxes } from "../truth-boxes.ts";
import { createSceneRenderer, type SceneRenderer } from "./index.ts";

const scene = createScene({ environment: "factory" });
const CAMERA = "c04";
const START_MS = Date.UTC(2026, 0, 5, 9);

/** FNV-1a over the bytes. */
function digest(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

let renderer: SceneRenderer;
beforeAll(() => {
  renderer = createSceneRenderer(scene, CAMERA);
});

function picture(timeMs: number): Uint8Array {
  const frame = new Uint8Array(renderer.frameBytes);
  renderer.render(timeMs, frame);
  return frame;
}

test("the same instant gives the same picture, whatever was drawn in between", () => {
  const first = digest(picture(START_MS));
  expect(digest(picture(START_MS + 5_000))).not.toBe(first);
  expect(digest(picture(START_MS))).toBe(first);
});

test("pixels stay within the limited range of the video standard", () => {
  const frame = picture(START_MS + 9_000);
  expect(frame.every((value) => value >= 15 && value <= 241)).toBe(true);
});

test("what changes lies on the figures and their shadows, and every visible figure changes it", () => {
  const frames = Array.from({ length: 30 }, (_, i) => ({ timeMs: START_MS + i * 7_000 }));
  const pictures = frames.map(({ timeMs }) => picture(timeMs));
  const usual = medianPicture(pictures);
  for (const [index, { timeMs }] of frames.entries()) {
    for (const box of truthBoxes(scene, CAMERA, timeMs)) {
      if (box.visibleFraction < 0.9) continue;
      const [x1, y1, x2, y2] = box.visibleBoxPx;
      let changed = 0;
      for (let y = y1; y < y2; y++) {
        for (let x = x1; x < x2; x++) {
          if (Math.abs((pictures[index]?.[y * 640 + x] ?? 0) - (usual[y * 640 + x] ?? 0)) > 6)
            changed += 1;
        }
      }
      expect(changed / ((x2 - x1) * (y2 - y1)), `${box.actorId} at ${timeMs}`).toBeGreaterThan(
        0.15,
      );
    }
  }
});

test("a short buffer and a foreign camera are refused", () => {
  expect(() => renderer.render(START_MS, new Uint8Array(10))).toThrow(RangeError);
  expect(() => createSceneRenderer(scene, "c09")).toThrow(RangeError);
});

/** Middle luma of each pixel over all pictures: the empty site. */
function medianPicture(pictures: readonly Uint8Array[]): Uint8Array {
  const values = new Uint8Array(pictures.length);
  return Uint8Array.from({ length: 640 * 360 }, (_, pixel) => {
    for (const [i, frame] of pictures.entries()) values[i] = frame[pixel] ?? 0;
    return values.sort()[pictures.length >> 1] ?? 0;
  });
}
