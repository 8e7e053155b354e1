import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createLog, systemClock } from "../server/src/base/index.ts";
import { createPerception } from "../server/src/pipeline/perception/index.ts";
import type { CameraRunSpec, PerceptionPort } from "../server/src/pipeline/perception-port.ts";
import { barePerSecond, fetchModel, MODEL, MODELS_DIR, THREADS } from "./harness/bare-inference.ts";
import { percentile, type Bench } from "./harness/index.ts";
import { filmSite } from "./harness/site-video.ts";

/** More than any machine of the test's kind can do: the detector is never idle. */
const OFFERED_FPS = 10;

/**
 * Detections per second of four cameras through the whole perception process (source, decode,
 * motion, detect, hand-over), beside the bare model at the same threads just before and after.
 */
export const detection: Bench = {
  name: "detection",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    await fetchModel();
    const site = await filmSite(tiny ? ["c09"] : ["c09", "c12", "c13", "c16"], {
      seconds: tiny ? 2 : 20,
      settings: { detector: { kind: "centernet" }, targetFps: OFFERED_FPS, motionGate: false },
    });
    try {
      const durationMs = tiny ? 1000 : 15_000;
      const before = await barePerSecond(durationMs);
      const whole = await wholePerSecond(site.cameras, durationMs);
      const after = await barePerSecond(durationMs);
      const bare = (before + after) / 2;
      return {
        figures: [
          { name: "through the pipeline", value: whole.perSecond, unit: "pictures/s" },
          { name: "bare model", value: bare, unit: "inferences/s" },
          { name: "delay, capture to hand-over, p95", value: whole.delayMsP95, unit: "ms" },
          { name: "threads", value: THREADS, unit: "" },
        ],
        ratios: [
          { name: "pipeline / bare", value: whole.perSecond / bare, wanted: { atLeast: 0.85 } },
          {
            name: "delay p95 / one inference",
            value: whole.delayMsP95 / (1000 / bare),
          },
        ],
        digest: `${site.cameras.length} cameras, ${MODEL}`,
      };
    } finally {
      await site.dispose();
    }
  },
};

async function wholePerSecond(
  cameras: readonly CameraRunSpec[],
  durationMs: number,
): Promise<{ perSecond: number; delayMsP95: number }> {
  const perception = createPerception({
    log: createLog("error"),
    clock: systemClock,
    modelsDir: MODELS_DIR,
    cacheDir: path.join(MODELS_DIR, "../cache"),
    settings: {
      targetFps: OFFERED_FPS,
      jpegQuality: 70,
      defaultDetector: "centernet",
      intraOpThreads: THREADS,
    },
  });
  try {
    let frames = 0;
    const delaysMs: number[] = [];
    perception.onFrame((frame) => {
      frames++;
      delaysMs.push(systemClock.nowMs() - frame.captureTimeMs);
    });
    await allRunning(perception, cameras);
    [frames, delaysMs.length] = [0, 0];
    const startedMs = performance.now();
    await sleep(durationMs);
    const perSecond = frames / ((performance.now() - startedMs) / 1000);
    return { perSecond, delayMsP95: percentile(delaysMs, 0.95) };
  } finally {
    await perception.dispose();
  }
}

/** Resolves once every camera has handed over a frame. */
function allRunning(perception: PerceptionPort, cameras: readonly CameraRunSpec[]): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new Set(cameras.map(({ cameraId }) => cameraId));
    perception.onFrame(({ cameraId }) => {
      waiting.delete(cameraId);
      if (waiting.size === 0) resolve();
    });
    perception.setCameras(cameras);
  });
}
