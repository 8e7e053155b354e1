import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import {
  catchPayload,
  ChannelClient,
  encoder,
  hex,
  positionPayload,
  registerPayload,
  sendAndHangUp,
  sendAndLeave,
  sign,
  statusPayload,
} from "../../testing/fleet-client.ts";

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

const get = (path: string) => server.call("GET", path);
const open = (path: string) => ChannelClient.open(server.socketUrl + path);
const PATIENCE = { timeout: 60_000, interval: 2 };
const UNIT_2 = { id: 2, car_name: "UNIT-2", vehicle_type: "police" };

it("serves the contract's example from the embedded clients' way of sending", async () => {
  const [front, events] = [await open("/ws/front/vehicles"), await open("/ws/front/events")];
  const second = await open("/api/ws/front/vehicles");
  const url = `${server.socketUrl}/ws/vehicles`;
  await sendAndLeave(url, sign(registerPayload(0, "UNIT-1")));
  await expect.poll(() => front.heard.length, PATIENCE).toBe(1);
  await sendAndHangUp(url, sign(registerPayload(3, "UNIT-2")));
  await expect.poll(() => front.heard.length, PATIENCE).toBe(2);
  await sendAndLeave(
    `${server.socketUrl}/api/ws/vehicles`,
    sign(registerPayload(12, "SUSPECT-7", 1)),
  );
  await expect.poll(() => front.heard.length, PATIENCE).toBe(3);
  await sendAndHangUp(url, sign(statusPayload(3, [87, 1, 1])));
  await expect.poll(() => front.heard.length, PATIENCE).toBe(4);
  await sendAndLeave(`${server.socketUrl}/ws/events`, sign(catchPayload(0xfe, 3, 12)));
  await expect.poll(() => events.heard.length, PATIENCE).toBe(2);
  await sendAndLeave(url, sign(positionPayload(3, 12.5, -40.25)));
  await expect.poll(() => front.heard.length, PATIENCE).toBe(5);
  expect(front.heard.map((frame) => frame.slice(0, 10))).toEqual([
    "a201000000",
    "a202000000",
    "a203000000",
    "1002000000",
    "1104000000",
  ]);
  await expect.poll(() => second.heard, PATIENCE).toEqual(front.heard);
  expect(hex(front.raw[4]!)).toBe(
    hex(encoder.positions(4, [{ key: 2, rawXy: positionPayload(3, 12.5, -40.25).subarray(5) }])),
  );
  expect(events.heard[1]).toBe("fe0200000003000000");
  for (const client of [front, events, second]) client.close();

  expect((await get("/vehicles")).body).toEqual({
    vehicles: [
      {
        id: 1,
        car_name: "UNIT-1",
        vehicle_type: "police",
        details: { fuel: 100, collision_count: 0, status: "normal" },
      },
      { ...UNIT_2, details: { fuel: 87, collision_count: 1, status: "half_destroyed" } },
      { id: 3, car_name: "SUSPECT-7", vehicle_type: "runner", details: null },
    ],
  });
  expect((await get("/api/vehicles/2")).body).toMatchObject(UNIT_2);
  const { body } = await get("/api/vehicles/events");
  const created_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
  expect(body).toEqual({
    events: [
      { id: 2, catcher_id: 2, runner_id: 3, status: "catch", created_at },
      { id: 1, catcher_id: null, runner_id: 3, status: "run", created_at },
    ],
  });
  const first = (body as { events: { created_at: string }[] }).events[1]!;
  expect(Math.abs(Date.parse(first.created_at) - Date.now())).toBeLessThan(300_000);
  const stored = () =>
    database.db.selectFrom("vehicle_positions").select(["vehicle_id", "x_m", "y_m"]).execute();
  await expect.poll(stored, PATIENCE).toEqual([{ vehicle_id: 2, x_m: 12.5, y_m: -40.25 }]);
});

it("replays a chase, and ends only one that runs", async () => {
  const { body } = await get("/api/v1/fleet/missions");
  const [mission] = (body as { missions: { id: number }[] }).missions;
  expect(mission).toMatchObject({ runner_id: 3, map_id: 4, outcome: "caught" });
  const replay = await get(`/api/v1/fleet/missions/${mission!.id}/replay`);
  const { steps } = replay.body as { steps: { kind: string }[] };
  expect(steps.map(({ kind }) => kind)).toEqual(["run", "state", "catch"]);
  const ended = await server.call("POST", `/api/v1/fleet/missions/${mission!.id}/end`);
  expect(ended.status).toBe(409);
  expect((await get("/api/v1/fleet/missions/99/replay")).status).toBe(404);
});

it("renames, deletes and lets a deleted vehicle come back", async () => {
  const renamed = await server.call("PATCH", "/api/vehicles/2", { car_name: "Wagon", type: "x" });
  expect(renamed).toMatchObject({ status: 200, body: { id: 2, car_name: "Wagon" } });
  expect((await server.call("PATCH", "/vehicles/1", { car_name: "Wagon" })).status).toBe(409);
  expect((await server.call("PATCH", "/vehicles/1", { car_name: "" })).status).toBe(200);
  expect(await server.call("DELETE", "/vehicles/2")).toEqual({ status: 204, body: null });
  const gone = { status: 404, body: { detail: "Vehicle with id 2 not found" } };
  expect(await server.call("DELETE", "/vehicles/2")).toEqual(gone);
  expect(await get("/vehicles/2")).toEqual(gone);

  const [front, device] = [await open("/ws/front/vehicles"), await open("/ws/vehicles")];
  device.send(positionPayload(3, 50, 64));
  await expect
    .poll(() => front.heard, PATIENCE)
    .toEqual(["11040000000100000002000000" + "0000484200008042"]);
  device.send(registerPayload(3, "Wagon"), positionPayload(3, 50, 64));
  await expect.poll(() => front.heard.length, PATIENCE).toBe(3);
  const { vehicles } = (await get("/vehicles")).body as { vehicles: { id: number }[] };
  const key = vehicles.at(-1)!.id;
  expect(key).toBeGreaterThan(3);
  expect(Buffer.from(front.heard[2]!, "hex").readUInt32LE(9)).toBe(key);
  for (const client of [front, device]) client.close();
});

it.each([
  ["GET", "/vehicles/0", "greater_than_equal", ["path", "id"]],
  ["GET", "/api/vehicles/x", "int_parsing", ["path", "id"]],
  ["GET", "/maps/x", "int_parsing", ["path", "map_id"]],
  ["PATCH", "/vehicles/1", "missing", ["body", "car_name"]],
] as const)("refuses %s %s with %s", async (method, path, type, loc) => {
  const answer = await server.call(method, path, method === "PATCH" ? {} : undefined);
  expect(answer).toMatchObject({ status: 422, body: { detail: [{ type, loc }] } });
});

it("speaks of unknown maps in the family's words, to pages of any origin", async () => {
  const origin = "http://dashboard.test";
  const answer = await fetch(`${server.baseUrl}/api/maps/9`, { headers: { origin } });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ detail: "ID '9'에 해당하는 맵을 찾을 수 없습니다." });
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  const preflight = await fetch(`${server.baseUrl}/api/vehicles/1`, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "DELETE" },
  });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get("access-control-allow-methods")).toContain("DELETE");
  const deleted = await fetch(`${server.baseUrl}/api/vehicles/1`, {
    method: "DELETE",
    headers: { origin },
  });
  expect(deleted.status).toBe(204);
});
