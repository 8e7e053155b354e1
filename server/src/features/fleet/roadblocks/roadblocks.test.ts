import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../../testing/live-server.ts";
import {
  catchPayload,
  ChannelClient,
  positionPayload,
  registerPayload,
  statusPayload,
} from "../../../testing/fleet-client.ts";

interface Graph {
  readonly nodes: readonly { readonly x_m: number; readonly y_m: number; readonly exit: boolean }[];
}

const PATIENCE = { timeout: 60_000, interval: 5 };
const RUNNER = 12;
const POLICE = [3, 4, 5, 6, 7];
let database: TestDatabase;
let server: LiveServer;
let devices: ChannelClient;
let front: ChannelClient;
let nodes: Graph["nodes"];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "demo" });
  devices = await ChannelClient.open(`${server.socketUrl}/ws/vehicles`);
  front = await ChannelClient.open(`${server.socketUrl}/ws/front/vehicles`);
  nodes = ((await (await fetch(`${server.baseUrl}/maps/4/graph`)).json()) as Graph).nodes;
  POLICE.forEach((wireId) => devices.send(registerPayload(wireId, `UNIT-${wireId}`)));
  devices.send(registerPayload(RUNNER, "SUSPECT", 1));
  await vi.waitUntil(() => heard(front, "a2").length === POLICE.length + 1, PATIENCE);
});
afterAll(async () => {
  devices?.close();
  front?.close();
  await server?.dispose();
  await database?.dispose();
});

/** Frames heard with this first byte, without the trailer. */
const heard = (client: ChannelClient, type: string): Buffer[] =>
  client.heard.filter((text) => text.startsWith(type)).map((text) => Buffer.from(text, "hex"));

/** The middle of the town, and crossings around it for the police. */
function places(): { centre: Graph["nodes"][number]; around: Graph["nodes"] } {
  const inner = nodes.filter(({ exit }) => !exit);
  const mean = (pick: (node: Graph["nodes"][number]) => number) =>
    inner.reduce((sum, node) => sum + pick(node), 0) / inner.length;
  const [x, y] = [mean((node) => node.x_m), mean((node) => node.y_m)];
  const byDistance = inner.toSorted(
    (a, b) => Math.hypot(a.x_m - x, a.y_m - y) - Math.hypot(b.x_m - x, b.y_m - y),
  );
  const step = Math.floor(byDistance.length / (POLICE.length + 1));
  return { centre: byDistance[0]!, around: POLICE.map((_, at) => byDistance[(at + 1) * step]!) };
}

describe("a chase on the default map", () => {
  it("tells units where to stand on every fix of the runner, and dashboards too", async () => {
    const { centre, around } = places();
    POLICE.forEach((wireId, at) =>
      devices.send(positionPayload(wireId, around[at]!.x_m, around[at]!.y_m)),
    );
    // A wreck goes nowhere.
    devices.send(statusPayload(POLICE[0]!, [90, 2, 2]));
    devices.send(positionPayload(RUNNER, centre.x_m, centre.y_m));
    await expect.poll(() => heard(devices, "15").length, PATIENCE).toBeGreaterThan(0);
    await expect.poll(() => heard(front, "16").length, PATIENCE).toBe(heard(devices, "15").length);
    const told = heard(devices, "15");
    for (const frame of told) {
      expect(frame).toHaveLength(21);
      expect(frame.readUInt32LE(1)).toBe(RUNNER);
      expect(POLICE.slice(1)).toContain(frame.readUInt32LE(5));
      expect(frame.readFloatLE(17)).toBeGreaterThanOrEqual(0);
    }
    const units = told.map((frame) => frame.readUInt32LE(5));
    expect(new Set(units).size).toBe(units.length);
    expect(heard(front, "16").every((frame) => frame.readUInt32LE(1) === 4)).toBe(true);
    devices.send(positionPayload(RUNNER, centre.x_m, centre.y_m));
    await expect.poll(() => heard(devices, "15").length, PATIENCE).toBeGreaterThan(told.length);
  });

  it("stores each plan once with its reason", async () => {
    const rows = () => database.db.selectFrom("roadblocks").selectAll().execute();
    await expect.poll(async () => (await rows()).length, PATIENCE).toBeGreaterThan(0);
    const [first] = await rows();
    expect(first).toMatchObject({ map_id: 4, reason: { outcome: expect.any(String) } });
    expect(first!.margin_s).toBeGreaterThan(0);
  });

  it("plans no more once the runner is caught", async () => {
    const events = await ChannelClient.open(`${server.socketUrl}/ws/events`);
    events.send(catchPayload(0xfe, POLICE[1]!, RUNNER));
    await expect.poll(() => heard(events, "fc").length, PATIENCE).toBe(1);
    const before = heard(devices, "15").length;
    const { centre } = places();
    devices.send(positionPayload(RUNNER, centre.x_m, centre.y_m));
    devices.send(positionPayload(RUNNER, centre.x_m, centre.y_m));
    await expect.poll(() => heard(devices, "14").length, PATIENCE).toBe(4);
    expect(heard(devices, "15")).toHaveLength(before);
    events.close();
  });
});
