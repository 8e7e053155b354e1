import { siteSeed, SIMULATED_VIDEO } from "@whereabouts/simulator";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createLog } from "../../base/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { createDemo, type Demo } from "./demo.ts";

let database: TestDatabase;
let server: LiveServer;
let demo: Demo;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db);
  demo = createDemo({
    sites: server.sites,
    cameras: server.cameras,
    seeds: [siteSeed("campus"), siteSeed("factory")],
    size: SIMULATED_VIDEO,
    log: createLog("silent"),
  });
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

it("plants the simulated site once, and switches it off and on", async () => {
  await demo.apply("auto");
  const { registry } = server.cameras;
  expect(server.sites.catalog.sites.map((site) => site.code)).toEqual(["campus", "factory"]);
  expect(registry.cameras.map((camera) => camera.code).sort()).toEqual([
    "c01",
    "c02",
    "c03",
    "c04",
    "c09",
    "c12",
    "c13",
    "c16",
  ]);
  expect(server.sites.catalog.zones.length).toBeGreaterThan(3);
  expect(server.perception.cameras.map((spec) => spec.sourceUrl)).toContain("sim:campus/c09");
  expect(server.cameras.find(registry.get("c09").id)).toMatchObject({ siteCode: "campus" });
  await registry.remove(registry.get("c01").id);
  await demo.apply("auto");
  expect(registry.find("c01")).toBeUndefined();
  await demo.apply("off");
  expect(server.perception.cameras).toEqual([]);
  await demo.apply("on");
  expect(server.perception.cameras).toHaveLength(8);
  const listed = await server.call("GET", "/api/v1/registry/cameras");
  expect(listed.status).toBe(200);
});

it("gives way to the first camera with an address of its own, and only once", async () => {
  const { registry } = server.cameras;
  const running = () => server.perception.cameras.map((spec) => spec.code).sort();
  await server.call("POST", "/api/v1/cameras", { location_zone: "ROOM-1" });
  await server.cameras.importCameras([{ name: "copy", url: "sim:campus/copy" }]);
  expect(running()).toHaveLength(9);
  await server.cameras.importCameras([{ name: "door", url: "rtsp://door.local/1" }]);
  await vi.waitFor(() => expect(running()).toEqual(["copy", "door"]));
  await registry.update(registry.get("c09").id, { enabled: true });
  await server.cameras.importCameras([{ name: "gate", url: "rtsp://gate.local/1" }]);
  expect(running()).toEqual(["c09", "copy", "door", "gate"]);
});
