import { randomUUID } from "node:crypto";
import { symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../base/index.ts";
import { createJobs, type Jobs } from "../../jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { PhotoApp, testPicture } from "./testing.ts";

interface Stored {
  readonly photo_id: string;
  readonly status: string;
  readonly error: string | null;
  readonly method: string | null;
  readonly is_generated: boolean;
  readonly size_px: readonly number[] | null;
  readonly result_size_px: readonly number[] | null;
  readonly thumbnail_url: string | null;
  readonly result_url: string | null;
  readonly judgement: { readonly sharpness: number } | null;
  readonly burst: readonly { readonly thumbnail_url: string | null }[];
  readonly measures: { readonly sharpness: string };
}

const CHECKOUT_MODELS = resolve(import.meta.dirname, "../../../../data/models");
const TIMEOUT_MS = 180_000;
let database: TestDatabase;
let server: LiveServer;
let jobs: Jobs;
let app: PhotoApp;
const sent = new Map<string, string>();
/** Names of the statuses that came over the bus, by photo. */
const told: { readonly photoId: string; readonly status: string }[] = [];

/** Uploads while no job runs, as before a restart; then the work begins. */
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "enforced" });
  await symlink(CHECKOUT_MODELS, join(server.config.server.dataDir, "models"));
  server.bus.subscribe<"photos">("photos.>", ({ payload }) => void told.push(payload));
  app = await new PhotoApp(server.baseUrl).enter(`user-${randomUUID().slice(0, 8)}`);
  const whole = await testPicture({ width: 60, height: 40, format: "png" });
  const files: Record<string, Buffer<ArrayBuffer>> = {
    turned: await testPicture({ width: 60, height: 40, orientation: 6 }),
    png: whole,
    torn: whole.subarray(0, Math.floor(whole.length / 2)),
    text: Buffer.from("<script>no picture</script>"),
    deleted: await testPicture({ width: 300, height: 200 }),
  };
  for (const [name, content] of Object.entries(files)) {
    const { body } = await app.upload("/upscale", "file", [content]);
    sent.set(name, (body as { id: string }).id);
  }
  const interrupted = sent.get("png") ?? "";
  await database.db
    .updateTable("photos")
    .set({ status: "processing" })
    .where("id", "=", interrupted)
    .execute();
  const { connection } = database;
  jobs = await createJobs({ connection, log: createLog("silent"), works: true });
  await server.photos.startWork(jobs);
}, TIMEOUT_MS);

afterAll(async () => {
  server?.photos.stopWork();
  await jobs?.dispose();
  await server?.dispose();
  await database?.dispose();
});

function idOf(name: string): string {
  return sent.get(name) ?? "";
}

async function detail(id: string): Promise<Stored> {
  return (await app.call("GET", `/api/v1/photos/${id}`)).body as Stored;
}

/** Resolves with the photo once the bus has told of this status. */
async function until(id: string, status: string): Promise<Stored> {
  const isThere = () => told.some((event) => event.photoId === id && event.status === status);
  if (!isThere()) {
    await new Promise<void>((done) => {
      const stop = server.bus.subscribe<"photos">("photos.>", () => {
        if (!isThere()) return;
        stop();
        done();
      });
      if (isThere()) done();
    });
  }
  return detail(id);
}

describe("what was queued before a start", () => {
  it("is worked off: turned upright, enlarged four times, without metadata", async () => {
    const photo = await until(idOf("turned"), "completed");
    expect(photo).toMatchObject({
      status: "completed",
      error: null,
      size_px: [40, 60],
      result_size_px: [160, 240],
      method: "realesr-general-x4v3",
      is_generated: true,
      judgement: { sharpness: expect.any(Number) },
      measures: { sharpness: expect.stringContaining("Laplacian") },
    });
    const result = await app.call("GET", `/photos/${photo.photo_id}`);
    const metadata = await sharp(result.body as Buffer).metadata();
    expect(metadata).toMatchObject({ format: "jpeg", width: 160, height: 240 });
    expect(metadata.orientation ?? 1).toBe(1);
    const original = await app.call("GET", `/photos/${photo.photo_id}?type=original`);
    expect((await sharp(original.body as Buffer).metadata()).orientation).toBe(6);
    const small = await app.call("GET", photo.thumbnail_url ?? "");
    expect(await sharp(small.body as Buffer).metadata()).toMatchObject({ width: 40, height: 60 });
  });

  it("goes on where a server died in the middle of it", async () => {
    const photo = await until(idOf("png"), "completed");
    expect(photo.result_size_px).toEqual([240, 160]);
    const original = await app.call("GET", `/api/v1/photos/${photo.photo_id}/pictures/original`);
    expect(original.headers.get("content-type")).toBe("image/png");
  });

  it.each([
    ["torn", /^The PNG cannot be read: /],
    ["text", /^The file is no picture, expected a JPEG, PNG, WebP or AVIF picture$/],
  ])("fails for a %s file with a reason and no path", async (name, reason) => {
    const photo = await until(idOf(name), "failed");
    expect(photo.error).toMatch(reason);
    expect(photo.error).not.toContain("/");
    const { body } = await app.call("GET", "/photos");
    const listed = (body as { id: string; status: string; error_message: string }[]).find(
      ({ id }) => id === photo.photo_id,
    );
    expect(listed).toMatchObject({ status: "failed", error_message: photo.error });
    // The apps show what they were given.
    expect((await app.call("GET", `/photos/${photo.photo_id}`)).status).toBe(200);
  });

  it("comes to nothing once it is deleted, whatever runs", async () => {
    const id = idOf("deleted");
    expect((await app.call("DELETE", `/photos/${id}`)).status).toBe(200);
    const left = await database.db.selectFrom("photos").select("id").where("id", "=", id).execute();
    expect(left).toEqual([]);
  });
});

describe(
  "a photo of the console",
  () => {
    it("is cancelled, and enlarged again with other wishes", async () => {
      const picture = await testPicture({ width: 400, height: 300 });
      const { body } = await app.upload("/upscale", "file", [picture]);
      const { id } = body as { id: string };
      const cancelled = await app.call("POST", `/api/v1/photos/${id}/cancel`);
      expect((cancelled.body as Stored).status).toBe("cancelled");
      const listed = (await app.call("GET", "/photos?limit=1")).body as { status: string }[];
      expect(listed).toMatchObject([{ status: "failed", error_message: "Cancelled" }]);
      expect((await app.call("POST", `/api/v1/photos/${id}/cancel`)).status).toBe(409);
      const again = await app.json("POST", `/api/v1/photos/${id}/enlarge`, {
        long_side_max_px: 16,
        faithful: true,
      });
      expect(again.body).toMatchObject({ status: "queued", faithful: true, error: null });
      const done = await until(id, "completed");
      expect(done).toMatchObject({ result_size_px: [64, 48], faithful: true });
    });

    it("shows the burst it was chosen from", async () => {
      const frames = [await testPicture({ blurSigma: 2 }), await testPicture(), Buffer.from("no")];
      const { body } = await app.upload("/bestcut?mode=smart", "files", frames);
      const photo = await detail((body as { id: string }).id);
      expect(photo).toMatchObject({
        origin: { kind: "burst", frames: 3, chosen_by: "smart" },
        burst: [
          { is_chosen: false, smart_score: expect.any(Number), judgement: { subject: {} } },
          { is_chosen: true, smart_score: expect.any(Number) },
          { error: expect.stringContaining("no picture"), thumbnail_url: null },
        ],
      });
      const small = await app.call("GET", photo.burst[0]?.thumbnail_url ?? "");
      expect(small.headers.get("content-type")).toBe("image/jpeg");
      expect((await app.call("GET", `/api/v1/photos/${photo.photo_id}/burst/2`)).status).toBe(404);
    });

    it("is seen by its uploader only, page by page", async () => {
      const all: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const after: string = cursor === "" ? "" : `&cursor=${cursor}`;
        const { body } = await app.call("GET", `/api/v1/photos?limit=2${after}`);
        const page = body as { photos: Stored[]; next_cursor: string | null };
        all.push(...page.photos.map(({ photo_id }) => photo_id));
        cursor = page.next_cursor;
      }
      expect(new Set(all).size).toBe(all.length);
      expect(all).toContain(idOf("turned"));
      const other = await new PhotoApp(server.baseUrl).enter(`user-${randomUUID().slice(0, 8)}`);
      expect((await other.call("GET", "/api/v1/photos")).text).toContain('"photos":[]');
      for (const path of ["", "/pictures/original", "/burst/0"]) {
        const answer = await other.call("GET", `/api/v1/photos/${idOf("turned")}${path}`);
        expect(answer.status).toBe(404);
      }
      for (const [method, path] of [
        ["POST", "/cancel"],
        ["DELETE", ""],
      ] as const) {
        const answer = await other.call(method, `/api/v1/photos/${idOf("turned")}${path}`);
        expect(answer.status).toBe(404);
      }
    });
  },
  TIMEOUT_MS,
);
