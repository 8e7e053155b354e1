import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";

let database: TestDatabase;
let server: LiveServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db);
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

async function addCamera(zone = "ROOM-1"): Promise<string> {
  const { status, body } = await server.call("POST", "/api/v1/cameras", { location_zone: zone });
  expect(status).toBe(200);
  return (body as { camera_id: string }).camera_id;
}

const ingest = (body: unknown) => server.call("POST", "/api/v1/system/live-tracks/ingest", body);
const latest = (query = "") => server.call("GET", `/api/v1/live/tracks/latest${query}`);
const box = [1.00049, 2, 3.0006, 4];

describe("ingest", () => {
  it('answers when every row is durable, and binds 7 and "7" to one track', async () => {
    const camera_id = await addCamera();
    const ts = "2030-01-01T00:00:00.123456Z";
    const first = await ingest({
      camera_id,
      ts,
      detections: [{ source_track_id: 7, bbox_xyxy: box, conf: 0.9, class_id: 16 }],
    });
    expect(first).toEqual({
      status: 200,
      body: {
        ok: true,
        camera_id,
        created_tracks: 1,
        created_observations: 1,
        created_associations: 0,
      },
    });
    const again = await ingest({
      camera_id,
      ts: "2030-01-01T00:00:01Z",
      detections: [
        { source_track_id: "7", bbox_xyxy: ["1", 2, 3, 4], conf: "0.5", class_id: "16" },
      ],
    });
    expect(again.body).toMatchObject({ created_tracks: 0, created_observations: 1 });
    const { body } = await latest(`?camera_id=${camera_id}`);
    const { tracks, ...rest } = body as { tracks: Record<string, unknown>[] };
    expect(rest).toEqual({ count: 2, next_since_ts: "2030-01-01T00:00:01" });
    expect(new Set(tracks.map((track) => track["track_id"])).size).toBe(1);
    expect(tracks[1]).toEqual({
      ts: "2030-01-01T00:00:00.123456",
      track_id: expect.any(String),
      camera_id,
      zone_id: "ROOM-1",
      animal_id: null,
      bbox_xyxy: [1, 2, 3.001, 4],
      quality_score: 0.7,
      class: "dog",
      plan_xy_m: null,
    });
    const row = await database.db
      .selectFrom("observations")
      .select("appearance_vec_ref")
      .where("camera_id", "=", camera_id)
      .orderBy("ts")
      .executeTakeFirstOrThrow();
    expect(row.appearance_vec_ref).toBe("ingest;source:7;class:16;conf:0.900000");
  });

  it("skips boxes that are not four numbers, and takes the same id twice in a frame", async () => {
    const camera_id = await addCamera();
    const { body } = await ingest({
      camera_id,
      detections: [
        { source_track_id: "a", bbox_xyxy: [1, 2, 3], conf: 1 },
        { source_track_id: "b", bbox_xyxy: box, conf: 1 },
        { source_track_id: "b", bbox_xyxy: box, conf: 0 },
        { source_track_id: "c", bbox_xyxy: [4, 3, 2, 1], conf: -5e300, animal_id: "nobody" },
      ],
    });
    expect(body).toMatchObject({ created_tracks: 2, created_observations: 3 });
    const quality = await database.db
      .selectFrom("tracks")
      .select("quality_score")
      .where("camera_id", "=", camera_id)
      .where("source_track_id", "=", "b")
      .executeTakeFirst();
    expect(quality?.quality_score).toBe(0.5);
  });

  it("makes a camera healthy, also with an empty list", async () => {
    const camera_id = await addCamera();
    await server.call("POST", "/api/v1/system/camera-health", {
      camera_id,
      status: " DOWN ",
      fps: "3",
      message: "cable",
    });
    await ingest({ camera_id, ts: 1_700_000_000, detections: [] });
    const { body } = await server.call("GET", "/api/v1/admin/camera-health?stale_seconds=600");
    const row = (body as Record<string, unknown>[]).find((each) => each["camera_id"] === camera_id);
    expect(row).toMatchObject({
      status: "healthy",
      fps: 3,
      message: "cable",
      last_frame_at: "2023-11-14T22:13:20",
      is_stale: true,
    });
    const stored = await database.db
      .selectFrom("camera_health")
      .selectAll()
      .where("camera_id", "=", camera_id)
      .executeTakeFirstOrThrow();
    expect(stored).toMatchObject({ status: "healthy", fps: 3, message: "cable" });
  });

  it("gives two writers of one new id the same track", async () => {
    const camera_id = await addCamera();
    const detections = [{ source_track_id: "twin", bbox_xyxy: box, conf: 0.5 }];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ingest({ camera_id, detections })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const { count } = await database.db
      .selectFrom("tracks")
      .select(sql<number>`count(*)`.as("count"))
      .where("camera_id", "=", camera_id)
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });

  it("never forgets a binding, whatever process it was made in", async () => {
    const camera_id = await addCamera();
    const detections = [{ source_track_id: "old", bbox_xyxy: box, conf: 0.5 }];
    await ingest({ camera_id, detections });
    const other = await startLiveServer(database.db);
    const path = "/api/v1/system/live-tracks/ingest";
    const { body } = await other.call("POST", path, { camera_id, detections });
    await other.dispose();
    expect(body).toMatchObject({ created_tracks: 0, created_observations: 1 });
  });

  it.each([
    [{ detections: [] }, 422],
    [{ camera_id: "nobody", detections: [] }, 404],
    [{ camera_id: "nobody", detections: null }, 422],
    [{ camera_id: "nobody", detections: [{ source_track_id: 1 }] }, 422],
    [{ camera_id: "nobody", ts: "yesterday", detections: [] }, 422],
    [{ camera_id: "nobody", detections: [{ source_track_id: true, bbox_xyxy: [] }] }, 422],
    [{ camera_id: "nobody", detections: [{ source_track_id: "\u0000", bbox_xyxy: [] }] }, 422],
  ])("refuses %j with %i", async (body, status) => {
    expect((await ingest(body)).status).toBe(status);
  });

  it("refuses an id that is no storable text and goes on", async () => {
    const camera_id = await addCamera();
    const bad = await ingest({
      camera_id,
      detections: [{ source_track_id: "\ud800", bbox_xyxy: box }],
    });
    expect(bad.status).toBe(400);
    const good = await ingest({ camera_id, detections: [{ source_track_id: 1, bbox_xyxy: box }] });
    expect(good.status).toBe(200);
  });
});

describe("latest", () => {
  it("starts at since_ts inclusively, echoes it when nothing is newer, and limits", async () => {
    const camera_id = await addCamera();
    for (const second of [1, 2, 3]) {
      await ingest({
        camera_id,
        ts: `2031-01-01 00:00:0${second}`,
        detections: [{ source_track_id: second, bbox_xyxy: box }],
      });
    }
    const from = await latest(`?camera_id=${camera_id}&since_ts=2031-01-01T00:00:02Z`);
    expect(from.body).toMatchObject({ count: 2, next_since_ts: "2031-01-01T00:00:03" });
    const none = await latest(`?camera_id=${camera_id}&since_ts=2032-01-01T01:00:00%2B01:00`);
    expect(none.body).toEqual({ count: 0, next_since_ts: "2032-01-01T00:00:00", tracks: [] });
    const one = await latest(`?camera_id=${camera_id}&limit=1&animal_id=`);
    expect(one.body).toMatchObject({ count: 1, next_since_ts: "2031-01-01T00:00:03" });
    expect((await latest("?limit=301")).status).toBe(422);
    expect((await latest("?camera_id=nobody")).body).toMatchObject({ count: 0 });
    expect((await latest("?animal_id=rex")).body).toMatchObject({ count: 0 });
  });

  it("answers a camera called by its code or number too", async () => {
    await server.cameras.importCameras([{ name: "gate", url: "sim:campus/c09" }]);
    const detections = [{ source_track_id: 1, bbox_xyxy: box }];
    expect((await ingest({ camera_id: "gate", detections })).body).toMatchObject({
      camera_id: "gate",
    });
    expect((await latest("?camera_id=gate")).body).toMatchObject({ count: 1 });
    const { number } = server.cameras.registry.get("gate");
    expect((await latest(`?camera_id=${number}`)).body).toMatchObject({ count: 1 });
  });
});
