import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { createLog, systemClock } from "../server/src/base/index.ts";
import { sharpnessOf } from "../server/src/features/photos/judge/sharpness.ts";
import { createUpscaler, type ProcessUpscaler } from "../server/src/upscale/index.ts";
import { TILE_LIMITS } from "../server/src/upscale/job/run-job.ts";
import { planTiles } from "../server/src/upscale/job/tile-plan.ts";
import { ensureModels, modelPath } from "../server/src/weights/index.ts";
import { MODELS_DIR } from "./harness/bare-inference.ts";
import { percentile, type Bench, type Figure, type Ratio } from "./harness/index.ts";
import { grayOf, psnr, ssim } from "./harness/likeness.ts";
import { runScript } from "./harness/run-script.ts";
import { simulatedPicture } from "./harness/simulated-picture.ts";

const MODEL = "realesr-general-x4v3";
const CAMERA = "c09";
const SCALE = 4;

interface Size {
  readonly rounds: number;
  readonly widthPx: number;
  readonly heightPx: number;
}
const FULL: Size = { rounds: 3, widthPx: 640, heightPx: 360 };
const TINY: Size = { rounds: 1, widthPx: 64, heightPx: 36 };

/**
 * Seconds per megapixel of result through the whole upscaler, from its first tile to the JPEG,
 * beside the bare network over tiles of the same sizes at the same priority, taking turns; what
 * the network makes of a simulated camera's picture that was shrunk, beside bicubic; and the
 * sharpness score beside one convolution of sharp.
 */
export const upscale: Bench = {
  name: "upscale",
  run: async ({ size }) => {
    const { rounds, ...picturePx } = size === "tiny" ? TINY : FULL;
    await ensureModels({ dir: MODELS_DIR, names: [MODEL] });
    const folder = await mkdtemp(path.join(tmpdir(), "whereabouts-bench-upscale-"));
    const log = createLog("error");
    const upscaler = createUpscaler({ log, clock: systemClock, modelsDir: MODELS_DIR });
    try {
      const picture = await simulatedPicture(CAMERA);
      const speed = await takeTurns({ upscaler, folder, picture, picturePx, rounds });
      const likeness = await compare({ upscaler, folder, picture });
      const score = await scoreBesideSharp(picture, size === "tiny" ? 1 : 9);
      return {
        figures: [...speed.figures, ...likeness, ...score.figures],
        ratios: [...speed.ratios, ...score.ratios],
        digest: `${picturePx.widthPx}x${picturePx.heightPx} px, ${MODEL}`,
      };
    } finally {
      await upscaler.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Work {
  readonly upscaler: ProcessUpscaler;
  readonly folder: string;
  readonly picture: Buffer;
}
interface Measured {
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
}

async function takeTurns(
  work: Work & { readonly picturePx: Omit<Size, "rounds">; readonly rounds: number },
): Promise<Measured> {
  const { picturePx, rounds } = work;
  const { widthPx, heightPx } = picturePx;
  const small = await sharp(work.picture).resize(widthPx, heightPx).png().toBuffer();
  const { tiles } = planTiles(picturePx, TILE_LIMITS[MODEL]);
  const sizes = tiles.map(({ shown }) => `${shown.widthPx}x${shown.heightPx}`).join(",");
  const megapixels = (widthPx * heightPx * SCALE ** 2) / 1e6;
  const ours: number[] = [];
  const bare: number[] = [];
  const bareCpu: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone = JSON.parse(
      await runScript("bare-upscale.ts", [modelPath(MODELS_DIR, MODEL), sizes]),
    ) as { seconds: number; cpuSeconds: number };
    bare.push(alone.seconds / megapixels);
    bareCpu.push(alone.cpuSeconds / megapixels);
    const { seconds } = await enlarge(work, `round-${round}`, small);
    ours.push(seconds / megapixels);
  }
  const ratios = ours.map((each, round) => bare[round]! / each);
  const unit = "s per output megapixel";
  return {
    figures: [
      { name: "through the upscaler", value: percentile(ours, 0.5), unit },
      { name: "bare network", value: percentile(bare, 0.5), unit },
      { name: "bare network, CPU", value: percentile(bareCpu, 0.5), unit },
      { name: "least ratio of a round", value: percentile(ratios, 0), unit: "" },
    ],
    ratios: [
      {
        name: "upscaler / bare, speed",
        value: percentile(ratios, 0.5),
        wanted: { atLeast: 0.9 },
      },
    ],
  };
}

/** @returns seconds from the first tile's start to the finished JPEG */
async function enlarge(
  { upscaler, folder }: Pick<Work, "upscaler" | "folder">,
  id: string,
  picture: Buffer,
): Promise<{ readonly seconds: number; readonly resultPath: string }> {
  const sourcePath = path.join(folder, `${id}.png`);
  const resultPath = path.join(folder, `${id}.jpg`);
  await writeFile(sourcePath, picture);
  let startedMs = performance.now();
  await upscaler.upscale(
    {
      id,
      sourcePath,
      resultPath,
      workFolder: path.join(folder, id),
      model: "general",
      longSideMaxPx: 1080,
      faithful: false,
    },
    ({ tilesDone }) => {
      if (tilesDone === 0) startedMs = performance.now();
    },
    new AbortController().signal,
  );
  return { seconds: (performance.now() - startedMs) / 1000, resultPath };
}

/** Both go through the same JPEG, so that it costs both the same. */
async function compare(work: Work): Promise<Figure[]> {
  const middle = { left: 160, top: 40, width: 320, height: 320 };
  const original = await sharp(work.picture).extract(middle).png().toBuffer();
  const side = middle.width / SCALE;
  const small = await sharp(original).resize(side, side, { kernel: "lanczos3" }).png().toBuffer();
  const plain = await sharp(small)
    .resize(middle.width, middle.height, { kernel: "cubic" })
    .jpeg({ quality: 75 })
    .toBuffer();
  const { resultPath } = await enlarge(work, "likeness", small);
  const truth = await grayOf(original);
  const pictures = { [MODEL]: await grayOf(resultPath), bicubic: await grayOf(plain) };
  return Object.entries(pictures).flatMap(([name, gray]) => [
    { name: `${name}, PSNR`, value: psnr(truth, gray), unit: "dB" },
    { name: `${name}, SSIM`, value: ssim(truth, gray), unit: "" },
  ]);
}

async function scoreBesideSharp(picture: Buffer, rounds: number): Promise<Measured> {
  const gray = await grayOf(picture);
  const { widthPx: width, heightPx: height } = gray;
  const megapixels = (width * height) / 1e6;
  const kernel = { width: 3, height: 3, kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0] };
  const ours: number[] = [];
  const sharps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedMs = performance.now();
    sharpnessOf(gray);
    const betweenMs = performance.now();
    await sharp(gray.data, { raw: { width, height, channels: 1 } })
      .convolve(kernel)
      .raw()
      .toBuffer();
    ours.push((betweenMs - startedMs) / megapixels);
    sharps.push((performance.now() - betweenMs) / megapixels);
  }
  const [score, convolution] = [percentile(ours, 0.5), percentile(sharps, 0.5)];
  return {
    figures: [
      { name: "sharpness score", value: score, unit: "ms per megapixel" },
      { name: "sharp's convolution", value: convolution, unit: "ms per megapixel" },
    ],
    ratios: [{ name: "sharp's convolution / score", value: convolution / score }],
  };
}
