import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testPicture } from "../testing.ts";
import { Judge } from "./index.ts";
import { luminanceStream } from "./jpeg-luma.ts";
import { decodeLuma, type LumaPlane } from "./luma.ts";
import { measure } from "./measures.ts";
import { sharpnessOf } from "./sharpness.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whereabouts-judge-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(bytes: Uint8Array): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, bytes);
  return path;
}

function plane(rows: readonly (readonly number[])[]): LumaPlane {
  const widthPx = rows[0]?.length ?? 0;
  return { data: Uint8Array.from(rows.flat()), widthPx, heightPx: rows.length };
}

function grey({ data, widthPx: width, heightPx: height }: LumaPlane) {
  return sharp(Buffer.from(data), { raw: { width, height, channels: 1 } }).toColourspace("b-w");
}

const IMPULSE = plane(
  [0, 1, 2, 3, 4].map((y) => [0, 1, 2, 3, 4].map((x) => (x === 2 && y === 2 ? 255 : 0))),
);
const STEPS = plane([
  [10, 20, 30, 40],
  [50, 60, 70, 80],
  [90, 100, 110, 125],
]);

/** The definition, word for word: photo contract, section 8. */
function slowSharpness({ data, widthPx, heightPx }: LumaPlane): number {
  const mirror = (index: number, size: number): number => {
    if (size === 1) return 0;
    return index < 0 ? -index : index >= size ? 2 * size - 2 - index : index;
  };
  const at = (x: number, y: number): number =>
    data[mirror(y, heightPx) * widthPx + mirror(x, widthPx)] ?? 0;
  const values: number[] = [];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      values.push(at(x, y - 1) + at(x, y + 1) + at(x - 1, y) + at(x + 1, y) - 4 * at(x, y));
    }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

describe("sharpness", () => {
  it("is that of the contract's two examples, from the file on", async () => {
    for (const [example, expected] of [
      [IMPULSE, 52_020],
      [STEPS, 4753.472222222222],
    ] as const) {
      expect(sharpnessOf(example)).toBeCloseTo(expected, 9);
      const path = await stored(await grey(example).png().toBuffer());
      expect(sharpnessOf(await decodeLuma(path, "png"))).toBeCloseTo(expected, 9);
    }
  });

  it("is the definition for pictures of any shape", () => {
    const planes = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([widthPx, heightPx]) =>
        fc
          .uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx })
          .map((data) => ({ data, widthPx, heightPx })),
      );
    fc.assert(
      fc.property(planes, (picture) => {
        expect(sharpnessOf(picture)).toBeCloseTo(slowSharpness(picture), 6);
      }),
    );
  });
});

describe("a JPEG's grey values", () => {
  it("are its own Y channel, whatever stands in its header", async () => {
    const values = plane(
      Array.from({ length: 40 }, (_, y) =>
        Array.from({ length: 56 }, (__, x) => (x * 7 + y * 13 + ((x * y) % 31)) % 256),
      ),
    );
    const lone = await grey(values).jpeg({ quality: 85 }).toBuffer();
    const rgb = Buffer.from([...values.data].flatMap((value) => [value, value, value]));
    const raw = { width: values.widthPx, height: values.heightPx, channels: 3 } as const;
    const expected = await sharp(lone).toColourspace("b-w").raw().toBuffer();
    for (const options of [
      { chromaSubsampling: "4:2:0" },
      { chromaSubsampling: "4:4:4" },
      { progressive: true },
    ]) {
      const coloured = await sharp(rgb, { raw })
        .withMetadata({ orientation: 6, icc: "p3" })
        .keepIccProfile()
        .jpeg({ quality: 85, ...options })
        .toBuffer();
      const decoded = await decodeLuma(await stored(coloured), "jpeg");
      expect([decoded.widthPx, decoded.heightPx]).toEqual([56, 40]);
      expect(Buffer.from(decoded.data).equals(expected)).toBe(true);
    }
  });

  it("come the usual way when the components are something else, and never from rubbish", async () => {
    const lone = await grey(STEPS).jpeg().toBuffer();
    expect(luminanceStream(lone)).toBeNull();
    const cmyk = await sharp(await testPicture())
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer();
    expect(luminanceStream(cmyk)).toBeNull();
    expect((await decodeLuma(await stored(cmyk), "jpeg")).widthPx).toBe(64);
    const picture = await testPicture();
    fc.assert(
      fc.property(fc.nat(picture.length - 1), fc.nat(255), (at, value) => {
        const damaged = Buffer.from(picture);
        damaged[at] = value;
        luminanceStream(damaged);
        luminanceStream(damaged.subarray(0, at));
      }),
    );
  });
});

describe("measures", () => {
  it("tell a smear's direction, and no direction where there is none", () => {
    const [width, height] = [96, 96];
    // Lines that run along x look like a smear along x.
    const smear = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, () => ((y * 97) % 61) * 4),
    );
    const along = measure(plane(smear)).blur;
    expect(along.strength).toBeGreaterThan(0.9);
    expect(Math.min(along.directionDeg ?? 90, 180 - (along.directionDeg ?? 90))).toBeLessThan(3);
    const turned = smear.map((_, x) => smear.map((row) => row[x] ?? 0));
    const across = measure(plane(turned)).blur;
    expect(across.directionDeg).toBeCloseTo(90, 0);
    expect(measure(IMPULSE).blur.directionDeg).toBeNull();
    expect(measure(plane([[7, 7]])).blur).toEqual({ strength: 0, directionDeg: null });
  });

  it("prefer middle grey to black and white", () => {
    const flat = (value: number) => measure(plane([[value, value]])).exposure;
    expect(flat(118)).toBe(1);
    expect(flat(0)).toBe(0);
    expect(flat(255)).toBe(0);
    expect(flat(180)).toBeGreaterThan(flat(230));
  });
});

describe("Judge", () => {
  const judge = new Judge();
  afterAll(() => judge.dispose());

  it("measures every format it takes and makes an upright small picture", async () => {
    for (const format of ["jpeg", "png", "webp", "avif"] as const) {
      const reply = await judge.measure(await stored(await testPicture({ format })));
      expect(reply.head).toMatchObject({ widthPx: 64, heightPx: 48 });
      expect(reply.measures.sharpness).toBeGreaterThan(0);
    }
    const turned = await judge.measure(await stored(await testPicture({ orientation: 6 })));
    expect(turned.head).toMatchObject({ widthPx: 48, heightPx: 64 });
    expect(await sharp(turned.thumbnail).metadata()).toMatchObject({ width: 48, height: 64 });
  });

  it.each([
    ["nothing", () => Buffer.alloc(0), "The file is empty"],
    ["text", () => Buffer.from("hello"), "The file is no picture"],
    ["SVG", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "no picture"],
    ["a bomb", bomb, "30000 x 30000 pixels, expected at most 100000000"],
    ["HEVC", heic, "The HEIC or AVIF picture cannot be read"],
  ])("refuses %s in words, without a path", async (_name, bytes, words) => {
    const refusal: Error = await judge.measure(await stored(bytes())).then(
      () => new Error("accepted"),
      (error: Error) => error,
    );
    expect(refusal.message).toContain(words);
    expect(refusal.message).not.toContain(folder);
  });

  it.each(["jpeg", "png", "webp"] as const)("refuses a torn %s", async (format) => {
    const whole = await testPicture({ format, width: 200, height: 200 });
    const torn = whole.subarray(0, Math.floor(whole.length * 0.6));
    await expect(judge.measure(await stored(torn))).rejects.toThrow(/torn|damaged/);
  });
});

/** A PNG whose head promises 900 million pixels. */
function bomb(): Buffer {
  const head = Buffer.from(
    "89504e470d0a1a0a0000000d49484452000075300000753008060000006d8f2ea6",
    "hex",
  );
  return Buffer.concat([head, Buffer.from("0000000049444154", "hex"), Buffer.alloc(64)]);
}

function heic(): Buffer {
  const head = Buffer.from("0000001866747970686569630000000068656963", "hex");
  return Buffer.concat([head, Buffer.alloc(200)]);
}
