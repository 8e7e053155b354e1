import { createHash, randomUUID } from "node:crypto";
import type { ReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Kysely } from "kysely";
import { AppError, type Clock } from "../base/index.ts";
import { isForeignKeyViolation, type DB } from "../db/index.ts";

/** A stored file: picture, clip, plan or export. */
export interface Media {
  readonly id: string;
  /** What it is for, e.g. `floor-plan`. */
  readonly kind: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** SHA-256 of the content, 32 bytes. */
  readonly sha256: Uint8Array;
  readonly createdAt: Date;
}

export interface NewMedia {
  readonly kind: string;
  readonly contentType: string;
  /** The bytes, whole or as they arrive. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  readonly limitBytes: number;
}

/** Bytes of a file to read; `lastByte` is inclusive, as in HTTP (RFC 9110, 14.1.2). */
export interface ByteRange {
  readonly firstByte: number;
  readonly lastByte: number;
}

const UNFINISHED_AGE_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Files below `DATA_DIR/media`, each with its row in `media`. A file is whole and on disk before
 * its row exists, and its row is gone before the file: what has a row can be read.
 */
export class MediaStore {
  readonly #db: Kysely<DB>;
  readonly #folder: string;
  readonly #clock: Clock;

  /** @param options.folder absolute path of `DATA_DIR/media` */
  constructor(options: {
    readonly db: Kysely<DB>;
    readonly folder: string;
    readonly clock: Clock;
  }) {
    this.#db = options.db;
    this.#folder = options.folder;
    this.#clock = options.clock;
  }

  /**
   * Stores a file; resolves when it is durable.
   *
   * @throws AppError `too-large` past the limit; whatever the content's source throws. Nothing is
   *   left behind then
   */
  async add(media: NewMedia): Promise<Media> {
    const id = randomUUID();
    const path = join(id.slice(0, 2), id);
    const unfinished = join(this.#folder, "unfinished", id);
    const place = join(this.#folder, path);
    await mkdir(dirname(unfinished), { recursive: true });
    await mkdir(dirname(place), { recursive: true });
    try {
      const { sizeBytes, sha256 } = await writeDurably(unfinished, media);
      await rename(unfinished, place);
      await syncFolder(dirname(place));
      return await this.#addRow({ id, path, sizeBytes, sha256, media });
    } catch (error) {
      await rm(unfinished, { force: true });
      await rm(place, { force: true });
      throw error;
    }
  }

  /** @returns null when there is no such file, or `id` is no uuid */
  async find(id: string): Promise<Media | null> {
    const row = await this.#findRow(id);
    return row ? toMedia(row) : null;
  }

  /**
   * Opens a file for reading, whole or in part. The caller reads the stream to its end or destroys
   * it.
   *
   * @throws AppError `not-found`
   */
  async read(id: string, range?: ByteRange): Promise<{ media: Media; stream: ReadStream }> {
    const row = await this.#findRow(id);
    if (!row) throw new AppError("not-found", `Media ${id} does not exist`);
    const bytes = range ? { start: range.firstByte, end: range.lastByte } : {};
    // Opened here, so that a file somebody took away is an error of this call, not of the stream.
    const file = await openIfPresent(join(this.#folder, row.path));
    if (!file) throw new AppError("not-found", `The file of media ${id} is missing`);
    return { media: toMedia(row), stream: file.createReadStream(bytes) };
  }

  /**
   * Where a file lies, for libraries and child processes that open files themselves. Read it,
   * never write there.
   *
   * @throws AppError `not-found`
   */
  async locate(id: string): Promise<string> {
    const row = await this.#findRow(id);
    if (!row) throw new AppError("not-found", `Media ${id} does not exist`);
    return join(this.#folder, row.path);
  }

  /**
   * @returns false when there was no such file
   * @throws AppError `conflict` while something still refers to it
   */
  async remove(id: string): Promise<boolean> {
    if (!UUID.test(id)) return false;
    try {
      const row = await this.#db
        .deleteFrom("media")
        .where("id", "=", id)
        .returning("path")
        .executeTakeFirst();
      if (row) await rm(join(this.#folder, row.path), { force: true });
      return row !== undefined;
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw new AppError("conflict", `Media ${id} is still in use`, { cause: error });
    }
  }

  /** Removes what interrupted uploads left behind over a day ago; call it at start. */
  async sweep(): Promise<number> {
    const folder = join(this.#folder, "unfinished");
    await mkdir(folder, { recursive: true });
    let removed = 0;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (this.#clock.nowMs() - mtimeMs < UNFINISHED_AGE_MS) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }

  async #findRow(id: string) {
    if (!UUID.test(id)) return undefined;
    return this.#db.selectFrom("media").selectAll().where("id", "=", id).executeTakeFirst();
  }

  async #addRow(file: {
    readonly id: string;
    readonly path: string;
    readonly sizeBytes: number;
    readonly sha256: Buffer;
    readonly media: NewMedia;
  }): Promise<Media> {
    const row = await this.#db
      .insertInto("media")
      .values({
        id: file.id,
        kind: file.media.kind,
        content_type: file.media.contentType,
        size_bytes: file.sizeBytes,
        sha256: file.sha256,
        path: file.path,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toMedia(row);
  }
}

async function writeDurably(
  path: string,
  media: NewMedia,
): Promise<{ sizeBytes: number; sha256: Buffer }> {
  const file = await open(path, "wx", 0o640);
  try {
    const result = await writeContent(file, media);
    await file.sync();
    return result;
  } finally {
    await file.close();
  }
}

async function writeContent(
  file: FileHandle,
  { content, limitBytes }: NewMedia,
): Promise<{ sizeBytes: number; sha256: Buffer }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) {
      throw new AppError(
        "too-large",
        `Storing a file failed, expected at most ${limitBytes} bytes`,
      );
    }
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return { sizeBytes, sha256: hash.digest() };
}

async function openIfPresent(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Without it a power cut may keep the row and lose the file's name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function toMedia(row: {
  id: string;
  kind: string;
  content_type: string;
  size_bytes: number;
  sha256: Buffer;
  created_at: Date;
}): Media {
  return {
    id: row.id,
    kind: row.kind,
    contentType: row.content_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    createdAt: row.created_at,
  };
}
