import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { RegistryCamera } from "@whereabouts/contracts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { checkSourceUrl, maskSourceUrl, unmaskSourceUrl } from "./source-url.ts";

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

const REGISTRY = "/api/v1/registry/cameras";

async function add(body: Record<string, unknown> = {}): Promise<RegistryCamera> {
  const camera = { name: "Gate", source_url: "sim:campus/c09", ...body };
  const answer = await server.call("POST", REGISTRY, camera);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

/** Made by a camera 4 m above (10, 2) with f = 1000 px, k1 = -0.2, k2 = 0.03, tilted by 0.6 rad. */
const WIDE_PAIRS = [
  [60, 1020, 6.3996, 5.1247],
  [960, 1000, 10.8338, 4.1446],
  [1860, 1020, 14.7655, 1.8721],
  [120, 620, 5.8301, 8.7484],
  [900, 560, 11.645, 7.3718],
  [1800, 620, 17.6332, 4.1596],
  [300, 300, 6.0176, 15.8551],
  [1000, 260, 14.7946, 12.9709],
  [1650, 300, 22.8868, 9.4235],
].map(([u, v, x, y]) => ({ image_px: [u, v], plan_m: [x, y] }));

describe("hotel cameras", () => {
  it("takes text for numbers, ignores what it does not know, and answers the exact row", async () => {
    const created = await server.call("POST", "/api/v1/cameras", {
      location_zone: "ROOM-1",
      installed_height_m: "2.5",
      tilt_deg: 30,
      stream_url: "rtsp://me:hidden@cam.local/1",
      camera_id: "mine",
    });
    expect(created).toEqual({
      status: 200,
      body: {
        camera_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        location_zone: "ROOM-1",
        intrinsics_version: null,
        stream_url: "rtsp://me:***@cam.local/1",
        installed_height_m: 2.5,
        tilt_deg: 30,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/),
      },
    });
    const listed = await server.call("GET", "/api/v1/cameras");
    expect(listed.body).toContainEqual(created.body);
    const { camera_id: id } = created.body as { camera_id: string };
    expect(server.perception.cameras).toContainEqual({
      cameraId: id,
      code: expect.stringMatching(/^cam-\d+$/),
      sourceUrl: "rtsp://me:hidden@cam.local/1",
      settings: {},
    });
  });

  it.each([
    [{}],
    [{ location_zone: 5 }],
    [{ location_zone: null }],
    [{ location_zone: "a", tilt_deg: "steep" }],
  ])("refuses %j", async (body) => {
    expect((await server.call("POST", "/api/v1/cameras", body)).status).toBe(422);
  });

  it("replaces every field of the health, checks the camera before the status", async () => {
    const { camera_id } = await add();
    const report = (body: unknown) => server.call("POST", "/api/v1/system/camera-health", body);
    await report({ camera_id, status: "degraded", fps: 3, reconnect_count: 4, message: "loose" });
    const { body } = await report({ camera_id, status: "Down", last_frame_at: "2026-01-01" });
    expect(body).toEqual({
      camera_id,
      status: "down",
      fps: null,
      latency_ms: null,
      last_frame_at: "2026-01-01T00:00:00",
      reconnect_count: 0,
      message: null,
      updated_at: expect.any(String),
    });
    expect((await report({ camera_id: "nobody", status: "fine" })).status).toBe(404);
    expect(await report({ camera_id, status: "fine" })).toEqual({
      status: 400,
      body: { detail: "status must be one of: healthy, degraded, down, unknown" },
    });
    const history = await server.call("GET", `${REGISTRY}/${camera_id}/health`);
    expect(history.body).toMatchObject([
      { status: "down", message: null },
      { status: "degraded", message: "loose" },
    ]);
    const list = await server.call("GET", "/api/v1/admin/camera-health");
    expect((list.body as object[])[0]).toMatchObject({ camera_id, is_stale: true });
  });
});

describe("registry", () => {
  it("answers by uuid, code and number, changes, and forgets", async () => {
    const camera = await add({ code: "c77", settings: { detector: { kind: "motion" } } });
    for (const key of [camera.camera_id, "c77", String(camera.number)]) {
      expect((await server.call("GET", `${REGISTRY}/${key}`)).body).toEqual(camera);
    }
    expect((await server.call("POST", REGISTRY, { ...camera })).status).toBe(409);
    const patch = { enabled: false, settings: { target_fps: 5 } };
    const changed = await server.call("PATCH", `${REGISTRY}/c77`, patch);
    expect(changed.body).toMatchObject({ enabled: false, settings: { target_fps: 5 } });
    expect(server.perception.cameras.some((spec) => spec.code === "c77")).toBe(false);
    expect((await server.call("DELETE", `${REGISTRY}/c77`)).status).toBe(204);
    expect((await server.call("GET", `${REGISTRY}/c77`)).status).toBe(404);
    expect((await add({ code: "c77" })).camera_id).not.toBe(camera.camera_id);
  });

  it("keeps a secret it never showed when the address comes back unchanged", async () => {
    const { camera_id, source_url } = await add({ source_url: "rtsp://u:p4ss@host/s?token=abc" });
    expect(source_url).toBe("rtsp://u:***@host/s?token=***");
    await server.call("PATCH", `${REGISTRY}/${camera_id}`, { source_url, name: "Other" });
    const spec = server.perception.cameras.find((each) => each.cameraId === camera_id);
    expect(spec?.sourceUrl).toBe("rtsp://u:p4ss@host/s?token=abc");
  });

  it.each(["ftp://x/y", "rtsp://", "sim:campus", "c:\\video", "http:///x", "javascript:alert(1)"])(
    "refuses the address %s",
    async (source_url) => {
      const answer = await server.call("POST", REGISTRY, { name: "x", source_url });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).toContain("source_url");
    },
  );

  it("calibrates from four points with the error in metres, and refuses points in a line", async () => {
    const { camera_id } = await add();
    const pair = (x: number, y: number) => ({ image_px: [x, y], plan_m: [x / 10, 10 - y / 10] });
    const pairs = [pair(0, 0), pair(100, 0), pair(100, 100), pair(0, 100)];
    const path = `${REGISTRY}/${camera_id}/calibration`;
    const size_px = [100, 100];
    const solved = await server.call("POST", `${path}/solve`, { pairs, size_px });
    const { rms_error_m, view_polygon_m } = solved.body as {
      rms_error_m: number;
      view_polygon_m: number[][];
    };
    expect(rms_error_m).toBeLessThan(1e-6);
    expect(view_polygon_m).toHaveLength(4);
    const line = { pairs: [1, 2, 3, 4].map((n) => pair(n, n)), size_px };
    const refused = await server.call("POST", `${path}/solve`, line);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ detail: [{ loc: ["body", "pairs"] }] });
    expect((await server.call("PUT", path, { pairs })).status).toBe(409);
    const stored = await server.call("PUT", path, { pairs, size_px });
    expect(stored.body).toMatchObject({ calibration: { size_px, pairs } });
    const removed = await server.call("DELETE", path);
    expect(removed.body).toMatchObject({ calibration: null });
  });

  it("finds the lens of a wide camera from nine points, and keeps to a model that is asked for", async () => {
    const { camera_id } = await add();
    const path = `${REGISTRY}/${camera_id}/calibration`;
    const body = { pairs: WIDE_PAIRS, size_px: [1920, 1080] };
    const { body: solved } = await server.call("POST", `${path}/solve`, body);
    expect(solved).toMatchObject({ model: "pinhole", lens: { focal_px: expect.closeTo(1000, 0) } });
    const { lens, rms_error_m, view_polygon_m } = solved as {
      lens: { k1: number; height_m: number };
      rms_error_m: number;
      view_polygon_m: number[][];
    };
    expect(lens.k1).toBeCloseTo(-0.2, 2);
    expect(lens.height_m).toBeCloseTo(4, 2);
    expect(rms_error_m).toBeLessThan(0.005);
    expect(view_polygon_m.length).toBeGreaterThan(8);
    const stored = await server.call("PUT", path, body);
    expect(stored.body).toMatchObject({ calibration: { model: "pinhole", lens } });
    const asked = await server.call("PUT", path, { ...body, model: "homography" });
    expect(asked.body).toMatchObject({ calibration: { model: "homography", lens: null } });
    const few = { ...body, pairs: WIDE_PAIRS.slice(0, 5), model: "pinhole" };
    const refused = await server.call("PUT", path, few);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toMatch(/5 point pairs: expected at least 6/);
  });

  it("previews an address and says why a camera has no picture", async () => {
    const { body } = await server.call("POST", `${REGISTRY}/preview`, {
      source_url: "file:/x.mp4",
    });
    expect(body).toMatchObject({
      ok: true,
      width_px: 640,
      image: "data:image/jpeg;base64,/9j/2Q==",
    });
    const { camera_id } = await add();
    expect((await server.call("GET", `${REGISTRY}/${camera_id}/snapshot.jpg`)).status).toBe(503);
  });

  it("records what perception reports: newest state, changes, event", async () => {
    const { camera_id, code } = await add();
    const heard: string[] = [];
    const stop = server.bus.subscribe(`camera-health.${code}`, ({ payload }) =>
      heard.push((payload as { status: string }).status),
    );
    const report = {
      cameraId: camera_id,
      fps: 3,
      latencyMs: 9,
      lastFrameAtMs: 1,
      reconnectCount: 0,
    };
    for (const [status, message] of [
      ["healthy", null],
      ["healthy", null],
      ["down", "no route"],
    ] as const) {
      server.perception.health({ ...report, status, message, atMs: Date.now() });
    }
    stop();
    expect(heard).toEqual(["healthy", "down"]);
    await server.cameras.health.flush();
    const history = await server.call("GET", `${REGISTRY}/${camera_id}/health?limit=1`);
    expect(history.body).toMatchObject([{ status: "down", message: "no route" }]);
    const { body } = await server.call("GET", `${REGISTRY}/${camera_id}`);
    expect(body).toMatchObject({ health: { status: "down", message: "no route", fps: 3 } });
  });

  it("sends video from a key frame on, with a clock", async () => {
    const { camera_id } = await add({ code: "tv" });
    const socket = new WebSocket(`${server.socketUrl}/api/v1/cameras/tv/video`);
    const received: string[] = [];
    socket.on("message", (data: Buffer, isBinary) =>
      received.push(isBinary ? `bytes ${data.length}` : data.toString("utf8")),
    );
    await once(socket, "open");
    await vi.waitFor(() => expect(server.perception.viewers.has(camera_id)).toBe(true));
    const viewer = server.perception.viewers.get(camera_id)!;
    const size = { widthPx: 64, heightPx: 36 };
    viewer.onInit({ codec: "avc1.64001f", size, bytes: new Uint8Array(5) });
    const fragment = (keyframe: boolean, bytes: number) =>
      viewer.onFragment({
        bytes: new Uint8Array(bytes),
        keyframe,
        captureTimeMs: 1000,
        mediaTimeS: 1,
      });
    fragment(false, 6);
    fragment(true, 7);
    fragment(false, 8);
    viewer.onEnd("The source ended");
    await vi.waitFor(() => expect(received).toHaveLength(6));
    expect(received).toEqual([
      '{"type":"init","codec":"avc1.64001f","width_px":64,"height_px":36}',
      "bytes 5",
      '{"type":"clock","capture_time_ms":1000,"media_time_s":1}',
      "bytes 7",
      "bytes 8",
      '{"type":"error","detail":"The source ended"}',
    ]);
    socket.close();
    await vi.waitFor(() => expect(server.perception.viewers.size).toBe(0));
  });

  it("imports cameras by name, twice without a difference", async () => {
    const source = { name: "Hall_1", url: "file:/videos/a.mp4" };
    await server.cameras.importCameras([source]);
    await server.cameras.importCameras([source]);
    await server.cameras.importCameras([{ ...source, url: "file:/videos/b.mp4" }]);
    const { body } = await server.call("GET", `${REGISTRY}/Hall_1`);
    expect(body).toMatchObject({ code: "Hall_1", source_url: "file:/videos/b.mp4" });
    await expect(server.cameras.importCameras([{ ...source, name: "a b" }])).rejects.toThrow("a b");
  });
});

describe("addresses", () => {
  it("never shows a password", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9!$&'()*+,;=.~-]{6,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const url = `rtsp://${user}:secret${password}@host:554/live?x=1`;
        const shown = maskSourceUrl(url);
        expect(shown).not.toContain(`secret${password}`);
        expect(shown).toBe(`rtsp://${user}:***@host:554/live?x=1`);
        expect(unmaskSourceUrl(shown, url)).toBe(url);
        expect(() => checkSourceUrl(url)).not.toThrow();
      }),
    );
    expect(maskSourceUrl("rtsp://u:p@ss@h/x")).not.toContain("p@ss");
  });
});
