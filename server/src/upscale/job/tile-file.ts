import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import type { SizePx } from "./tile-plan.ts";

export interface TileFileLayout {
  readonly picture: SizePx;
  /** Sides are multiples of 16. */
  readonly cell: SizePx;
  /** 3: RGB, 1: gray. */
  readonly channels: 1 | 3;
}

/**
 * A picture on disk, written tile by tile in any order: an uncompressed tiled TIFF, which libvips
 * reads a row of tiles at a time, with a list of the finished tiles beside it. A process that
 * finds both knows what is left to do, however the last one ended.
 *
 * Source: TIFF revision 6.0, sections 2, 8 and 15.
 */
export class TileFile {
  readonly #picture: FileHandle;
  readonly #list: FileHandle;
  readonly #layout: TileFileLayout;
  readonly #dataAt: number;
  readonly #done: Set<number>;

  private constructor(files: {
    picture: FileHandle;
    list: FileHandle;
    layout: TileFileLayout;
    dataAt: number;
    done: Set<number>;
  }) {
    this.#picture = files.picture;
    this.#list = files.list;
    this.#layout = files.layout;
    this.#dataAt = files.dataAt;
    this.#done = files.done;
  }

  /** Opens what lies at `path`, or begins anew there when it is of another layout. */
  static async open(path: string, layout: TileFileLayout): Promise<TileFile> {
    const header = tiffHeader(layout);
    const picture = await openOrCreate(path);
    const list = await open(`${path}.done`, "a+");
    if (!(await readAt(picture, 0, header.length)).equals(header)) {
      await list.truncate(0);
      await picture.truncate(0);
      await picture.write(header, 0, header.length, 0);
    }
    const dataAt = header.length;
    const file = new TileFile({ picture, list, layout, dataAt, done: new Set() });
    await file.#readDone();
    return file;
  }

  /** Tiles that are whole. */
  get done(): ReadonlySet<number> {
    return this.#done;
  }

  /** @param pixels rows of the tile's own pixels, channels side by side; narrower at the edges */
  async write(index: number, pixels: Uint8Array, size: SizePx): Promise<void> {
    const tile = this.#padded(pixels, size);
    await this.#picture.write(tile, 0, tile.length, this.#dataAt + index * tile.length);
    // A line of its own, even if the last process died in the middle of one.
    await this.#list.appendFile(`\n${index} ${sha256(tile)}\n`);
    this.#done.add(index);
  }

  async close(): Promise<void> {
    await this.#picture.close();
    await this.#list.close();
  }

  /** After a power cut the list may know of a tile that never reached the disk. */
  async #readDone(): Promise<void> {
    const length = tileBytes(this.#layout);
    for (const line of (await this.#list.readFile("utf8")).split("\n")) {
      const found = /^(\d+) ([0-9a-f]{64})$/.exec(line);
      const index = Number(found?.[1]);
      if (!found || index >= tileCount(this.#layout)) continue;
      const tile = await readAt(this.#picture, this.#dataAt + index * length, length);
      if (sha256(tile) === found[2]) this.#done.add(index);
    }
  }

  #padded(pixels: Uint8Array, { widthPx, heightPx }: SizePx): Uint8Array {
    const { cell, channels } = this.#layout;
    if (widthPx === cell.widthPx && heightPx === cell.heightPx) return pixels;
    const tile = new Uint8Array(tileBytes(this.#layout));
    const rowBytes = widthPx * channels;
    for (let row = 0; row < heightPx; row++) {
      const from = row * rowBytes;
      tile.set(pixels.subarray(from, from + rowBytes), row * cell.widthPx * channels);
    }
    return tile;
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  // Opening for appending would write tiles to the end whatever their place.
  const created = await open(path, "a");
  await created.close();
  return open(path, "r+");
}

/** Fewer bytes than asked for where the file ends. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function tileBytes({ cell, channels }: TileFileLayout): number {
  return cell.widthPx * cell.heightPx * channels;
}

function tileCount({ picture, cell }: TileFileLayout): number {
  return Math.ceil(picture.widthPx / cell.widthPx) * Math.ceil(picture.heightPx / cell.heightPx);
}

const SHORT = 3;
const LONG = 4;
const ENTRY_BYTES = 12;
const RGB = 2;
const BLACK_IS_ZERO = 1;

type TiffField = readonly [tag: number, type: number, values: readonly number[]];

function tiffHeader(layout: TileFileLayout): Buffer {
  const length = tileBytes(layout);
  const indices = Array.from({ length: tileCount(layout) }, (_, index) => index);
  const fieldsAt = (dataAt: number): TiffField[] => [
    [256, LONG, [layout.picture.widthPx]],
    [257, LONG, [layout.picture.heightPx]],
    [258, SHORT, Array.from({ length: layout.channels }, () => 8)],
    [259, SHORT, [1]],
    [262, SHORT, [layout.channels === 3 ? RGB : BLACK_IS_ZERO]],
    [277, SHORT, [layout.channels]],
    [284, SHORT, [1]],
    [322, LONG, [layout.cell.widthPx]],
    [323, LONG, [layout.cell.heightPx]],
    [324, LONG, indices.map((index) => dataAt + index * length)],
    [325, LONG, indices.map(() => length)],
  ];
  // The offsets of the tiles are part of the header, whose length does not depend on them.
  return writeHeader(fieldsAt(writeHeader(fieldsAt(0)).length));
}

function writeHeader(fields: readonly TiffField[]): Buffer {
  const directory = Buffer.alloc(8 + 2 + fields.length * ENTRY_BYTES + 4);
  directory.write("II*\0", "latin1");
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(fields.length, 8);
  const outside: Buffer[] = [];
  let outsideAt = directory.length;
  for (const [index, [tag, type, values]] of fields.entries()) {
    const at = 10 + index * ENTRY_BYTES;
    const bytes = fieldBytes(type, values);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (bytes.length <= 4) bytes.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(outsideAt, at + 8);
      outside.push(bytes);
      outsideAt += bytes.length;
    }
  }
  return Buffer.concat([directory, ...outside]);
}

/** Padded to a multiple of four, so that the next values start at a word. */
function fieldBytes(type: number, values: readonly number[]): Buffer {
  const valueBytes = type === SHORT ? 2 : 4;
  const bytes = Buffer.alloc(Math.ceil((values.length * valueBytes) / 4) * 4);
  for (const [index, value] of values.entries()) {
    if (type === SHORT) bytes.writeUInt16LE(value, index * valueBytes);
    else bytes.writeUInt32LE(value, index * valueBytes);
  }
  return bytes;
}
