import { randomBytes } from "node:crypto";
import { encodeEnvelope, hasValidMac } from "@whereabouts/contracts";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTestDatabase,
  hasLocalService,
  LOCAL_NATS,
  type TestDatabase,
} from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import {
  catchPayload,
  ChannelClient,
  mac,
  positionPayload,
  registerPayload,
  sendAndLeave,
  sign,
  statusPayload,
} from "../../testing/fleet-client.ts";

const PATIENCE = { timeout: 60_000, interval: 2 };
let database: TestDatabase;
let server: LiveServer;
const clients: ChannelClient[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "enforced" });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.dispose();
  await database.dispose();
});

async function open(path: string, at = server): Promise<ChannelClient> {
  const client = await ChannelClient.open(at.socketUrl + path);
  clients.push(client);
  return client;
}

/** With a runner's position everybody on the channel is told, so the sender hears what passed. */
async function runner(wireId: number): Promise<ChannelClient> {
  const client = await open("/ws/vehicles");
  client.send(registerPayload(wireId, `R${wireId}`, 1));
  await expect.poll(() => client.heard.length, PATIENCE).toBe(1);
  client.heard.splice(0);
  return client;
}

describe("with ACCESS=enforced", () => {
  it("devices need no credential, dashboards do", async () => {
    await runner(1);
    const refused = open("/ws/front/vehicles");
    await expect(refused).rejects.toThrow("401");
    expect((await fetch(`${server.baseUrl}/vehicles`)).status).toBe(401);
  });
});

describe("a hostile device", () => {
  it("never stops its own socket nor another's", async () => {
    const [hostile, honest] = [await open("/ws/vehicles"), await runner(2)];
    const type = fc.constantFrom(0xa0, 0x13, 0x12, 0xfe, 0xe0, 0x00, 0xff);
    const any = fc.uint8Array({ maxLength: 60 });
    for (const [first, rest] of fc.sample(fc.tuple(type, any), 90)) {
      hostile.socket.send(Buffer.from([first, ...rest]));
      hostile.socket.send(Buffer.from(rest).toString("latin1"));
    }
    hostile.send(positionPayload(4_294_967_295, 1, 2));
    await expect.poll(() => hostile.heard.at(-1), PATIENCE).toBe("0204");
    honest.send(positionPayload(2, 1, 2));
    await expect.poll(() => honest.heard.length, PATIENCE).toBe(1);
    expect(hostile.closeCode).toBeNull();
  });
});

describe("a database that pauses", () => {
  it("does not stop what is broadcast, and gets everything afterwards", async () => {
    const device = await runner(5);
    device.send(registerPayload(6, "P6"));
    const events = await open("/ws/events");
    await expect.poll(() => server.fleet.registry.byWireId(6), PATIENCE).toMatchObject({ id: 4 });
    const key = device.heard.length;
    await database.db.transaction().execute(async (transaction) => {
      const tables = sql`vehicle_positions, vehicle_states, fleet_events, missions, vehicles`;
      await sql`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`.execute(transaction);
      device.send(positionPayload(5, 1, 2), statusPayload(6, [50, 0, 0]), positionPayload(5, 3, 4));
      await expect.poll(() => device.heard.length, PATIENCE).toBe(key + 2);
      events.send(catchPayload(0xfe, 6, 5));
      await expect.poll(() => events.heard, PATIENCE).toEqual(["fc0600000005000000"]);
    });
    const stored = async () => {
      const { rows } = await sql<{ count: number }>`
        SELECT (SELECT count(*) FROM vehicle_positions JOIN vehicles ON vehicles.id = vehicle_id
          WHERE wire_id = 5)::int + (SELECT count(*) FROM fleet_events WHERE status = 'catch')::int
          + (SELECT count(*) FROM vehicles WHERE fuel_percent = 50)::int AS count`.execute(
        database.db,
      );
      return rows[0]!.count;
    };
    await expect.poll(stored, PATIENCE).toBe(4);
  });
});

describe("signed envelopes", () => {
  const seal = (senderWireId: number, sequence: number, payload: Buffer, timeMs = Date.now()) =>
    encodeEnvelope({ senderWireId, sequence, timeMs, payload }, mac);

  it("pass once, in order, in time, for their sender", async () => {
    const device = await runner(7);
    const tell = async (frame: Uint8Array): Promise<string> => {
      const count = device.heard.length;
      device.socket.send(frame);
      await expect.poll(() => device.heard.length, PATIENCE).toBe(count + 1);
      return device.heard.at(-1)!.slice(0, 4);
    };
    const first = seal(7, 10, positionPayload(7, 1, 2));
    expect(await tell(first)).toBe("1407");
    expect(await tell(first)).toBe("0201");
    expect(await tell(seal(7, 9, positionPayload(7, 1, 2)))).toBe("0201");
    expect(await tell(seal(7, 11, positionPayload(7, 1, 2), Date.now() - 60_000))).toBe("0201");
    expect(await tell(seal(8, 12, positionPayload(7, 1, 2)))).toBe("0204");
    expect(await tell(sign(positionPayload(7, 1, 2)))).toBe("1407");
    expect(await tell(seal(7, 13, positionPayload(7, 1, 2)))).toBe("1407");

    const [row] = (await server.fleet.registry.list()).filter(({ wire_id }) => wire_id === 7);
    await server.fleet.registry.change(row!.id, { requiresEnvelope: true });
    const count = device.heard.length;
    device.send(positionPayload(7, 1, 2));
    expect(await tell(seal(7, 14, positionPayload(7, 1, 2)))).toBe("1407");
    expect(device.heard).toHaveLength(count + 1);
    const stored = () =>
      database.db
        .selectFrom("vehicles")
        .select("envelope_sequence")
        .where("wire_id", "=", 7)
        .executeTakeFirst();
    await expect.poll(stored, PATIENCE).toEqual({ envelope_sequence: 14 });
  });
});

const hasNats = await hasLocalService(LOCAL_NATS);

describe.skipIf(!hasNats)("two servers on one bus", () => {
  it("share one audience and one fleet", async () => {
    const own = await createTestDatabase();
    const prefix = `fleet-${randomBytes(4).toString("hex")}`;
    const bus = { kind: "nats", url: "nats://127.0.0.1:4222", prefix } as const;
    const first = await startLiveServer(own.db, { access: "demo", bus });
    const second = await startLiveServer(own.db, { access: "demo", bus });
    try {
      const front = await open("/ws/front/vehicles", second);
      const device = await open("/ws/vehicles", second);
      await sendAndLeave(`${first.socketUrl}/ws/vehicles`, sign(registerPayload(1, "ONE", 1)));
      await expect.poll(() => front.heard.length, PATIENCE).toBe(1);
      await expect.poll(() => device.heard, PATIENCE).toEqual(["ff01000000"]);
      await sendAndLeave(`${second.socketUrl}/ws/vehicles`, sign(positionPayload(1, 50, 64)));
      await expect.poll(() => device.heard.length, PATIENCE).toBe(2);
      await sendAndLeave(`${first.socketUrl}/ws/vehicles`, sign(positionPayload(1, 50, 64)));
      await expect.poll(() => device.heard.length, PATIENCE).toBe(3);
      expect(front.heard.slice(1)).toEqual(
        Array(2).fill("110400000001000000010000000000484200008042"),
      );
      expect(front.raw.every((frame) => hasValidMac(frame, mac))).toBe(true);
    } finally {
      await first.dispose();
      await second.dispose();
      await own.dispose();
    }
  });
});

// Last, since everybody at its address waits after it.
describe("wrong signatures", () => {
  it("make their address wait, and people hear of it once", async () => {
    const alerts: unknown[] = [];
    const leave = server.bus.subscribe("fleet.bad-signatures", (message) => alerts.push(message));
    const client = await open("/ws/events");
    const before = server.fleet.stats().badSignatures;
    const bad = Buffer.concat([catchPayload(0xfe, 1, 1), randomBytes(16)]);
    for (let index = 0; index < 110; index++) client.socket.send(bad);
    await expect.poll(() => server.fleet.stats().badSignatures, PATIENCE).toBe(before + 110);
    await expect.poll(() => client.heard.length, PATIENCE).toBe(110);
    expect(alerts).toHaveLength(1);
    expect(server.fleet.stats().slowedAddresses).toBe(1);
    leave();
  });
});
