import { OPERATIONS, createAccess } from "../access/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startServer, type RunningServer } from "../../transport/testing.ts";
import { createOps, type Ops } from "./create-ops.ts";
import { combine, runChecks, type HealthCheck, type HealthVerdict } from "./health-checks.ts";
import { RateMeter } from "./rate-meter.ts";

const CAMERA_ID = "11111111-1111-4111-8111-111111111111";
let database: TestDatabase;
let ops: Ops;
let running: RunningServer;
let verdict: HealthVerdict = { state: "healthy", reason: null };
const load = { decode: 2, motion: 1, detect: 40, describe: 3 };

beforeAll(async () => {
  database = await createTestDatabase();
  ops = createOps({
    db: database.db,
    databaseKind: "embedded",
    clock: systemClock,
    version: "1.2.3",
    access: "demo",
    checks: [{ name: "database", check: () => verdict }],
    perception: () => ({
      groups: [
        { group: "a", pid: 7, rssBytes: 1, cpuPercent: 2, restarts: 0, cameraIds: [CAMERA_ID] },
      ],
      cameras: [
        {
          cameraId: CAMERA_ID,
          decodeFps: 10,
          detectFps: 3,
          stageMs: load,
          latencyMs: { p50: 50, p95: 90 },
          skippedFrames: 4,
          appearance: {
            descriptor: "hsv",
            described: 3,
            crops: 1,
            skipped: { poor: 1, recent: 0, excess: 0, failed: 0 },
          },
          viewers: 1,
        },
      ],
    }),
    cameras: async () => [{ id: CAMERA_ID, code: "c09", status: "healthy" }],
    queues: () => [{ name: "store", size: 1, limit: 10, dropped: 2 }],
    counters: { observations: () => 5 },
    bus: { kind: "process", dropped: 0 },
    mqtt: null,
    viewers: () => ({ live: 1, video: 2 }),
    models: () => [{ name: "centernet", licence: "MIT", status: "ready", bytes: 10 }],
    trackingReadiness: () => ({
      detectorLoaded: true,
      trackerReady: true,
      homographiesReady: true,
      databaseUp: true,
    }),
  });
  ops.metrics.family({
    name: "camera_frames_total",
    help: "Frames",
    kind: "counter",
    labels: ["camera"],
    read: () => [{ labels: { camera: 'c"09' }, value: 3 }],
  });
  const access = createAccess({
    db: database.db,
    clock: systemClock,
    log: createLog("silent"),
    secretKey: "secret of this test",
    apiKey: null,
    mode: "demo",
    hotelRoleHeaders: true,
    lifetimes: { accessTokenMinutes: 30, refreshTokenHours: 24 },
  });
  running = await startServer({ routes: ops.routes, access, observe: (s) => ops.observeCall(s) });
});

afterAll(async () => {
  await running.server.close(0);
  ops.dispose();
  await database.dispose();
});

const get = (path: string) => fetch(running.baseUrl + path);

describe("health", () => {
  test("answers for the server alone", async () => {
    expect(await (await get("/health")).json()).toMatchObject({ status: "ok", version: "1.2.3" });
    expect(await (await get("/health/live")).json()).toMatchObject({ status: "alive" });
  });

  test("speaks the tracking dialect on its own listener", async () => {
    const { port } = await running.server.listenTracking({ host: "127.0.0.1", port: 0 });
    const health = await (await fetch(`http://127.0.0.1:${port}/health`)).json();
    expect(health).toMatchObject({
      status: "healthy",
      detector_model_loaded: true,
      "prototype_tracker_loaded (reid_model)": true,
      homography_matrices_precomputed: true,
    });
    const root = await (await fetch(`http://127.0.0.1:${port}/`)).json();
    expect(root.message).toContain("SpotOn Backend");
  });

  test("is not ready while a part is down, without telling strangers why", async () => {
    verdict = { state: "down", reason: "postgresql://secret@host refused" };
    const answer = await get("/health/ready");
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("secret");
    verdict = { state: "degraded", reason: "slow" };
    expect((await get("/health/ready")).status).toBe(200);
    verdict = { state: "healthy", reason: null };
  });

  test("takes a check that throws for down and keeps the others", async () => {
    const broken: HealthCheck = {
      name: "broken",
      check: () => {
        throw new Error("no socket");
      },
    };
    const fine: HealthCheck = { name: "fine", check: () => ({ state: "healthy", reason: null }) };
    const verdicts = await runChecks([broken, fine]);
    expect(combine(verdicts)).toEqual({ status: "down", reasons: ["broken: no socket"] });
  });
});

describe("overview", () => {
  test("shows every part by the names people use", async () => {
    const overview = await (await get("/api/v1/system/overview")).json();
    expect(overview.cameras[0]).toMatchObject({
      code: "c09",
      status: "healthy",
      latency_ms_p95: 90,
    });
    expect(overview.perception[0].cameras).toEqual(["c09"]);
    expect(overview.database.size_bytes).toBeGreaterThan(1_000_000);
    expect(overview.database.connections).toBeGreaterThan(0);
    expect(overview.process.rss_bytes).toBeGreaterThan(1_000_000);
  });
});

describe("metrics", () => {
  test("hold what the parts registered, with labels escaped", async () => {
    await get("/health");
    const text = await (await get("/metrics")).text();
    expect(text).toContain('whereabouts_camera_frames_total{camera="c\\"09"} 3');
    expect(text).toContain(
      'whereabouts_http_call_seconds_count{operation="getHealth",method="GET",status="2xx"}',
    );
    expect(text).toMatch(/whereabouts_process_resident_memory_bytes \d+/);
  });
});

test("RateMeter gives events per second over the last window", () => {
  let nowMs = 0;
  let total = 0;
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const meter = new RateMeter(clock, { events: () => total });
  const step = (ms: number, events: number) => {
    nowMs += ms;
    total += events;
    return meter.read()[0]?.per_second;
  };
  expect(step(10_000, 100)).toBe(10);
  expect(step(10_000, 100)).toBe(10);
  step(10_000, 0);
  step(10_000, 0);
  expect(step(10_000, 0)).toBe(0);
});

test("every operation of this feature has its row", () => {
  for (const route of ops.routes) expect(OPERATIONS).toHaveProperty(route.operationId);
});
