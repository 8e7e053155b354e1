/**
 * Lets the product's perception watch one simulated camera as fast as the machine can, and writes
 * what it sees beside the truth: `perceive-camera.ts <camera> <seed> <start ms> <seconds>
 * <descriptor> <models folder> <file>`. In a process of its own, since native video code must never
 * live beside a test.
 */
import { rename, writeFile } from "node:fs/promises";
import { AV_LOG_FATAL } from "node-av/constants";
import { Log } from "node-av/lib";
import {
  createScene,
  createSceneRenderer,
  SIMULATED_VIDEO,
  simulatedCamera,
  truthBoxes,
} from "@whereabouts/simulator";
import { systemClock } from "../../base/index.ts";
import { SessionPool } from "../../inference/index.ts";
import { APPEARANCE_KINDS } from "../../model/index.ts";
import type { Picture, VideoDecoder } from "../../pipeline/perception/contract.ts";
import { openDecoder, openLiveEncoder } from "../../stages/decode/index.ts";
import { createDescribers } from "../../stages/describe/index.ts";
import { createDetectors } from "../../stages/detect/index.ts";
import { BackgroundModel } from "../../stages/motion/index.ts";
import { modelPath } from "../../weights/index.ts";
import { encodeLook, LOOKS_PER_SECOND } from "./look.ts";

Log.setLevel(AV_LOG_FATAL);
const [code = "", seed = "", start = "", seconds = "", kind = "", modelsDir = "", file = ""] =
  process.argv.slice(2);
/** As the live cameras of the site have it. */
const FPS = 8;
const startMs = Number(start);
const scene = createScene({
  environment: simulatedCamera(code).environment,
  seed: Number(seed),
});
const sessions = new SessionPool({ intraOpThreads: 1 });
const findModel = (name: string) => modelPath(modelsDir, name);
const detector = await createDetectors({ sessions, modelPath: findModel }).open({ kind: "motion" });
const describer = createDescribers({ sessions, modelPath: findModel, clock: systemClock })({
  kind: APPEARANCE_KINDS.find((each) => each === kind) ?? "off",
});
const background = new BackgroundModel();
const lines: string[] = [];

const renderer = createSceneRenderer(scene, code);
const encoder = await openLiveEncoder({ keyIntervalFrames: LOOKS_PER_SECOND });
const i420 = new Uint8Array(renderer.frameBytes);
let decoder: VideoDecoder | null = null;
let dueMs = startMs;
for (let frame = 0; frame < Number(seconds) * FPS; frame++) {
  const captureTimeMs = startMs + (frame * 1000) / FPS;
  // Nobody sees the pictures between the looks, and drawing is most of the work.
  if (captureTimeMs < dueMs) continue;
  dueMs += 1000 / LOOKS_PER_SECOND;
  renderer.render(captureTimeMs, i420);
  const timeMs = captureTimeMs - startMs;
  for (const packet of await encoder.encode({ i420, size: SIMULATED_VIDEO, timeMs })) {
    const { parameters, timeBase } = encoder;
    if (!parameters) throw new Error("An encoder knows its parameters after one picture");
    decoder ??= await openDecoder({ codec: "h264", parameters, timeBase, fps: LOOKS_PER_SECOND });
    const pictures = await decoder.decode({ packet, captureTimeMs });
    packet.free();
    for (const picture of pictures) {
      await look(picture);
      picture.release();
    }
  }
}
decoder?.close();
encoder.close();
await sessions.dispose();
// Nobody may find half a file.
await writeFile(`${file}.${process.pid}`, lines.join("\n"));
await rename(`${file}.${process.pid}`, file);

async function look(picture: Picture): Promise<void> {
  const motion = await background.update(picture);
  const found = await detector.detect({ picture, motion });
  const described = await describer.describe({ picture, motion }, found);
  const { captureTimeMs: timeMs, size } = picture;
  const truth = truthBoxes(scene, code, timeMs);
  const { detections, descriptor } = described;
  lines.push(encodeLook({ timeMs, size, detections, descriptor, truth }));
}
