/** The hotel contract's camera and live-track operations over real HTTP: order, leniency, bytes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, TEST_API_KEY, type LiveServer } from "../../testing/live-server.ts";

let database: TestDatabase;
let server: LiveServer;
let cameraId: string;

const KEY = { "x-api-key": TEST_API_KEY };
const as = (role: string) => ({ ...KEY, "x-role": role, "x-user-id": "someone" });
const SYSTEM = as("system");
const STAFF = as("staff");

const CAMERAS = "/api/v1/cameras";
const HEALTH = "/api/v1/system/camera-health";
const HEALTH_LIST = "/api/v1/admin/camera-health";
const INGEST = "/api/v1/system/live-tracks/ingest";
const LATEST = "/api/v1/live/tracks/latest";
const BOX = [1, 2, 3, 4];

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, never>;
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const raw = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  const type: Record<string, string> =
    raw === undefined ? {} : { "content-type": "application/json" };
  const init = {
    method,
    headers: { ...type, ...headers },
    ...(raw !== undefined && { body: raw }),
  };
  const response = await fetch(server.baseUrl + path, init);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

const post = (path: string, headers: Record<string, string>, body?: unknown) =>
  send("POST", path, headers, body);
const get = (path: string, headers: Record<string, string>) => send("GET", path, headers);

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "enforced" });
});
beforeEach(async () => {
  const { body } = await post(CAMERAS, KEY, { location_zone: "ROOM-1" });
  cameraId = body["camera_id"]!;
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

describe("order of checks (1.3)", () => {
  const gated = [
    ["POST", HEALTH, "Admin or system role required"],
    ["POST", INGEST, "Admin or system role required"],
    ["GET", HEALTH_LIST, "Staff or admin role required"],
    ["GET", LATEST, "Staff or admin role required"],
  ] as const;
  const refusedRole = { POST: "staff", GET: "system" };
  const badRole = "x-role must be one of: owner, staff, admin, system";
  const noUser = "x-user-id is required for owner/staff/admin roles";

  it.each([
    ["POST", CAMERAS],
    ["POST", HEALTH],
    ["POST", INGEST],
  ])("%s %s: a body that is no JSON comes before the key", async (method, path) => {
    const { status, body } = await send(method, path, {}, "{nope");
    expect(status).toBe(422);
    expect(body["detail"]).toMatchObject([{ type: "json_invalid" }]);
  });

  it.each<readonly [string, string]>([
    ["POST", CAMERAS],
    ["GET", CAMERAS],
    ...gated.map(([method, path]) => [method, path] as const),
  ])("%s %s: the key comes before role and fields", async (method, path) => {
    const body = method === "POST" ? {} : undefined;
    for (const headers of [{}, { "x-api-key": "wrong" }, { "x-role": "king" }]) {
      const answer = await send(method, path, headers as Record<string, string>, body);
      expect([answer.status, answer.text]).toEqual([401, '{"detail":"Invalid API key"}']);
    }
  });

  it.each(gated)(
    "%s %s: session, role, user and gate, in this order",
    async (method, path, gate) => {
      const body = method === "POST" ? {} : undefined;
      const token = { "x-session-token": "psess_nobody", "x-role": "king" };
      const cases: [Record<string, string>, string][] = [
        [token, "Invalid or expired x-session-token"],
        [{ "x-role": "king" }, badRole],
        [{ "x-role": " STAFF " }, noUser],
        [{}, noUser],
        [{ "x-role": "owner", "x-user-id": "u" }, gate],
        [{ "x-role": refusedRole[method], "x-user-id": "u" }, gate],
      ];
      for (const [headers, detail] of cases) {
        const answer = await send(method, path, { ...KEY, ...headers }, body);
        expect([answer.status, answer.body["detail"]]).toEqual([403, detail]);
      }
    },
  );

  it("admits any role header with the key alone where the key is the only gate", async () => {
    for (const headers of [{}, { "x-role": "king" }, { "x-session-token": "psess_nobody" }]) {
      expect((await get(CAMERAS, { ...KEY, ...headers } as Record<string, string>)).status).toBe(
        200,
      );
    }
  });

  it("takes the key from the query only where no role is asked for, and the header wins", async () => {
    const query = `?api_key=${TEST_API_KEY}`;
    expect((await get(CAMERAS + query, {})).status).toBe(200);
    expect((await get(CAMERAS + query, { "x-api-key": "" })).status).toBe(200);
    expect((await get(CAMERAS + query, { "x-api-key": "wrong" })).status).toBe(401);
    const { "x-api-key": _key, ...staff } = STAFF;
    expect((await get(HEALTH_LIST + query, staff)).status).toBe(401);
  });

  it("checks fields before the camera, and the camera before the status", async () => {
    const unknown = { camera_id: "nobody" };
    const cases: [string, unknown, number, unknown][] = [
      [HEALTH, { ...unknown, fps: "fast" }, 422, expect.any(Array)],
      [HEALTH, { ...unknown, status: "fine" }, 404, "Camera not found"],
      [
        HEALTH,
        { camera_id: cameraId, status: "fine" },
        400,
        "status must be one of: healthy, degraded, down, unknown",
      ],
      [INGEST, unknown, 422, expect.any(Array)],
      [INGEST, { ...unknown, detections: [] }, 404, "Camera not found"],
    ];
    for (const [path, body, status, detail] of cases) {
      expect(await post(path, SYSTEM, body)).toMatchObject({ status, body: { detail } });
    }
  });
});

describe("fields (1.4)", () => {
  const missing = (name: string) => ({
    type: "missing",
    loc: ["body", name],
    msg: "Field required",
  });

  it("names what is missing the way the family's clients read it", async () => {
    expect((await post(CAMERAS, KEY, {})).body["detail"]).toEqual([
      { ...missing("location_zone"), input: {} },
    ]);
    const { body } = await post(INGEST, SYSTEM, { ts: "2030-01-01" });
    const input = { ts: "2030-01-01" };
    expect(body["detail"]).toEqual([
      { ...missing("camera_id"), input },
      { ...missing("detections"), input },
    ]);
    expect((await get(`${LATEST}?limit=0`, STAFF)).body["detail"]).toEqual([
      {
        type: "greater_than_equal",
        loc: ["query", "limit"],
        msg: "Input should be greater than or equal to 1",
        input: "0",
        ctx: { ge: 1 },
      },
    ]);
  });

  it.each([
    [CAMERAS, { location_zone: 1 }],
    [CAMERAS, { location_zone: null }],
    [CAMERAS, { location_zone: "a", tilt_deg: "" }],
    [CAMERAS, { location_zone: "a", stream_url: 7 }],
    [CAMERAS, []],
    [CAMERAS, undefined],
    [HEALTH, { status: null }],
    [HEALTH, { reconnect_count: null }],
    [HEALTH, { reconnect_count: "1.5" }],
    [HEALTH, { fps: "" }],
    [HEALTH, { last_frame_at: "" }],
    [HEALTH, { message: 5 }],
    [INGEST, { detections: null }],
    [INGEST, { detections: {} }],
    [INGEST, { detections: [{ bbox_xyxy: BOX }] }],
    [INGEST, { detections: [{ source_track_id: null, bbox_xyxy: BOX }] }],
    [INGEST, { detections: [{ source_track_id: 1, bbox_xyxy: ["x", 2, 3, 4] }] }],
    [INGEST, { detections: [{ source_track_id: 1, bbox_xyxy: BOX, conf: null }] }],
    [INGEST, { detections: [], ts: "" }],
  ])("%s refuses %j with 422", async (path, fields) => {
    const isObject = fields !== undefined && !Array.isArray(fields);
    const body = isObject && path !== CAMERAS ? { camera_id: cameraId, ...fields } : fields;
    const { status, body: answer } = await post(path, SYSTEM, body);
    expect(status).toBe(422);
    const [first] = answer["detail"] as never as { loc: unknown[] }[];
    expect(first?.loc[0]).toBe("body");
  });

  it.each([
    [CAMERAS, { location_zone: "a", tilt_deg: "2.5", installed_height_m: " 3 ", owner: 1 }],
    [CAMERAS, { location_zone: "", tilt_deg: null, stream_url: null, intrinsics_version: null }],
    [HEALTH, { fps: "2.5", latency_ms: null, reconnect_count: "3", last_frame_at: null }],
    [HEALTH, { status: "  Degraded ", updated_at: "ignored" }],
    [INGEST, { detections: [], ts: null }],
    [INGEST, { detections: [{ source_track_id: 1, bbox_xyxy: ["1", 2, 3, 4], conf: "0.5" }] }],
    [
      INGEST,
      { detections: [{ source_track_id: "x", bbox_xyxy: BOX, animal_id: "", class_id: null }] },
    ],
  ])("%s takes %j", async (path, fields) => {
    const body = path === CAMERAS ? fields : { camera_id: cameraId, ...fields };
    expect(await post(path, SYSTEM, body)).toMatchObject({ status: 200 });
  });

  it("takes JSON without a content type, and refuses it as text or not at all", async () => {
    const body = new TextEncoder().encode('{"location_zone":"bare"}');
    const bare = await fetch(server.baseUrl + CAMERAS, { method: "POST", headers: KEY, body });
    expect(bare.status).toBe(200);
    const asText = { ...KEY, "content-type": "text/plain" };
    expect((await post(CAMERAS, asText, '{"location_zone":"text"}')).status).toBe(422);
    const typed = { ...KEY, "content-type": "application/json" };
    expect((await post(CAMERAS, typed, "")).status).toBe(422);
    expect((await get(CAMERAS, typed)).status).toBe(200);
  });

  it.each([
    ["?limit=", 422],
    ["?limit=1.5", 422],
    ["?limit=301", 422],
    ["?limit=300", 200],
    ["?limit=999&limit=5", 200],
    ["?camera_id=&animal_id=", 200],
    ["?since_ts=", 422],
    ["?since_ts=2030-01-01T00:00:00+00:00", 422],
    ["?since_ts=2030-01-01T00:00:00%2B09:00", 200],
    ["?since_ts=2030-01-01", 200],
    ["?since_ts=1893456000", 200],
    ["?since_ts=yesterday", 422],
    ["?unknown=1", 200],
  ])("latest%s is answered with %i", async (query, status) => {
    expect((await get(LATEST + query, STAFF)).status).toBe(status);
  });

  it.each([
    ["?stale_seconds=0", 422],
    ["?stale_seconds=601", 422],
    ["?stale_seconds=", 422],
    ["?stale_seconds=600", 200],
  ])("camera-health%s is answered with %i", async (query, status) => {
    expect((await get(HEALTH_LIST + query, STAFF)).status).toBe(status);
  });

  it("answers methods and paths that do not exist without looking at the key", async () => {
    expect(await send("DELETE", CAMERAS, {})).toMatchObject({ status: 405 });
    expect(await get("/api/v1/no-such-thing", {})).toMatchObject({ status: 404 });
  });
});

describe("answers", () => {
  const NAIVE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;

  it("prints exactly the row of a camera, and lists cameras in the order they came", async () => {
    const fields = { location_zone: "방-1", stream_url: "rtsp://cam/1", tilt_deg: "12.5" };
    const { status, text, body } = await post(CAMERAS, KEY, fields);
    expect(status).toBe(200);
    expect(body).toEqual({
      camera_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      location_zone: "방-1",
      intrinsics_version: null,
      stream_url: "rtsp://cam/1",
      installed_height_m: null,
      tilt_deg: 12.5,
      created_at: expect.stringMatching(NAIVE),
    });
    expect(text).toContain('"방-1"');
    const listed = (await get(CAMERAS, KEY)).body as never as { camera_id: string }[];
    expect(listed.at(-1)).toEqual(body);
    expect(listed.at(-2)?.camera_id).toBe(cameraId);
  });

  it("replaces every field of the health and tells when it is stale", async () => {
    const seenAt = "2030-01-01T09:00:00.250+09:00";
    const report = { camera_id: cameraId, fps: 3, latency_ms: "41.5", last_frame_at: seenAt };
    const first = await post(HEALTH, SYSTEM, { ...report, reconnect_count: 2, message: "ok" });
    expect(first.body).toEqual({
      camera_id: cameraId,
      status: "healthy",
      fps: 3,
      latency_ms: 41.5,
      last_frame_at: "2030-01-01T00:00:00.250000",
      reconnect_count: 2,
      message: "ok",
      updated_at: expect.stringMatching(NAIVE),
    });
    const [newest] = (await get(HEALTH_LIST, STAFF)).body as never as unknown[];
    // A picture from the future is not stale.
    expect(newest).toEqual({ ...first.body, is_stale: false });
    const second = await post(HEALTH, SYSTEM, { camera_id: cameraId });
    const reset = { fps: null, latency_ms: null, last_frame_at: null, message: null };
    expect(second.body).toMatchObject({ ...reset, reconnect_count: 0, status: "healthy" });
    const [later] = (await get(HEALTH_LIST, STAFF)).body as never as unknown[];
    expect(later).toEqual({ ...second.body, is_stale: true });
  });

  it("prints exactly the ingest answer and the track item, with times normalised", async () => {
    await server.cameras.importCameras([{ name: "gate", url: "sim:campus/c09" }]);
    const detections = [{ source_track_id: 7, bbox_xyxy: [1, 2.00049, 3, 4], conf: 0.8 }];
    const sent = { camera_id: "gate", ts: "2031-05-05T12:00:00+09:00", detections };
    const { text } = await post(INGEST, SYSTEM, sent);
    expect(text).toBe(
      '{"ok":true,"camera_id":"gate","created_tracks":1,"created_observations":1,' +
        '"created_associations":0}',
    );
    const { id } = server.cameras.registry.get("gate");
    for (const camera_id of ["gate", id]) {
      const { body } = await get(`${LATEST}?camera_id=${camera_id}`, STAFF);
      expect(body).toEqual({
        count: 1,
        next_since_ts: "2031-05-05T03:00:00",
        tracks: [
          {
            ts: "2031-05-05T03:00:00",
            track_id: expect.any(String),
            camera_id: id,
            zone_id: "gate",
            animal_id: null,
            bbox_xyxy: [1, 2, 3, 4],
            quality_score: 0.8,
            class: "unknown",
            plan_xy_m: null,
          },
        ],
      });
    }
    const since = (ts: string) => get(`${LATEST}?camera_id=gate&since_ts=${ts}`, STAFF);
    expect((await since("2031-05-05T03:00:00Z")).body).toMatchObject({ count: 1 });
    expect((await since("2031-05-05T03:00:00.000001Z")).text).toBe(
      '{"count":0,"next_since_ts":"2031-05-05T03:00:00.000001","tracks":[]}',
    );
    expect((await get(`${LATEST}?camera_id=nobody`, STAFF)).text).toBe(
      '{"count":0,"next_since_ts":null,"tracks":[]}',
    );
  });
});
