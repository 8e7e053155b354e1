/** What real crops say of real people, through the process that describes them. */
import sharp from "sharp";
import { expect, it } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import type { DetectedFrame, Detection } from "../../model/index.ts";
import { testVideo } from "../../testing/rtsp-server/test-video.ts";
import { createPerception } from "./index.ts";

const PERSONS = testVideo("one-by-one-persons.mp4");
/** When the first two persons are in the picture, counted by eye. */
const FIRST_S = [6, 19.8] as const;
const SECOND_S = [22.8, 44.8] as const;

function similarity(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function meanSimilarity(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const all = a.flatMap((one) => b.filter((other) => other !== one).map((o) => similarity(one, o)));
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

it.skipIf(PERSONS.skip)(
  "brings unit vectors and small JPEGs over, and people are more like themselves",
  async () => {
    const perception = createPerception({
      log: createLog("silent"),
      clock: systemClock,
      modelsDir: new URL("../../../../data/models", import.meta.url).pathname,
      cacheDir: new URL("../../../../data/cache", import.meta.url).pathname,
      settings: { targetFps: 2, jpegQuality: 80, defaultDetector: "motion", intraOpThreads: 1 },
    });
    const frames: DetectedFrame[] = [];
    try {
      perception.onFrame((frame) => frames.push(frame));
      const settings = { pace: "as-fast-as-possible" } as const;
      const sourceUrl = `file:${PERSONS.path}`;
      perception.setCameras([{ cameraId: "hall", code: "hall", sourceUrl, settings }]);
      const playedS = () =>
        ((frames.at(-1)?.captureTimeMs ?? 0) - (frames[0]?.captureTimeMs ?? 0)) / 1000;
      await expect.poll(playedS, { timeout: 110_000 }).toBeGreaterThan(SECOND_S[1]);
      const seen = () => perception.stats().cameras[0]?.appearance.described ?? 0;
      await expect.poll(seen, { timeout: 30_000 }).toBeGreaterThan(0);
    } finally {
      await perception.dispose();
    }
    expect(new Set(frames.map(({ descriptor }) => descriptor))).toContain("mobilenet-hsv");
    const startMs = frames[0]!.captureTimeMs;
    const within = ([fromS, toS]: readonly [number, number]): Detection[] =>
      frames
        .filter(({ captureTimeMs }) => captureTimeMs >= startMs + fromS * 1000)
        .filter(({ captureTimeMs }) => captureTimeMs <= startMs + toS * 1000)
        .filter(({ descriptor }) => descriptor === "mobilenet-hsv")
        .flatMap(({ detections }) => detections);
    const vectors = (detections: readonly Detection[]) =>
      detections.flatMap(({ appearance }) => appearance ?? []);
    const [first, second] = [vectors(within(FIRST_S)), vectors(within(SECOND_S))];
    expect(Math.min(first.length, second.length)).toBeGreaterThan(5);
    for (const vector of [...first, ...second]) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    }
    const apart = meanSimilarity(first, second);
    expect(meanSimilarity(first, first)).toBeGreaterThan(apart + 0.05);
    expect(meanSimilarity(second, second)).toBeGreaterThan(apart + 0.05);
    const crops = frames.flatMap(({ detections }) => detections.flatMap(({ crop }) => crop ?? []));
    expect(crops.length).toBeGreaterThan(3);
    for (const crop of crops) {
      const { format, width, height } = await sharp(crop).metadata();
      expect(format).toBe("jpeg");
      expect(width).toBeLessThanOrEqual(128);
      expect(height).toBeLessThanOrEqual(256);
    }
  },
  180_000,
);
