import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sql } from "kysely";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import {
  catchPayload,
  ChannelClient,
  positionPayload,
  registerPayload,
  sign,
  statusPayload,
} from "../../testing/fleet-client.ts";

let database: TestDatabase;
let server: LiveServer;
let clients: Record<
  "vehicles" | "events" | "frontVehicles" | "frontEvents" | "other",
  ChannelClient
>;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db, { access: "demo" });
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

const PATIENCE = { timeout: 60_000, interval: 2 };
const POLICE = 3;
const RUNNER = 12;
const NOBODY = 999;
const keys = { police: 0, runner: 0 };

/** Fresh clients and a fresh fleet for every case: keys go on, so cases name them by role. */
beforeEach(async () => {
  await sql`UPDATE vehicles SET deleted_at = now() WHERE deleted_at IS NULL`.execute(database.db);
  const open = (path: string) => ChannelClient.open(server.socketUrl + path);
  const [vehicles, other] = [await open("/ws/vehicles"), await open("/api/ws/vehicles")];
  vehicles.send(registerPayload(POLICE, "UNIT-2"), registerPayload(RUNNER, "SUSPECT-7", 1));
  await vi.waitUntil(() => vehicles.heard.length + other.heard.length === 2, PATIENCE);
  const rows = await database.db
    .selectFrom("vehicles")
    .select(["id", "type"])
    .where("deleted_at", "is", null)
    .execute();
  keys.police = rows.find((row) => row.type === "police")!.id;
  keys.runner = rows.find((row) => row.type === "runner")!.id;
  clients = {
    vehicles,
    other,
    events: await open("/ws/events"),
    frontVehicles: await open("/ws/front/vehicles"),
    frontEvents: await open("/api/ws/front/events"),
  };
  for (const client of [vehicles, other]) client.heard.splice(0);
});
afterEach(() => {
  for (const client of Object.values(clients)) client.close();
});

function u32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString("hex");
}

type Heard = Partial<Record<keyof typeof clients, readonly string[]>>;
const xy = "0000484200008042"; // 50, 64
const cut = (payload: Buffer) => payload.subarray(0, -1);
const wrong = (payload: Buffer) => Buffer.concat([payload, Buffer.alloc(16, 7)]);

interface Outcome {
  readonly name: string;
  readonly channel: "vehicles" | "events";
  readonly frame: () => Buffer;
  readonly heard: () => Heard;
}

const SILENT = () => ({});
/** Section 6 of the fleet contract, row by row. */
const OUTCOMES: readonly Outcome[] = [
  row("A0 of the wrong length", "vehicles", () => sign(cut(registerPayload(7, "X"))), SILENT),
  row("A0 with a bad HMAC", "vehicles", () => wrong(registerPayload(7, "X")), SILENT),
  row("A0 with bad UTF-8", "vehicles", () => sign("a00700000000eab2bdecb0b0313131ea"), SILENT),
  row(
    "A0 with a known name",
    "vehicles",
    () => sign(registerPayload(7, "UNIT-2")),
    () => ({
      vehicles: ["0202"],
    }),
  ),
  row(
    "A0 of police",
    "vehicles",
    () => sign(registerPayload(0, "UNIT-1")),
    () => ({
      frontVehicles: [`a2${u32(keys.runner + 1)}${u32(0)}00554e49542d3100000000`],
    }),
  ),
  row(
    "A0 of a runner, any type byte",
    "vehicles",
    () => sign(registerPayload(77, "R", 9)),
    () => ({
      frontVehicles: [`a2${u32(keys.runner + 1)}${u32(77)}0952000000000000000000`],
      frontEvents: [
        expect.stringMatching(new RegExp(`^f0${u32(keys.runner + 1)}00.{8}$`)) as never,
      ],
      vehicles: [`ff${u32(77)}`],
      other: [`ff${u32(77)}`],
    }),
  ),
  row("13 malformed", "vehicles", () => sign(cut(positionPayload(POLICE, 1, 2))), SILENT),
  row("13 with a bad HMAC", "vehicles", () => wrong(positionPayload(POLICE, 1, 2)), SILENT),
  row("13 of 22 bytes", "vehicles", () => sign("130300000001"), SILENT),
  row(
    "13 of nobody",
    "vehicles",
    () => sign(positionPayload(NOBODY, 1, 2)),
    () => ({
      vehicles: ["0204"],
    }),
  ),
  row(
    "13 of police",
    "vehicles",
    () => sign(positionPayload(POLICE, 50, 64)),
    () => ({
      frontVehicles: [`1104000000${u32(1)}${u32(keys.police)}${xy}`],
    }),
  ),
  row(
    "13 of a runner",
    "vehicles",
    () => sign(positionPayload(RUNNER, 50, 64)),
    () => ({
      frontVehicles: [`1104000000${u32(1)}${u32(keys.runner)}${xy}`],
      vehicles: [`14${u32(RUNNER)}${xy}`],
      other: [`14${u32(RUNNER)}${xy}`],
    }),
  ),
  row(
    "13 that is no number",
    "vehicles",
    () => sign("13030000000100c07f0000807f"),
    () => ({
      frontVehicles: [`1104000000${u32(1)}${u32(keys.police)}0100c07f0000807f`],
    }),
  ),
  row(
    "12 malformed",
    "vehicles",
    () => sign(cut(statusPayload(POLICE, [9, 1, 1]))),
    () => ({
      vehicles: ["0201"],
    }),
  ),
  row(
    "12 with a bad HMAC",
    "vehicles",
    () => wrong(statusPayload(POLICE, [9, 1, 1])),
    () => ({
      vehicles: ["0201"],
    }),
  ),
  row(
    "12 with status 3",
    "vehicles",
    () => sign(statusPayload(POLICE, [9, 1, 3])),
    () => ({
      vehicles: ["0201"],
    }),
  ),
  row(
    "12 of nobody with status 3",
    "vehicles",
    () => sign(statusPayload(NOBODY, [9, 1, 3])),
    () => ({
      vehicles: ["0204"],
    }),
  ),
  row(
    "12 of a runner",
    "vehicles",
    () => sign(statusPayload(RUNNER, [9, 1, 1])),
    () => ({
      vehicles: ["0204"],
    }),
  ),
  row(
    "12 of police",
    "vehicles",
    () => sign(statusPayload(POLICE, [87, 200, 1])),
    () => ({
      frontVehicles: [`10${u32(keys.police)}c80157`],
    }),
  ),
  ...catchRows("FE", 0xfe, "fc"),
  ...catchRows("FD", 0xfd, "fb"),
  row("FE on the vehicles' channel", "vehicles", () => sign(catchPayload(0xfe, 3, 12)), SILENT),
  row("13 on the events' channel", "events", () => sign(positionPayload(POLICE, 1, 2)), SILENT),
  row("an unknown first byte", "vehicles", () => sign("ff0c000000"), SILENT),
  row("an empty frame", "vehicles", () => Buffer.alloc(0), SILENT),
];

function row(
  name: string,
  channel: Outcome["channel"],
  frame: () => Buffer,
  heard: () => Heard,
): Outcome {
  return { name, channel, frame, heard };
}

function catchRows(name: string, type: 0xfe | 0xfd, answer: string): Outcome[] {
  return [
    row(
      `${name} malformed`,
      "events",
      () => sign(cut(catchPayload(type, POLICE, RUNNER))),
      () => ({
        events: ["0201"],
      }),
    ),
    row(
      `${name} with a bad HMAC`,
      "events",
      () => wrong(catchPayload(type, 3, 12)),
      () => ({
        events: ["0201"],
      }),
    ),
    row(
      `${name} of nobody`,
      "events",
      () => sign(catchPayload(type, NOBODY, RUNNER)),
      () => ({
        events: ["0204"],
      }),
    ),
    row(
      `${name} of an unknown runner`,
      "events",
      () => sign(catchPayload(type, POLICE, 8)),
      () => ({
        events: ["0204"],
      }),
    ),
    row(
      `${name} of both`,
      "events",
      () => sign(catchPayload(type, POLICE, RUNNER)),
      () => ({
        frontEvents: [`${type.toString(16)}${u32(keys.police)}${u32(keys.runner)}`],
        events: [`${answer}${u32(POLICE)}${u32(RUNNER)}`],
      }),
    ),
  ];
}

describe("what a device's frame leads to", () => {
  it.each(OUTCOMES)("$name", async ({ channel, frame, heard }) => {
    const sender = clients[channel];
    sender.socket.send(frame());
    // Text is ignored, and the answer to another frame shows that the one before is done.
    sender.socket.send("{}");
    const last =
      channel === "vehicles" ? statusPayload(NOBODY, [0, 0, 0]) : catchPayload(0xfe, 1, 1);
    sender.send(last);
    await expect.poll(() => sender.heard.at(-1), PATIENCE).toBe("0204");
    sender.heard.pop();
    const nothing = { vehicles: [], events: [], frontVehicles: [], frontEvents: [], other: [] };
    const told = (): Heard =>
      Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, client.heard]));
    await expect.poll(told, PATIENCE).toEqual({ ...nothing, ...heard() });
    for (const bytes of Object.values(clients).flatMap(({ raw }) => raw)) {
      expect(bytes).toHaveLength(LENGTHS[bytes[0]!]!);
      expect(bytes).toEqual(sign(bytes.subarray(0, -16)));
    }
  });

  it("A0 with another's number cuts the connection without a word", async () => {
    clients.vehicles.send(registerPayload(POLICE, "X"));
    await expect.poll(() => clients.vehicles.closeCode, PATIENCE).toBe(1006);
    expect(clients.vehicles.heard).toEqual([]);
  });
});

/** Whole lengths by first byte (fleet contract, section 2); listeners look at them. */
const LENGTHS: Readonly<Record<number, number>> = {
  0x02: 18,
  0xa2: 36,
  0x11: 37,
  0x10: 24,
  0xf0: 26,
  0xff: 21,
  0x14: 29,
  0xfc: 25,
  0xfb: 25,
  0xfe: 25,
  0xfd: 25,
};
