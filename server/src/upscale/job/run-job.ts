import { join } from "node:path";
import { LONG_SIDE_PX_MAX, LONG_SIDE_PX_MIN, SCALE } from "../contract.ts";
import type { UpscaleMethod, UpscaleProgress, UpscaleResult } from "../contract.ts";
import type { UpscaleJob } from "../messages.ts";
import { AppError } from "../../base/index.ts";
import { enlargeBicubic } from "./bicubic.ts";
import { keepFaithful } from "./faithful.ts";
import { prepare, type Prepared } from "./prepare.ts";
import { publishMap, publishResult } from "./publish.ts";
import { readRegion, type PlanarPixels } from "./read-region.ts";
import { TileFile } from "./tile-file.ts";
import {
  enlarged,
  planTiles,
  type Region,
  type SizePx,
  type Tile,
  type TileLimits,
  type TilePlan,
} from "./tile-plan.ts";

/** Enlarges planar `[3, height, width]` of 0..1 to four times the size. */
export type Enlarge = (pixels: PlanarPixels, size: SizePx) => Promise<Float32Array>;

/**
 * The small network looks 34 px around; 32 leave no difference to the untiled picture, 24 up to
 * three levels of 255 (measured 2026-11-22). The large one looks farther than any tile is wide, and
 * needs much more memory per pixel.
 */
export const TILE_LIMITS: Readonly<Record<UpscaleMethod, TileLimits>> = {
  "realesr-general-x4v3": { cellPxMax: 384, overlapPx: 32 },
  "realesrgan-x4plus": { cellPxMax: 144, overlapPx: 32 },
  bicubic: { cellPxMax: 512, overlapPx: 16 },
};

export interface JobTools {
  /** Null for bicubic. */
  readonly network: Enlarge | null;
  readonly limits?: TileLimits;
  readonly onProgress: (progress: UpscaleProgress) => void;
}

/**
 * Enlarges one picture tile by tile; tiles that an earlier run of the same request finished are
 * not made again. Holds one tile in memory, and writes the result row by row of tiles.
 *
 * @throws AppError `invalid` when the picture cannot be read
 */
export async function runJob(job: UpscaleJob, tools: JobTools): Promise<UpscaleResult> {
  refuseSides(job.longSideMaxPx);
  const picture = await prepare(job);
  const plan = planTiles(picture.size, tools.limits ?? TILE_LIMITS[job.method]);
  const faithful = job.faithful && tools.network !== null;
  const files = await openFiles(job.workFolder, plan, faithful);
  try {
    await makeTiles(plan, { picture, files, ...tools });
  } finally {
    await files.result.close();
    await files.map?.close();
  }
  await publishResult(files.resultPath, job);
  const { widthPx, heightPx } = picture.size;
  const result = { method: job.method, widthPx: widthPx * SCALE, heightPx: heightPx * SCALE };
  if (!faithful) return result;
  return { ...result, invented: { path: await publishMap(files.mapPath, job.resultPath) } };
}

function refuseSides(longSideMaxPx: number): void {
  const isGood =
    Number.isInteger(longSideMaxPx) &&
    longSideMaxPx >= LONG_SIDE_PX_MIN &&
    longSideMaxPx <= LONG_SIDE_PX_MAX;
  if (isGood) return;
  throw new AppError(
    "invalid",
    `Enlarging with longSideMaxPx ${longSideMaxPx} is refused, ` +
      `expected a whole number from ${LONG_SIDE_PX_MIN} to ${LONG_SIDE_PX_MAX}`,
  );
}

interface Files {
  readonly resultPath: string;
  readonly result: TileFile;
  readonly mapPath: string;
  readonly map: TileFile | null;
}

async function openFiles(folder: string, plan: TilePlan, faithful: boolean): Promise<Files> {
  const resultPath = join(folder, "result.tif");
  const mapPath = join(folder, "invented.tif");
  const { picture, cell } = plan;
  const times = (size: SizePx) => ({
    widthPx: size.widthPx * SCALE,
    heightPx: size.heightPx * SCALE,
  });
  const layout = { picture: times(picture), cell: times(cell), channels: 3 } as const;
  const result = await TileFile.open(resultPath, layout);
  const map = faithful ? await TileFile.open(mapPath, { picture, cell, channels: 1 }) : null;
  return { resultPath, result, mapPath, map };
}

interface Making extends JobTools {
  readonly picture: Prepared;
  readonly files: Files;
}

async function makeTiles(plan: TilePlan, making: Making): Promise<void> {
  const { files, onProgress } = making;
  const isDone = ({ index }: Tile) =>
    files.result.done.has(index) && (files.map?.done.has(index) ?? true);
  const tilesTotal = plan.tiles.length;
  let tilesDone = plan.tiles.filter(isDone).length;
  onProgress({ tilesDone, tilesTotal });
  for (const tile of plan.tiles) {
    if (isDone(tile)) continue;
    await makeTile(tile, making);
    onProgress({ tilesDone: ++tilesDone, tilesTotal });
  }
}

async function makeTile(tile: Tile, { picture, files, network }: Making): Promise<void> {
  const { shown, core } = tile;
  const original = await readRegion(picture, shown);
  const whole = enlarged(shown);
  const cut = { from: whole, region: enlarged(core) };
  if (!network) {
    const bytes = toBytes(enlargeBicubic(original, shown), { ...cut, rounding: NEAREST });
    return files.result.write(tile.index, bytes, cut.region);
  }
  const pixels = await network(original, shown);
  if (!files.map) {
    const bytes = toBytes(pixels, { ...cut, rounding: DOWN });
    return files.result.write(tile.index, bytes, cut.region);
  }
  const plain = enlargeBicubic(original, shown);
  const faithful = keepFaithful({ original, network: pixels, plain, size: shown });
  const gray = { from: shown, region: core, rounding: NEAREST };
  await files.map.write(tile.index, toBytes(faithful.original, gray), core);
  const bytes = toBytes(faithful.pixels, { ...cut, rounding: NEAREST });
  await files.result.write(tile.index, bytes, cut.region);
}

/** Contract section 9: the network's picture is truncated to 8 bits. */
const DOWN = 0;
const NEAREST = 0.5;

/** Cuts a region out of planes and lays its channels side by side as bytes. */
function toBytes(
  planes: Float32Array,
  cut: { readonly from: Region; readonly region: Region; readonly rounding: number },
): Uint8Array {
  const { from, region, rounding } = cut;
  const planePx = from.widthPx * from.heightPx;
  const channels = planes.length / planePx;
  const bytes = new Uint8ClampedArray(region.widthPx * region.heightPx * channels);
  let to = 0;
  for (let y = 0; y < region.heightPx; y++) {
    let at = (region.topPx - from.topPx + y) * from.widthPx + region.leftPx - from.leftPx;
    for (let x = 0; x < region.widthPx; x++, at++) {
      for (let channel = 0; channel < channels; channel++) {
        bytes[to++] = Math.floor(planes[channel * planePx + at]! * 255 + rounding);
      }
    }
  }
  return new Uint8Array(bytes.buffer);
}
