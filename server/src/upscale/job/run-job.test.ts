import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UpscaleJob } from "../messages.ts";
import { runJob, type Enlarge } from "./run-job.ts";

let folder: string;
let jobs = 0;

beforeAll(async () => {
  // As upscaling processes do: libvips would answer for a file from what the path held before.
  sharp.cache(false);
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-enlarge-"));
});
afterAll(() => {
  sharp.cache(true);
  return rm(folder, { recursive: true, force: true });
});

function jobOf(sourcePath: string, options: Partial<UpscaleJob> = {}): UpscaleJob {
  const id = `job-${++jobs}`;
  return {
    id,
    sourcePath,
    resultPath: path.join(folder, `${id}.jpg`),
    workFolder: path.join(folder, id),
    model: "general",
    method: "realesr-general-x4v3",
    longSideMaxPx: 1080,
    faithful: false,
    ...options,
  };
}

async function stored(name: string, picture: Sharp): Promise<string> {
  const at = path.join(folder, name);
  await picture.toFile(at);
  return at;
}

/** Four colours, one per quarter. */
function quarters(widthPx: number, heightPx: number, channels: 3 | 4 = 3): Sharp {
  const colours = [
    [200, 0, 0],
    [0, 200, 0],
    [0, 0, 200],
    [200, 200, 200],
  ];
  const pixels = Array.from({ length: widthPx * heightPx }, (_, at) => {
    const right = at % widthPx >= widthPx / 2 ? 1 : 0;
    const colour = colours[(at / widthPx >= heightPx / 2 ? 2 : 0) + right]!;
    return channels === 4 ? [...colour, 0] : colour;
  });
  const raw = { width: widthPx, height: heightPx, channels };
  return sharp(Uint8Array.from(pixels.flat()), { raw });
}

/** Repeats every pixel 4x4, which a test can foresee. */
const repeat: Enlarge = (pixels, { widthPx, heightPx }) => {
  const result = new Float32Array(pixels.length * 16);
  for (let row = 0, at = 0; row < 3 * heightPx * 4; row++) {
    for (let x = 0; x < widthPx * 4; x++, at++) {
      result[at] = pixels[Math.floor(row / 4) * widthPx + Math.floor(x / 4)]!;
    }
  }
  return Promise.resolve(result);
};

async function run(job: UpscaleJob, network: Enlarge | null = repeat) {
  const limits = { cellPxMax: 16, overlapPx: 16 };
  const progress: string[] = [];
  const result = await runJob(job, {
    network,
    limits,
    onProgress: ({ tilesDone, tilesTotal }) => progress.push(`${tilesDone}/${tilesTotal}`),
  });
  const tiles = sharp(path.join(job.workFolder, "result.tif"));
  const { data, info } = await tiles.raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * 3).subarray(0, 3),
  ];
  return { result, progress, pixel };
}

test("a picture is shrunk to fit, enlarged four times, and shows what it showed", async () => {
  const source = await stored("large.png", quarters(100, 50));
  const { result, progress, pixel } = await run(jobOf(source, { longSideMaxPx: 48 }));
  expect(result).toEqual({ method: "realesr-general-x4v3", widthPx: 192, heightPx: 96 });
  expect(progress).toEqual(["0/6", "1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]);
  expect([pixel(5, 5), pixel(180, 5), pixel(5, 90), pixel(180, 90)]).toEqual([
    [200, 0, 0],
    [0, 200, 0],
    [0, 0, 200],
    [200, 200, 200],
  ]);
});

test("a small picture is not enlarged before, and an odd one keeps every row", async () => {
  const source = await stored("odd.png", quarters(19, 3));
  const { result } = await run(jobOf(source, { longSideMaxPx: 1080 }));
  expect(result).toMatchObject({ widthPx: 76, heightPx: 12 });
});

test("orientation is applied, and what a transparent pixel hides is shown", async () => {
  const turned = await stored("turned.jpg", quarters(32, 16).withMetadata({ orientation: 6 }));
  const upright = await run(jobOf(turned));
  expect(upright.result).toMatchObject({ widthPx: 64, heightPx: 128 });
  // Turned clockwise, what was bottom left comes to top left.
  expect(upright.pixel(8, 8)[2]).toBeGreaterThan(150);
  const hidden = await stored("hidden.png", quarters(32, 16, 4));
  expect((await run(jobOf(hidden))).pixel(8, 8)).toEqual([200, 0, 0]);
});

test("gray, 16 bit and palette pictures come out in colour", async () => {
  const gray = await stored("gray.jpg", quarters(32, 16).toColourspace("b-w"));
  const [red, green, blue] = (await run(jobOf(gray))).pixel(100, 50);
  expect([green, blue]).toEqual([red, red]);
  const deep = await stored("deep.png", quarters(32, 16).toColourspace("rgb16").png());
  expect((await run(jobOf(deep))).pixel(8, 8)).toEqual([200, 0, 0]);
  const palette = await stored("palette.png", quarters(32, 16).png({ palette: true }));
  expect((await run(jobOf(palette))).pixel(8, 8)).toEqual([200, 0, 0]);
});

test("a network's picture is cut to 8 bits, an interpolated one is rounded", async () => {
  const source = await stored("cut.png", quarters(16, 16));
  const flat: Enlarge = (pixels) =>
    Promise.resolve(new Float32Array(pixels.length * 16).fill(100.9 / 255));
  expect((await run(jobOf(source), flat)).pixel(3, 3)).toEqual([100, 100, 100]);
  const plain = await run(jobOf(source, { method: "bicubic" }), null);
  expect(plain.pixel(0, 0)).toEqual([200, 0, 0]);
});

test("a result is a JPEG without the original's metadata, labelled as generated", async () => {
  const exif = { IFD0: { Make: "Camera" }, IFD3: { GPSLatitudeRef: "N" } };
  const source = await stored("exif.jpg", quarters(32, 16).withExif(exif));
  const job = jobOf(source);
  await run(job);
  const found = await sharp(job.resultPath).metadata();
  expect(found).toMatchObject({ format: "jpeg", chromaSubsampling: "4:2:0", width: 128 });
  expect([found.exif, found.icc, found.iptc]).toEqual([undefined, undefined, undefined]);
  expect(found.xmpAsString).toContain("digitalsourcetype/compositeWithTrainedAlgorithmicMedia");
  expect(found.xmpAsString).toContain("realesr-general-x4v3");
  // Quality 75: the second number of the quantisation table of the JPEG standard, halved.
  const bytes = await readFile(job.resultPath);
  expect(bytes[bytes.indexOf(Buffer.of(0xff, 0xdb)) + 5]).toBe(8);
  const plain = jobOf(source, { method: "bicubic" });
  await run(plain, null);
  expect((await sharp(plain.resultPath).metadata()).xmp).toBeUndefined();
});

test("a faithful result brings a map that is bright where the network invents", async () => {
  const source = await stored(
    "wall.png",
    sharp({ create: { width: 40, height: 20, channels: 3, background: "#808080" } }),
  );
  const noisy: Enlarge = async (pixels, size) => {
    const large = await repeat(pixels, size);
    return large.map((value, at) => value + (at % 2 === 0 ? 0.2 : -0.2));
  };
  const { result, pixel } = await run(jobOf(source, { faithful: true }), noisy);
  const { data, info } = await sharp(result.invented!.path)
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 40, height: 20, channels: 1 });
  expect(Math.min(...data)).toBeGreaterThan(200);
  expect(Math.abs(pixel(50, 50)[0]! - 128)).toBeLessThanOrEqual(4);
});

test("another request in the same folder begins anew, the same one makes nothing again", async () => {
  const source = await stored("again.png", quarters(32, 16));
  const job = jobOf(source);
  expect((await run(job)).progress).toEqual(["0/2", "1/2", "2/2"]);
  expect((await run(job)).progress).toEqual(["2/2"]);
  expect((await run({ ...job, longSideMaxPx: 16 })).progress).toEqual(["0/1", "1/1"]);
  await quarters(48, 16).toFile(source);
  expect((await run(job)).progress[0]).toBe("0/3");
});

test("what is no picture is refused without naming files of the server", async () => {
  const text = path.join(folder, "text.jpg");
  await writeFile(text, "a shopping list");
  const torn = path.join(folder, "torn.jpg");
  const whole = await quarters(64, 64).jpeg().toBuffer();
  await writeFile(torn, whole.subarray(0, whole.length / 2));
  for (const source of [text, torn, path.join(folder, "absent.jpg")]) {
    const failure = await run(jobOf(source)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: source === text || source === torn ? "invalid" : "not-found",
    });
    expect(String(failure)).not.toContain(folder);
  }
  await expect(run(jobOf(text, { longSideMaxPx: 100_000 }))).rejects.toThrow(/16 to 4096/);
});
