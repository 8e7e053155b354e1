/** The user's own models, from the file to the boxes: real graphs, real pictures, real process. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLog, systemClock } from "../../../base/index.ts";
import type { DetectorSettings } from "../../../model/index.ts";
import { createPerception } from "../../../pipeline/perception/index.ts";
import type { CameraHealthReport, PerceptionPort } from "../../../pipeline/perception-port.ts";
import {
  grayModel,
  openSizedRtdetrModel,
  rtdetrModel,
  yolov8Model,
  yoloxModel,
} from "../../../testing/onnx-models.ts";

const WAIT = { timeout: 60_000, interval: 50 };
let folder: string;
let perception: PerceptionPort;
const health: CameraHealthReport[] = [];
const inFolder = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-own-models-"));
  const files = {
    "yolox.onnx": yoloxModel(),
    "yolov8.onnx": yolov8Model(),
    "rtdetr.onnx": rtdetrModel(),
    "open.onnx": openSizedRtdetrModel(),
    "gray.onnx": grayModel(),
    "words.onnx": Buffer.from("a shopping list"),
    "picture.mjpeg": await recording(),
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(inFolder(name), bytes);
  perception = createPerception({
    log: createLog("silent"),
    clock: systemClock,
    modelsDir: "/nowhere",
    cacheDir: "/nowhere",
    settings: { targetFps: 5, jpegQuality: 80, defaultDetector: "motion", intraOpThreads: 1 },
  });
  perception.onHealth((report) => health.push(report));
});
afterAll(async () => {
  await perception.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** 128x64 px of gray; the right half red, and a blue block of 16 px in the left one. */
async function recording(): Promise<Buffer> {
  const block = (side: number, background: string) => ({
    create: { width: side, height: side, channels: 3 as const, background },
  });
  const picture = await sharp({
    create: { width: 128, height: 64, channels: 3, background: "#727272" },
  })
    .composite([
      { input: block(64, "#f00"), left: 64, top: 0 },
      { input: block(16, "#00f"), left: 16, top: 32 },
    ])
    .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return Buffer.concat(Array.from({ length: 25 }, () => picture));
}

async function look(detector: Omit<DetectorSettings, "kind">) {
  const settings = { detector: { kind: "onnx" as const, ...detector } };
  const sourceUrl = `file:${inFolder("picture.mjpeg")}`;
  const { detections } = await perception.preview({ sourceUrl, settings });
  return detections
    .map(({ objectClass, boxPx, score }) => ({
      objectClass,
      box: boxPx.map((side) => Math.round(side)),
      score,
    }))
    .toSorted((a, b) => b.box[2]! - b.box[0]! - (a.box[2]! - a.box[0]!));
}
const classes = (found: Awaited<ReturnType<typeof look>>) =>
  new Set(found.map(({ objectClass }) => objectClass));

const PERSON = { objectClass: "person", box: [64, 0, 128, 64], score: expect.closeTo(1, 0) };
const DOG = { objectClass: "dog", box: [16, 32, 32, 48], score: expect.closeTo(1, 0) };

describe("heads", () => {
  test("yolox: shrunk to fit, blue before red, cells of each level where they belong", async () => {
    expect(await look({ modelPath: inFolder("yolox.onnx"), head: "yolox" })).toEqual([PERSON, DOG]);
  });

  test("yolov8: shrunk to fit, colours of 0..1, boxes in network pixels", async () => {
    const found = await look({ modelPath: inFolder("yolov8.onnx"), head: "yolov8" });
    expect(found.filter(({ objectClass }) => objectClass === "dog")).toEqual([DOG]);
    const persons = found.filter(({ objectClass }) => objectClass === "person");
    expect(persons).toHaveLength(16);
    expect(persons.map(({ box }) => box)).toContainEqual([112, 48, 128, 64]);
  });

  test("rtdetr: stretched, boxes in shares, logits squashed", async () => {
    const found = await look({ modelPath: inFolder("rtdetr.onnx"), head: "rtdetr" });
    expect(found.map(({ objectClass, box }) => [objectClass, ...box]).toSorted()).toEqual([
      ["person", 64, 0, 128, 32],
      ["person", 64, 32, 128, 64],
    ]);
    expect(found[0]?.score).toBeGreaterThan(0.95);
  });

  test("rtdetr as one output, of a model that takes any size", async () => {
    const found = await look({ modelPath: inFolder("open.onnx"), head: "rtdetr", minScore: 0.1 });
    expect(found).toEqual([
      { objectClass: "person", box: [32, 16, 96, 48], score: expect.any(Number) },
    ]);
  });
});

describe("settings", () => {
  const model = () => ({ modelPath: inFolder("yolox.onnx"), head: "yolox" as const });

  test("only the wanted classes are reported", async () => {
    expect(await look({ ...model(), classes: ["dog", "car"] })).toEqual([DOG]);
    expect(await look({ ...model(), classes: ["truck"] })).toEqual([]);
  });

  test("what is less sure than asked for is left out", async () => {
    const all = await look({ modelPath: inFolder("rtdetr.onnx"), head: "rtdetr", minScore: 0.001 });
    expect(classes(all)).toEqual(new Set(["person", "dog"]));
    expect(await look({ modelPath: inFolder("rtdetr.onnx"), head: "rtdetr", minScore: 1 })).toEqual(
      [],
    );
  });
});

describe("refusals in words", () => {
  test.each([
    ["missing.onnx", "yolox", /Model file .*missing\.onnx does not exist on this server/],
    ["words.onnx", "yolox", /words\.onnx is not a model that can be loaded/],
    ["picture.mjpeg", "yolox", /a file that ends in \.onnx/],
    ["gray.onnx", "yolox", /must take one RGB picture.* not \[1, 1, 64, 64\]/],
    ["yolov8.onnx", "yolox", /head yolox.*\[1, 84, 5 \+ classes\].*\[1, 21, 64\]/],
    ["rtdetr.onnx", "yolov8", /head yolov8/],
    ["yolox.onnx", "yolov8", /head yolov8.*\[1, 4 \+ classes, cells\].*\[1, 84, 22\]/],
  ] as const)("%s as %s", async (name, head, words) => {
    await expect(look({ modelPath: inFolder(name), head })).rejects.toThrow(words);
  });

  test("a running camera says it in its health, and detects once the file is there", async () => {
    const modelPath = inFolder("later.onnx");
    const detector = { kind: "onnx", head: "yolox", modelPath } as const;
    const sourceUrl = `file:${inFolder("picture.mjpeg")}`;
    const settings = { detector, motionGate: false };
    perception.setCameras([{ cameraId: "own", code: "own", sourceUrl, settings }]);
    const last = () => `${health.at(-1)?.status} ${health.at(-1)?.message}`;
    await vi.waitFor(
      () => expect(last()).toMatch(/degraded Detection does not run: Model file .*later\.onnx/),
      WAIT,
    );
    const found = new Promise((resolve) => {
      perception.onFrame(({ detections }) => {
        if (detections.length > 0) resolve(detections.map((each) => each.objectClass));
      });
    });
    await writeFile(modelPath, yoloxModel());
    expect(await found).toEqual(expect.arrayContaining(["person", "dog"]));
    await vi.waitFor(() => expect(last()).toBe("healthy null"), WAIT);
  });
});
