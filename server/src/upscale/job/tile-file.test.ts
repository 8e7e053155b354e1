import { appendFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TileFile, type TileFileLayout } from "./tile-file.ts";

const RGB: TileFileLayout = {
  picture: { widthPx: 40, heightPx: 20 },
  cell: { widthPx: 32, heightPx: 16 },
  channels: 3,
};
/** Columns and rows of the four tiles. */
const SIZES = [
  { widthPx: 32, heightPx: 16 },
  { widthPx: 8, heightPx: 16 },
  { widthPx: 32, heightPx: 4 },
  { widthPx: 8, heightPx: 4 },
];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-tiles-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeTiles(file: TileFile, indices: readonly number[], channels = 3): Promise<void> {
  for (const index of indices) {
    const size = SIZES[index]!;
    const pixels = new Uint8Array(size.widthPx * size.heightPx * channels).fill(50 * index + 10);
    await file.write(index, pixels, size);
  }
}

test.each([3, 1] as const)(
  "a picture of %i channels is read as it was written",
  async (channels) => {
    const at = path.join(folder, `whole-${channels}.tif`);
    const file = await TileFile.open(at, { ...RGB, channels });
    await writeTiles(file, [3, 1, 0, 2], channels);
    await file.close();
    const space = channels === 1 ? "b-w" : "srgb";
    const { data, info } = await sharp(at)
      .toColourspace(space)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 40, height: 20, channels });
    const pixel = (x: number, y: number) => data[(y * 40 + x) * channels];
    expect([pixel(0, 0), pixel(31, 15), pixel(32, 0), pixel(0, 16), pixel(39, 19)]).toEqual([
      10, 10, 60, 110, 160,
    ]);
  },
);

test("what was finished before is known, and nothing else", async () => {
  const at = path.join(folder, "resumed.tif");
  const first = await TileFile.open(at, RGB);
  await writeTiles(first, [0, 1, 2]);
  await first.close();
  // Tile 1 never reached the disk whole, and the list broke off in the middle of a line.
  const damaged = await open(at, "r+");
  const { size } = await damaged.stat();
  await damaged.write(Buffer.of(1, 2, 3), 0, 3, size - 2 * 32 * 16 * 3 + 5);
  await damaged.close();
  await appendFile(`${at}.done`, "3 0123");
  const second = await TileFile.open(at, RGB);
  expect([...second.done]).toEqual([0, 2]);
  await writeTiles(second, [1, 3]);
  await second.close();
  const third = await TileFile.open(at, RGB);
  expect([...third.done].toSorted()).toEqual([0, 1, 2, 3]);
  await third.close();
});

test("a picture of another size begins anew", async () => {
  const at = path.join(folder, "other.tif");
  const first = await TileFile.open(at, RGB);
  await writeTiles(first, [0]);
  await first.close();
  const layout = { ...RGB, picture: { widthPx: 41, heightPx: 20 } };
  const second = await TileFile.open(at, layout);
  expect(second.done.size).toBe(0);
  await second.close();
});
