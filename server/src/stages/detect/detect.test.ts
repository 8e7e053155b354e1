import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { overlapOf, type Detection, type PixelBox } from "../../model/index.ts";
import type { MotionField, Picture } from "../../pipeline/perception/contract.ts";
import { classOfShape, MotionDetector } from "./motion/index.ts";
import { HEADS } from "./onnx/heads.ts";
import { Preprocessor, RAW_RGB } from "./preprocess.ts";
import { suppressOverlaps } from "./suppression.ts";

const SIZE = { widthPx: 640, heightPx: 360 };

function seen(objectClass: Detection["objectClass"], score: number, boxPx: PixelBox): Detection {
  return { objectClass, score, boxPx };
}

/** A picture of one colour. */
function plainPicture(
  size: Picture["size"],
  [red, green, blue]: [number, number, number],
): Picture {
  const picture: Picture = {
    size,
    captureTimeMs: 0,
    rgb: async ({ widthPx, heightPx }) =>
      Uint8Array.from({ length: widthPx * heightPx * 3 }, (_v, at) => [red, green, blue][at % 3]!),
    luma: async ({ widthPx, heightPx }) => new Uint8Array(widthPx * heightPx),
    jpeg: async () => new Uint8Array(),
    share: () => picture,
    release: () => undefined,
  };
  return picture;
}

describe("suppressOverlaps", () => {
  test("keeps the surest of one class, and both of two classes", () => {
    const kept = suppressOverlaps(
      [
        seen("person", 0.5, [10, 10, 50, 110]),
        seen("person", 0.9, [12, 10, 52, 110]),
        seen("bicycle", 0.4, [12, 10, 52, 110]),
      ],
      SIZE,
    );
    expect(kept.map(({ objectClass, score }) => [objectClass, score])).toEqual([
      ["person", 0.9],
      ["bicycle", 0.4],
    ]);
  });

  test("lets one place hold one animal, whatever it is called", () => {
    const both = [seen("cat", 0.8, [0, 0, 50, 50]), seen("dog", 0.7, [2, 0, 52, 50])];
    expect(suppressOverlaps(both, SIZE).map(({ objectClass }) => objectClass)).toEqual(["cat"]);
  });

  test("clips to the picture and never keeps two that overlap much", () => {
    const side = fc.integer({ min: -200, max: 900 });
    const box = fc.tuple(side, side, side, side).map(([a, b, c, d]): PixelBox => [a, b, c, d]);
    const many = fc.array(
      fc.record({ boxPx: box, score: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(many, (list) => {
        const kept = suppressOverlaps(
          list.map((each) => ({ ...each, objectClass: "person" })),
          SIZE,
        );
        for (const [index, { boxPx }] of kept.entries()) {
          expect(boxPx[0]).toBeGreaterThanOrEqual(0);
          expect(boxPx[3]).toBeLessThanOrEqual(360);
          for (const other of kept.slice(index + 1)) {
            expect(overlapOf(boxPx, other.boxPx)).toBeLessThanOrEqual(0.5);
          }
        }
      }),
    );
  });
});

describe("Preprocessor", () => {
  test("shrinks to fit and pads with gray at the lower edge", async () => {
    const size = { widthPx: 64, heightPx: 64 };
    const prepare = new Preprocessor({ size, normalization: RAW_RGB, keepAspect: true });
    const picture = plainPicture({ widthPx: 128, heightPx: 64 }, [200, 100, 50]);
    const { pixels, placement } = await prepare.prepare(picture);
    const plane = 64 * 64;
    expect([pixels[0], pixels[plane], pixels[2 * plane]]).toEqual([200, 100, 50]);
    expect(pixels[32 * 64]).toBe(114);
    expect(placement).toEqual({ scaleX: 0.5, scaleY: 0.5 });
  });
});

describe("heads of own models", () => {
  const wanted = [
    { objectClass: "person", index: 0 },
    { objectClass: "dog", index: 16 },
  ] as const;
  const size = { widthPx: 64, heightPx: 64 };
  const decode = (head: keyof typeof HEADS, outputs: Record<string, [number[], Float32Array]>) =>
    HEADS[head].decode(size)({
      outputs: new Map(
        Object.entries(outputs).map(([name, [dims, data]]) => [name, { dims, data }]),
      ),
      wanted,
      minScore: 0.4,
    });

  test("yolox: cells of three sizes, objectness times class", () => {
    const rows = 64 + 16 + 4;
    const data = new Float32Array(rows * 85);
    const row = 9; // second row, second column of the finest grid
    data.set([0.5, 0.5, Math.log(2), Math.log(4), 0.9, 0.8], row * 85);
    const [found, ...none] = decode("yolox", { out: [[1, rows, 85], data] });
    expect(none).toEqual([]);
    expect(found?.objectClass).toBe("person");
    expect(found?.score).toBeCloseTo(0.72);
    found?.boxPx.forEach((side, at) => expect(side).toBeCloseTo([4, -4, 20, 28][at]!, 4));
  });

  test("yolov8: channels before cells, no objectness", () => {
    const cells = 100;
    const data = new Float32Array(84 * cells);
    [32, 30, 20, 10].forEach((value, row) => (data[row * cells + 7] = value));
    data[(4 + 16) * cells + 7] = 0.75;
    expect(decode("yolov8", { out: [[1, 84, cells], data] })).toEqual([
      { objectClass: "dog", score: 0.75, boxPx: [22, 25, 42, 35] },
    ]);
  });

  test("rtdetr: boxes in shares beside logits", () => {
    const boxes = Float32Array.of(0.5, 0.5, 0.25, 0.5);
    const logits = new Float32Array(80).fill(-9);
    logits[0] = 3;
    const [found] = decode("rtdetr", { boxes: [[1, 1, 4], boxes], logits: [[1, 1, 80], logits] });
    expect(found).toMatchObject({ objectClass: "person", boxPx: [24, 16, 40, 48] });
  });

  test("refuse an output of another layout", () => {
    const wrong: [number[], Float32Array] = [[1, 3, 7], new Float32Array(21)];
    expect(() => decode("yolox", { out: wrong })).toThrow(/does not fit head/);
    expect(() => decode("yolov8", { out: [[1, 84], new Float32Array(84)] })).toThrow(
      /does not fit head/,
    );
  });
});

describe("MotionDetector", () => {
  const field = (
    paint: (set: (x: number, y: number, value?: number) => void) => void,
  ): MotionField => {
    const size = { widthPx: 320, heightPx: 180 };
    const foreground = new Uint8Array(size.widthPx * size.heightPx);
    paint((x, y, value = 1) => (foreground[y * size.widthPx + x] = value));
    return { size, foreground, changedShare: 0.01, isMoving: true, isSettled: true };
  };
  const fill = (set: (x: number, y: number, value?: number) => void, box: number[], value = 1) => {
    for (let y = box[1]!; y < box[3]!; y++)
      for (let x = box[0]!; x < box[2]!; x++) set(x, y, value);
  };
  const detect = (motion: MotionField, settings = {}) =>
    new MotionDetector(settings).detect({ picture: plainPicture(SIZE, [0, 0, 0]), motion });

  test("gives one box for a head and a body that are torn apart", async () => {
    const found = await detect(
      field((set) => {
        fill(set, [103, 40, 109, 47]);
        fill(set, [100, 51, 112, 80]);
      }),
    );
    expect(found.map(({ boxPx, objectClass }) => [...boxPx, objectClass])).toEqual([
      [200, 80, 224, 160, "person"],
    ]);
  });

  test("splits two people who touch", async () => {
    const found = await detect(
      field((set) => {
        fill(set, [100, 40, 112, 80]);
        fill(set, [112, 58, 115, 64]);
        fill(set, [115, 41, 127, 80]);
      }),
    );
    expect(found.map(({ objectClass }) => objectClass)).toEqual(["person", "person"]);
  });

  test("leaves out noise, shadows, and everything before the background is known", async () => {
    const noisy = field((set) => {
      for (let at = 0; at < 100; at++) set((at * 37) % 320, (at * 53) % 180);
      fill(set, [200, 100, 240, 108], 2);
    });
    expect(await detect(noisy)).toEqual([]);
    const person = field((set) => fill(set, [100, 40, 112, 80]));
    expect(await detect({ ...person, isSettled: false })).toEqual([]);
  });

  test("names what it finds by the camera's settings, or by shape", async () => {
    const person = field((set) => fill(set, [100, 40, 112, 80]));
    expect((await detect(person, { motionClass: "car" }))[0]?.objectClass).toBe("car");
    expect(classOfShape([0, 0, 10, 30])).toBe("person");
    expect(classOfShape([0, 0, 30, 20])).toBe("dog");
    expect(classOfShape([0, 0, 20, 24])).toBe("unknown");
  });
});
