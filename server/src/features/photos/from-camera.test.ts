import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MediaStore } from "../../media/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, TEST_API_KEY, type LiveServer } from "../../testing/live-server.ts";
import { PhotoApp, testPicture } from "./testing.ts";

const DAY_MS = Date.UTC(2026, 2, 4);
let database: TestDatabase;
let server: LiveServer;
/** Speaks with the shared key, that is for the site. */
const site = { "x-api-key": TEST_API_KEY };

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "enforced" });
  const jpeg = await testPicture({ width: 320, height: 180 });
  server.perception.picture = {
    jpeg,
    captureTimeMs: DAY_MS,
    size: { widthPx: 320, heightPx: 180 },
  };
}, 120_000);
afterAll(async () => {
  await server?.dispose();
  await database?.dispose();
});

async function call(method: string, path: string, body?: unknown) {
  const app = new PhotoApp(server.baseUrl);
  const json = { "content-type": "application/json", ...site };
  if (body === undefined) return app.call(method, path, { headers: site });
  return app.call(method, path, { headers: json, body: JSON.stringify(body) });
}

async function addCamera(): Promise<{ readonly id: string; readonly code: string }> {
  const code = `c${randomUUID().slice(0, 6)}`;
  const camera = { code, name: "Gate", source_url: "rtsp://127.0.0.1/gate", enabled: false };
  const added = await call("POST", "/api/v1/registry/cameras", camera);
  if (added.status >= 300) throw new Error(added.text);
  return server.cameras.registry.get(code);
}

/** A track of a dog with its crops, linked to a subject. */
async function addAnimal(cameraId: string, qualities: readonly number[]): Promise<string> {
  const { db } = database;
  const [subjectId, trackId] = [randomUUID(), randomUUID()];
  const at = new Date(DAY_MS + 3_600_000);
  const seen = { first_seen_at: at, last_seen_at: at };
  const globalId = `A-${subjectId.slice(0, 8)}`;
  await db
    .insertInto("subjects")
    .values({ id: subjectId, global_id: globalId, object_class: "dog", ...seen })
    .execute();
  await db
    .insertInto("links")
    .values({ track_id: trackId, subject_id: subjectId, kind: "new", score: 1 })
    .execute();
  for (const [index, quality] of qualities.entries()) {
    const content = await testPicture({ seed: index + 2, width: 40, height: 40 });
    const mediaId = await storeMedia(content);
    await db
      .insertInto("track_pictures")
      .values({
        ...{ id: randomUUID(), track_id: trackId, camera_id: cameraId, media_id: mediaId },
        ...{ quality, captured_at: at },
      })
      .execute();
  }
  return subjectId;
}

async function storeMedia(content: Buffer): Promise<string> {
  const folder = `${server.config.server.dataDir}/media`;
  const store = new MediaStore({ db: database.db, folder, clock: server.clock });
  const crop = { kind: "track-picture", contentType: "image/jpeg", content };
  return (await store.add({ ...crop, limitBytes: content.length })).id;
}

describe("a camera's picture", () => {
  it("becomes a photo of the site, whole or in part, with its origin", async () => {
    const camera = await addCamera();
    const whole = await call("POST", "/api/v1/photos/from-camera", { camera: camera.code });
    expect(whole.status).toBe(200);
    expect(whole.body).toMatchObject({
      status: "queued",
      uploader_id: null,
      origin: {
        ...{ kind: "camera", camera_id: camera.id, camera_code: camera.code, box_px: null },
        captured_at: "2026-03-04T00:00:00.000Z",
      },
    });
    const box_px = [100.5, 20, 180, 1000];
    const part = await call("POST", "/api/v1/photos/from-camera", {
      ...{ camera: camera.id, box_px },
      ...{ model: "best", faithful: true },
    });
    expect(part.body).toMatchObject({ model: "best", faithful: true, origin: { box_px } });
    const { original_url } = part.body as { original_url: string };
    const { body: crop } = await call("GET", original_url);
    expect(await sharp(crop as Buffer).metadata()).toMatchObject({ width: 80, height: 160 });
    const outside = { camera: camera.id, box_px: [400, 0, 500, 50] };
    const refused = await call("POST", "/api/v1/photos/from-camera", outside);
    expect([refused.status, refused.text]).toEqual([
      400,
      '{"detail":"box_px is 400, 0, 500, 50: at least 8 pixels a side inside of 320 x 180"}',
    ]);
    expect((await call("POST", "/api/v1/photos/from-camera", { camera: "none" })).status).toBe(404);
  });

  it("is nothing for owners: neither to take nor to see", async () => {
    const owner = await new PhotoApp(server.baseUrl).enter("an owner");
    const camera = await addCamera();
    const taken = await owner.json("POST", "/api/v1/photos/from-camera", { camera: camera.id });
    // A photo token opens the photo contract's routes, and this one asks for a login of the site.
    expect(taken.status).toBe(401);
    expect((await owner.call("GET", "/api/v1/photos")).text).toContain('"photos":[]');
    expect((await call("GET", "/api/v1/photos")).text).not.toContain('"photos":[]');
  });
});

describe("animals", () => {
  it("get one photo a day, of their best crop, which outlives the crop", async () => {
    const camera = await addCamera();
    const subjects = [await addAnimal(camera.id, [0.2, 0.9, 0.5]), await addAnimal(camera.id, [1])];
    expect(await server.photos.pickBestOfDay(DAY_MS)).toBe(2);
    expect(await server.photos.pickBestOfDay(DAY_MS)).toBe(0);
    expect(await server.photos.pickBestOfDay(DAY_MS + 86_400_000)).toBe(0);
    const { body } = await call("GET", "/api/v1/photos?scope=site");
    const { photos } = body as { photos: { subject_id: string; origin: { picture_id: string } }[] };
    const photo = photos.find(({ subject_id }) => subject_id === subjects[0]);
    expect(photo).toMatchObject({ origin: { kind: "subject", best_of_day: "2026-03-04" } });
    const { quality } = await database.db
      .selectFrom("track_pictures")
      .select("quality")
      .where("id", "=", photo?.origin.picture_id ?? "")
      .executeTakeFirstOrThrow();
    expect(quality).toBeCloseTo(0.9);
    const again = await call("POST", "/api/v1/photos/from-picture", {
      picture_id: photo?.origin.picture_id,
    });
    expect(again.body).toMatchObject({ origin: { kind: "subject", best_of_day: null } });
  });
});

describe("the live feed", () => {
  it("tells the site's photos to everybody, a user's own to that user only", async () => {
    const socket = new WebSocket(`${server.socketUrl}/api/v1/live`, { headers: site });
    const topics: string[] = [];
    const heard = new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        const message = JSON.parse(String(data));
        if (message.type === "hello") {
          socket.send(JSON.stringify({ type: "subscribe", topics: ["photos.>"] }));
          socket.send(JSON.stringify({ type: "ping" }));
        }
        if (message.type === "pong") {
          const [uploaderId, atMs] = [randomUUID(), 0];
          const event = { status: "queued", tilesDone: 0, tilesTotal: 0, atMs } as const;
          const own = { ...event, photoId: "own", uploaderId };
          server.bus.publish(`photos.${uploaderId}.own`, own);
          server.bus.publish("photos.site.x", { ...event, photoId: "x", uploaderId: null });
        }
        if (message.type !== "event") return;
        topics.push(message.topic);
        resolve();
      });
    });
    await heard;
    socket.close();
    expect(topics).toEqual(["photos.site.x"]);
  });
});
