import {
  CAMERA_CODES,
  createScene,
  createSceneRenderer,
  scoreDetections,
  SIMULATED_VIDEO,
  simulatedCamera,
  truthBoxes,
  type DetectionScore,
  type ScoredFrame,
} from "@whereabouts/simulator";

import { SessionPool } from "../server/src/inference/index.ts";
import type { Picture, VideoDecoder } from "../server/src/pipeline/perception/contract.ts";
import { openDecoder, openLiveEncoder } from "../server/src/stages/decode/index.ts";
import { createDetectors } from "../server/src/stages/detect/index.ts";
import { BackgroundModel } from "../server/src/stages/motion/index.ts";
import type { Bench } from "./harness/index.ts";

const FPS = 8;
const LOOKS_PER_SECOND = 3;
/** Late enough that people are about, and the same in every run. */
const START_MS = Date.UTC(2026, 10, 22, 4);
const LEARNING_MS = 12_000;
const RULES = { minIou: 0.5, minVisibleFraction: 0.6, minHeightPx: 24 };
const WANTED = 0.85;

interface Watched {
  readonly score: DetectionScore;
  /** Time of one core for the background and the boxes of one picture. */
  readonly coreMs: number;
}

/**
 * Motion detection alone: every simulated camera is drawn, encoded, decoded and looked at as fast
 * as the machine can, and its boxes are held against the truth.
 */
export const motionDetector: Bench = {
  name: "motion-detector",
  run: async ({ size }) => {
    const codes = size === "tiny" ? CAMERA_CODES.slice(0, 1) : CAMERA_CODES;
    const seconds = size === "tiny" ? 1 : 70;
    const all: Watched[] = [];
    const figures = [];
    for (const code of codes) {
      const watched = await watch(code, seconds, size === "tiny" ? 0 : LEARNING_MS);
      all.push(watched);
      figures.push(
        { name: `${code} recall`, value: watched.score.recall, unit: "" },
        { name: `${code} precision`, value: watched.score.precision, unit: "" },
      );
    }
    const mean = (of: (each: Watched) => number) =>
      all.reduce((sum, each) => sum + of(each), 0) / all.length;
    const coreMs = mean((each) => each.coreMs);
    return {
      figures: [...figures, { name: "core time of a picture", value: coreMs, unit: "ms" }],
      ratios: [
        { name: "recall", value: mean(({ score }) => score.recall), wanted: { atLeast: WANTED } },
        {
          name: "precision",
          value: mean(({ score }) => score.precision),
          wanted: { atLeast: WANTED },
        },
      ],
      digest: all.map(({ score }) => `${score.truePositives}/${score.falsePositives}`).join(" "),
    };
  },
};

async function watch(code: string, seconds: number, learningMs: number): Promise<Watched> {
  const scene = createScene({ environment: simulatedCamera(code).environment });
  const model = new BackgroundModel();
  const sessions = new SessionPool({ intraOpThreads: 1 });
  const { open } = createDetectors({ modelPath: (name) => name, sessions });
  const detector = await open({ kind: "motion" });
  const frames: ScoredFrame[] = [];
  let coreUs = 0;
  let looks = 0;
  for await (const picture of film(code, seconds)) {
    const atMs = picture.captureTimeMs;
    const before = process.threadCpuUsage();
    const motion = await model.update(picture);
    const detections = await detector.detect({ picture, motion });
    const { user, system } = process.threadCpuUsage(before);
    coreUs += user + system;
    looks++;
    if (atMs - START_MS < learningMs) continue;
    frames.push({ detections, truth: truthBoxes(scene, code, atMs) });
  }
  await sessions.dispose();
  return { score: scoreDetections(frames, RULES), coreMs: coreUs / 1000 / looks };
}

/** Pictures of a camera as a detector gets them: through H.264, three a second. */
async function* film(code: string, seconds: number): AsyncGenerator<Picture, void, void> {
  const scene = createScene({ environment: simulatedCamera(code).environment });
  const renderer = createSceneRenderer(scene, code);
  const encoder = await openLiveEncoder({ keyIntervalFrames: FPS });
  const i420 = new Uint8Array(renderer.frameBytes);
  let decoder: VideoDecoder | null = null;
  let dueMs = START_MS;
  try {
    for (let frame = 0; frame < seconds * FPS; frame++) {
      const captureTimeMs = START_MS + (frame * 1000) / FPS;
      renderer.render(captureTimeMs, i420);
      const timeMs = captureTimeMs - START_MS;
      for (const packet of await encoder.encode({ i420, size: SIMULATED_VIDEO, timeMs })) {
        const { parameters, timeBase } = encoder;
        if (!parameters) throw new Error("An encoder knows its parameters after one picture");
        decoder ??= await openDecoder({ codec: "h264", parameters, timeBase, fps: FPS });
        const pictures = await decoder.decode({ packet, captureTimeMs });
        packet.free();
        for (const picture of pictures) {
          if (picture.captureTimeMs >= dueMs) {
            dueMs += 1000 / LOOKS_PER_SECOND;
            yield picture;
          }
          picture.release();
        }
      }
    }
  } finally {
    decoder?.close();
    encoder.close();
  }
}
