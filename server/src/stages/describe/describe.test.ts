import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { systemClock } from "../../base/index.ts";
import { SessionPool } from "../../inference/index.ts";
import type { Detection, PixelBox } from "../../model/index.ts";
import type { Describer, MotionField, Picture } from "../../pipeline/perception/contract.ts";
import { convertModel, ensureModels, modelPath } from "../../weights/index.ts";
import { cropWeights } from "./crop-weights.ts";
import type { Crop } from "./descriptor.ts";
import { hueOf, hsvStripes } from "./hsv/index.ts";
import { createDescribers } from "./index.ts";
import { boxQuality, sharpnessOf } from "./quality.ts";

const MODELS_DIR = new URL("../../../../data/models", import.meta.url).pathname;
const SIZE = { widthPx: 640, heightPx: 360 };
const CROP_SIZE = { widthPx: 64, heightPx: 128 };
type Rgb = readonly [number, number, number];

const STILL: MotionField = {
  size: { widthPx: 320, heightPx: 180 },
  foreground: new Uint8Array(320 * 180),
  changedShare: 0,
  isMoving: false,
  isSettled: false,
};

function paint(size: Picture["size"], colorAt: (x: number, y: number) => Rgb): Uint8Array {
  return Uint8Array.from({ length: 3 * size.widthPx * size.heightPx }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return colorAt(pixel % size.widthPx, Math.floor(pixel / size.widthPx))[at % 3]!;
  });
}

function crop(colorAt: (x: number, y: number) => Rgb, weights?: Float32Array): Crop {
  const rgb = paint(CROP_SIZE, colorAt);
  return { size: CROP_SIZE, rgb, weights: weights ?? new Float32Array(64 * 128).fill(1) };
}

function similarity(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function seen(boxPx: PixelBox, more: Partial<Detection> = {}): Detection {
  return { objectClass: "person", score: 0.9, boxPx, ...more };
}

describe("hsvStripes", () => {
  const of = (color: Rgb) => hsvStripes(crop(() => color));

  it.each<[string, Rgb, Rgb, number, number]>([
    ["itself", [200, 30, 30], [200, 30, 30], 1, 1],
    ["another hue", [200, 30, 30], [30, 30, 200], 0, 0.01],
    ["a little more light", [150, 30, 30], [165, 33, 33], 0.85, 1],
    ["a neighbouring hue", [200, 60, 30], [200, 75, 30], 0.8, 1],
    ["black for white", [5, 5, 5], [250, 250, 250], 0, 0.01],
    ["black for nearly black", [8, 8, 8], [18, 18, 18], 0.9, 1],
  ])("is as similar as it looks: %s", (_name, a, b, least, most) => {
    const found = similarity(of(a), of(b));
    expect(found).toBeGreaterThanOrEqual(least - 1e-5);
    expect(found).toBeLessThanOrEqual(most + 1e-5);
  });

  it("tells a red shirt over blue trousers from the other way round", () => {
    const dressed = (above: Rgb, below: Rgb) =>
      hsvStripes(crop((_x, y) => (y < 64 ? above : below)));
    const [red, blue]: [Rgb, Rgb] = [
      [200, 30, 30],
      [30, 30, 200],
    ];
    expect(similarity(dressed(red, blue), dressed(blue, red))).toBeLessThan(0.5);
  });

  it("is a unit vector of finite numbers, whatever the pixels", () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (color) => {
        const vector = of(color);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }),
    );
  });

  it.each<[Rgb, number]>([
    [[255, 0, 0], 0],
    [[255, 255, 0], 1],
    [[0, 255, 0], 2],
    [[0, 255, 255], 3],
    [[0, 0, 255], 4],
    [[255, 0, 255], 5],
  ])("knows the hue of %j", (color, hue) => {
    expect(hueOf(...color)).toBe(hue);
  });
});

describe("cropWeights", () => {
  it("leaves out what shows through from behind", () => {
    const foreground = Uint8Array.from({ length: 320 * 180 }, (_, cell) => {
      const x = cell % 320;
      return x >= 105 && x < 115 ? 1 : 0;
    });
    const moving = { ...STILL, foreground, isSettled: true };
    // The box spans cells 100 to 120; the thing fills its middle half.
    const region: PixelBox = [200, 100, 240, 200];
    const described = (motion: MotionField, behind: Rgb) => {
      const weights = cropWeights({ region, picture: SIZE, size: CROP_SIZE, motion });
      return hsvStripes(crop((x) => (x >= 16 && x < 48 ? [200, 30, 30] : behind), weights));
    };
    const green: Rgb = [30, 200, 30];
    const blue: Rgb = [30, 30, 200];
    const without = similarity(described(STILL, green), described(STILL, blue));
    const withField = similarity(described(moving, green), described(moving, blue));
    expect(withField).toBeGreaterThan(0.97);
    expect(withField).toBeGreaterThan(without);
  });
});

describe("boxQuality", () => {
  const WHOLE = seen([200, 100, 260, 250]);

  it.each<[string, Detection, readonly Detection[], number]>([
    ["whole and sure", WHOLE, [], 1],
    ["too small to tell", seen([200, 100, 208, 124]), [], 0],
    ["of middling size", seen([200, 100, 230, 175]), [], 0.491],
    ["cut off on one side", seen([0, 100, 60, 250]), [], 0.5],
    ["cut off in a corner", seen([0, 210, 60, 360]), [], 0.25],
    ["half covered from the front", WHOLE, [seen([200, 175, 260, 300])], 0.5],
    ["half covering what is behind", WHOLE, [seen([200, 60, 260, 175])], 0.8],
    ["barely seen by the detector", seen([200, 100, 260, 250], { score: 0.3 }), [], 0.75],
    ["a person wider than tall", seen([200, 100, 350, 160]), [], 0.286],
    ["a dog wider than tall", seen([200, 100, 350, 160], { objectClass: "dog" }), [], 1],
  ])("of a box that is %s", (_name, detection, others, expected) => {
    expect(boxQuality(detection, [detection, ...others], SIZE)).toBeCloseTo(expected, 2);
  });

  it("stays between 0 and 1 for any boxes", () => {
    const side = fc.integer({ min: -50, max: 700 });
    const box = fc.tuple(side, side, side, side).map(([a, b, c, d]) => seen([a, b, c, d]));
    fc.assert(
      fc.property(box, fc.array(box, { maxLength: 5 }), (detection, others) => {
        const quality = boxQuality(detection, others, SIZE);
        expect(quality).toBeGreaterThanOrEqual(0);
        expect(quality).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("takes edges for sharp and a smear for blurred", () => {
    const stripes = paint(CROP_SIZE, (x) => (x % 8 < 4 ? [200, 200, 200] : [40, 40, 40]));
    const smear = paint(CROP_SIZE, (x) => [2 * x, 2 * x, 2 * x]);
    expect(sharpnessOf(stripes, CROP_SIZE)).toBeGreaterThan(1000);
    expect(sharpnessOf(smear, CROP_SIZE)).toBeLessThan(10);
  });
});

/** A picture in which every column and row has its own colour. */
function pictureAt(captureTimeMs: number): Picture {
  const picture: Picture = {
    size: SIZE,
    captureTimeMs,
    rgb: async (size, region = [0, 0, SIZE.widthPx, SIZE.heightPx]) =>
      paint(size, (x, y) => [
        (region[0] + x) % 256,
        (y * 37 + region[1]) % 256,
        (x * y + region[0]) % 256,
      ]),
    luma: async (size) => new Uint8Array(size.widthPx * size.heightPx),
    jpeg: async (_quality, part) =>
      Uint8Array.of(0xff, 0xd8, part?.size.widthPx ?? 0, part?.size.heightPx ?? 0),
    share: () => picture,
    release: () => undefined,
  };
  return picture;
}

describe("a describer", () => {
  let sessions: SessionPool;
  let folder: string;
  beforeAll(async () => {
    sessions = new SessionPool({ intraOpThreads: 1 });
    folder = await mkdtemp(join(tmpdir(), "describe-"));
    await ensureModels({ dir: MODELS_DIR, names: ["mobilenet-v1-025"] });
  }, 120_000);
  afterAll(async () => {
    await sessions.dispose();
    await rm(folder, { recursive: true });
  });

  const open = (settings: Parameters<ReturnType<typeof createDescribers>>[0], dir = MODELS_DIR) =>
    createDescribers({ sessions, modelPath: (name) => modelPath(dir, name), clock: systemClock })(
      settings,
    );
  const look = (describer: Describer, timeMs: number, detections: readonly Detection[]) =>
    describer.describe({ picture: pictureAt(timeMs), motion: STILL }, detections);
  const PERSON = seen([200, 100, 260, 250]);

  it("describes a place once in a while, and keeps a crop more seldom", async () => {
    const describer = open({ kind: "hsv" });
    const times = Array.from({ length: 30 }, (_, index) => index * 100);
    const frames = [];
    for (const timeMs of times) frames.push(await look(describer, timeMs, [PERSON]));
    const withVector = frames.filter(({ detections }) => detections[0]?.appearance);
    const withCrop = frames.filter(({ detections }) => detections[0]?.crop);
    expect(withVector).toHaveLength(10);
    expect(withCrop).toHaveLength(2);
    expect(frames[0]).toMatchObject({ descriptor: "hsv" });
    expect(frames[0]!.detections[0]!.crop).toEqual(Uint8Array.of(0xff, 0xd8, 60, 150));
    expect(describer.stats).toMatchObject({ described: 10, crops: 2, skipped: { recent: 20 } });
  });

  it("leaves poor crops alone and in a crowd gives everybody a turn", async () => {
    const describer = open({ kind: "hsv" });
    const crowd = Array.from({ length: 16 }, (_, index) =>
      seen([5 + index * 39, 100, 40 + index * 39, 200]),
    );
    const tiny = seen([300, 20, 306, 36]);
    const first = await look(describer, 0, [...crowd, tiny]);
    const second = await look(describer, 100, [...crowd, tiny]);
    const described = ({ detections }: typeof first) =>
      detections.flatMap(({ appearance }, index) => (appearance ? [index] : []));
    expect(described(first)).toHaveLength(8);
    expect([...described(first), ...described(second)].sort((a, b) => a - b)).toEqual(
      crowd.map((_, index) => index),
    );
    expect(first.detections.filter(({ crop: jpeg }) => jpeg)).toHaveLength(2);
    expect(first.detections.at(-1)).toMatchObject({ quality: 0 });
    expect(describer.stats.skipped).toMatchObject({ poor: 2, excess: 8 });
  });

  it("describes by colours until the network is there, then by both", async () => {
    const describer = open({ kind: "mobilenet-hsv" });
    const before = await look(describer, 0, [PERSON]);
    expect(before.descriptor).toBe("hsv");
    const names: (string | null)[] = [];
    await expect
      .poll(async () => (await look(describer, 1000 * names.push(null), [PERSON])).descriptor, {
        timeout: 60_000,
      })
      .toBe("mobilenet-hsv");
    const others = [PERSON, seen([300, 90, 370, 260])];
    const { detections } = await look(describer, 500_000, others);
    for (const { appearance } of detections) {
      expect(Math.hypot(...appearance!)).toBeCloseTo(1, 4);
      expect(appearance).toHaveLength(256 + 738);
    }
    const [alone] = (await look(describer, 900_000, [PERSON])).detections;
    expect(similarity(alone!.appearance!, detections[0]!.appearance!)).toBeCloseTo(1, 3);
  });

  it("goes on with colours when a model is missing, and complains only of the user's own", async () => {
    const fetched = open({ kind: "mobilenet-hsv" }, folder);
    const own = open({ kind: "onnx", modelPath: join(folder, "absent.onnx") });
    const nameless = open({ kind: "onnx" });
    for (const describer of [fetched, own, nameless]) {
      expect((await look(describer, 0, [PERSON])).detections[0]?.appearance).toHaveLength(738);
    }
    await expect.poll(() => own.trouble, { timeout: 60_000 }).toMatch(/no model file .*absent/);
    await expect.poll(() => nameless.trouble).toMatch(/needs modelPath/);
    expect(fetched.trouble).toBeNull();
    expect((await look(fetched, 5_000, [PERSON])).descriptor).toBe("hsv");
  });

  it("describes nothing when it is off", async () => {
    const described = await look(open({ kind: "off" }), 0, [PERSON]);
    expect(described).toEqual({ detections: [PERSON], descriptor: null });
  });

  test.each([
    ["osnet_x0_25.onnx", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
    ["market1501_clipreid.onnx", [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]],
  ])("runs a network of one's own, %s, at its size and scale", async (file, mean, deviation) => {
    const path = join(folder, file);
    await writeFile(path, meanColorModel());
    const describer = open({ kind: "onnx", modelPath: path });
    const name = file.replace(".onnx", "");
    let timeMs = 0;
    await expect
      .poll(async () => (await look(describer, (timeMs += 1000), [PERSON])).descriptor, {
        timeout: 60_000,
      })
      .toBe(name);
    const { detections } = await look(describer, 500_000, [PERSON]);
    const rgb = await pictureAt(0).rgb({ widthPx: 128, heightPx: 256 }, PERSON.boxPx);
    const means = [0, 1, 2].map((plane) => {
      const values = rgb.filter((_value, index) => index % 3 === plane);
      const level = values.reduce((sum, value) => sum + value, 0) / values.length / 255;
      return (level - mean[plane]!) / deviation[plane]!;
    });
    const length = Math.hypot(...means);
    const appearance = detections[0]!.appearance!;
    expect(appearance).toHaveLength(3);
    expect(
      similarity(
        appearance,
        Float32Array.from(means, (value) => value / length),
      ),
    ).toBeCloseTo(1, 3);
  });
});

/** A network whose vector is the mean of each plane; 256 by 128 and any batch, like OSNet's. */
function meanColorModel(): Uint8Array {
  const graph = {
    modelTopology: {
      node: [
        { name: "image", op: "Placeholder" },
        { name: "axes", op: "Const" },
        { name: "mean", op: "Mean", input: ["image", "axes"] },
      ],
    },
    weightsManifest: [
      { paths: ["axes.bin"], weights: [{ name: "axes", shape: [2], dtype: "int32" }] },
    ],
  };
  const files = new Map([
    ["model.json", Buffer.from(JSON.stringify(graph))],
    ["axes.bin", Buffer.from(Int32Array.of(1, 2).buffer)],
  ]);
  return convertModel(
    {
      name: "mean-color",
      licence: "none",
      package: { name: "none", version: "0", integrity: "" },
      graphPath: "model.json",
      conversion: {
        inputs: [
          {
            node: "image",
            name: "crops",
            dims: ["batch", 3, 256, 128],
            layout: "channels-first",
          },
        ],
        outputs: [{ node: "mean", name: "vector", dims: ["batch", 3], layout: "as-written" }],
      },
      sha256: "",
    },
    files,
  );
}
