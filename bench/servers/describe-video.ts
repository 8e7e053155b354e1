/**
 * Steps through a recording with the product's own stages and writes what they see:
 * `describe-video.ts <file> <result> <detector> <fps> <seconds> <descriptor>...`. In a process of
 * its own, since native video code must never live beside a test.
 */
import { writeFile } from "node:fs/promises";
import { AV_LOG_FATAL } from "node-av/constants";
import { Log } from "node-av/lib";
import { systemClock } from "../../server/src/base/index.ts";
import { SessionPool } from "../../server/src/inference/index.ts";
import { APPEARANCE_KINDS, type AppearanceSettings } from "../../server/src/model/index.ts";
import {
  RecordingPlayed,
  type Picture,
  type SourcePacket,
} from "../../server/src/pipeline/perception/contract.ts";
import { openDecoder, openLiveEncoder } from "../../server/src/stages/decode/index.ts";
import { createDescribers } from "../../server/src/stages/describe/index.ts";
import { createDetectors } from "../../server/src/stages/detect/index.ts";
import { BackgroundModel } from "../../server/src/stages/motion/index.ts";
import { createSources } from "../../server/src/stages/source/index.ts";
import { modelPath } from "../../server/src/weights/index.ts";
import { MODELS_DIR } from "../harness/bare-inference.ts";
import type { Look } from "../harness/described-video.ts";

Log.setLevel(AV_LOG_FATAL);
const [file = "", result = "", detectorKind = "", fps = "", seconds = "", ...wanted] =
  process.argv.slice(2);
const sessions = new SessionPool({ intraOpThreads: 1 });
const findModel = (name: string) => modelPath(MODELS_DIR, name);
const detectors = createDetectors({ sessions, modelPath: findModel });
const detector = await detectors.open({
  kind: detectorKind === "motion" ? "motion" : "centernet",
});
const open = createDescribers({ sessions, modelPath: findModel, clock: systemClock });
const describers = wanted.map((name) => ({
  name,
  describer: open(settingsOf(name)),
  cost: { cpuMs: 0, pictures: 0, crops: 0 },
}));
const background = new BackgroundModel();
const looks: Look[] = [];
// The beat of the pictures is not that of the looks: half a picture early is closer than late.
const intervalMs = 1000 / Number(fps) - 15;
let startMs: number | null = null;
let lastMs = Number.NEGATIVE_INFINITY;

const source = await createSources({ openEncoder: openLiveEncoder, cacheDir: "" })({
  url: `file:${file}`,
  settings: { pace: "as-fast-as-possible" },
  signal: new AbortController().signal,
});
const decoder = await openDecoder(source.track);
for (let isOver = false; !isOver;) {
  const packet = await nextPacket();
  if (!packet) break;
  for (const picture of await decoder.decode(packet)) {
    startMs ??= picture.captureTimeMs;
    const atMs = picture.captureTimeMs - startMs;
    isOver ||= atMs > Number(seconds) * 1000;
    if (!isOver && picture.captureTimeMs - lastMs >= intervalMs) await look(picture, atMs);
    picture.release();
  }
}
await source.close();
decoder.close();
await sessions.dispose();
const costs = describers.map(({ name, cost }) => ({ name, ...cost }));
await writeFile(result, JSON.stringify({ looks, costs }));

function settingsOf(name: string): AppearanceSettings {
  const kind = APPEARANCE_KINDS.find((each) => each === name);
  return kind ? { kind } : { kind: "onnx", modelPath: name };
}

async function nextPacket(): Promise<SourcePacket | null> {
  try {
    return await source.read();
  } catch (error) {
    if (error instanceof RecordingPlayed) return null;
    throw error;
  }
}

async function look(picture: Picture, atMs: number): Promise<void> {
  lastMs = picture.captureTimeMs;
  const motion = await background.update(picture);
  const detections = await detector.detect({ picture, motion });
  const vectors: Record<string, (readonly number[] | null)[]> = {};
  for (const { name, describer, cost } of describers) {
    const before = process.cpuUsage();
    const described = await describer.describe({ picture, motion }, detections);
    const { user, system } = process.cpuUsage(before);
    const isFallback = described.descriptor === "hsv" && name !== "hsv";
    vectors[name] = described.detections.map(({ appearance }) =>
      appearance === undefined || isFallback ? null : Array.from(appearance),
    );
    const crops = vectors[name].filter((vector) => vector !== null).length;
    if (crops === 0) continue;
    cost.cpuMs += (user + system) / 1000;
    cost.pictures++;
    cost.crops += crops;
  }
  const boxes = detections.map(({ boxPx, objectClass, score }) => ({ boxPx, objectClass, score }));
  looks.push({ atMs, boxes, vectors });
}
