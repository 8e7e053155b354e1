import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../base/index.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { MediaStore } from "./index.ts";

let database: TestDatabase;
let folder: string;
let store: MediaStore;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "whereabouts-media-"));
  store = new MediaStore({ db: database.db, folder, clock: systemClock });
});
afterAll(async () => {
  await database.dispose();
  await rm(folder, { recursive: true });
});

const picture = { kind: "floor-plan", contentType: "image/png", limitBytes: 1_000_000 };
const read = async (id: string) => buffer((await store.read(id)).stream);

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function countFiles(): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

describe("MediaStore", () => {
  it("gives back the bytes, their size and digest", async () => {
    const bytes = randomBytes(200_000);
    const media = await store.add({ ...picture, content: inChunks(bytes, 7_000) });
    expect(media).toMatchObject({
      kind: "floor-plan",
      contentType: "image/png",
      sizeBytes: 200_000,
    });
    expect(Buffer.from(media.sha256)).toEqual(createHash("sha256").update(bytes).digest());
    expect(await read(media.id)).toEqual(bytes);
    expect(await store.find(media.id)).toEqual(media);
  });

  it("reads a part, both ends included", async () => {
    const { id } = await store.add({ ...picture, content: Buffer.from("0123456789") });
    const { stream } = await store.read(id, { firstByte: 2, lastByte: 4 });
    expect((await buffer(stream)).toString()).toBe("234");
  });

  it("keeps an empty file", async () => {
    const { id, sizeBytes } = await store.add({ ...picture, content: new Uint8Array() });
    expect(sizeBytes).toBe(0);
    expect(await read(id)).toHaveLength(0);
  });

  it("accepts the limit and leaves nothing of what exceeds it", async () => {
    await store.add({ ...picture, limitBytes: 10, content: randomBytes(10) });
    const before = await countFiles();
    const tooLarge = { ...picture, limitBytes: 10, content: inChunks(randomBytes(11), 4) };
    await expect(store.add(tooLarge)).rejects.toMatchObject({ kind: "too-large" });
    expect(await countFiles()).toBe(before);
  });

  it("leaves nothing of an upload that broke off", async () => {
    const before = await countFiles();
    async function* broken() {
      yield randomBytes(10);
      throw new Error("connection lost");
    }
    await expect(store.add({ ...picture, content: broken() })).rejects.toThrow("connection lost");
    expect(await countFiles()).toBe(before);
  });

  it("leaves no file without a row", async () => {
    const before = await countFiles();
    const kind = null as unknown as string;
    await expect(store.add({ ...picture, kind, content: randomBytes(5) })).rejects.toThrow();
    expect(await countFiles()).toBe(before);
  });

  it("removes file and row", async () => {
    const before = await countFiles();
    const { id } = await store.add({ ...picture, content: randomBytes(5) });
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
    expect(await store.find(id)).toBeNull();
    expect(await countFiles()).toBe(before);
  });

  it("says so when somebody took the file away", async () => {
    const { id } = await store.add({ ...picture, content: randomBytes(5) });
    await rm(join(folder, id.slice(0, 2), id));
    await expect(store.read(id)).rejects.toThrow(`The file of media ${id} is missing`);
    await store.remove(id);
  });

  it("keeps what is still in use", async () => {
    const { id } = await store.add({ ...picture, content: randomBytes(5) });
    const site = await database.db
      .insertInto("sites")
      .values({ code: "s", name: "s" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const floor = { code: "f", name: "f", width_m: 1, height_m: 1 };
    await database.db
      .insertInto("floors")
      .values({ ...floor, site_id: site.id, plan_media_id: id })
      .execute();
    await expect(store.remove(id)).rejects.toMatchObject({ kind: "conflict" });
    expect(await read(id)).toHaveLength(5);
  });

  it.each(["../../etc/passwd", "", "00000000-0000-0000-0000-000000000000"])(
    "knows no file %j",
    async (id) => {
      expect(await store.find(id)).toBeNull();
      expect(await store.remove(id)).toBe(false);
      await expect(store.read(id)).rejects.toMatchObject({ kind: "not-found" });
    },
  );

  it("sweeps away what was left unfinished a day ago", async () => {
    const unfinished = join(folder, "unfinished");
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, "new"), "");
    await writeFile(join(unfinished, "old"), "");
    const old = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(unfinished, "old"), old, old);
    expect(await store.sweep()).toBe(1);
    expect(await readdir(unfinished)).toEqual(["new"]);
  });
});
