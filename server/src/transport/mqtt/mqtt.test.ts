import { randomUUID } from "node:crypto";
import { createServer, connect as connectTcp, type AddressInfo } from "node:net";
import { once, type EventEmitter } from "node:events";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import { hasLocalService, LOCAL_MQTT } from "../../testing/index.ts";
import { matchesFilter } from "./dispatcher.ts";
import { startEmbeddedBroker, type EmbeddedBrokerOptions } from "./embedded-broker.ts";
import { connectOutsideBroker } from "./outside-broker.ts";
import type { MqttPort } from "./port.ts";

const log = createLog("silent");
const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function startBroker(options: Partial<EmbeddedBrokerOptions> = {}): Promise<MqttPort> {
  const base = { host: "127.0.0.1", port: 0, portIsDefault: true, authenticate: null, log };
  const broker = await startEmbeddedBroker({ ...base, ...options });
  undo.push(() => broker.dispose());
  return broker;
}

async function client(port: number, options: mqtt.IClientOptions = {}): Promise<MqttClient> {
  const made = await mqtt.connectAsync(
    `mqtt://127.0.0.1:${port}`,
    { protocolVersion: 4, reconnectPeriod: 0, ...options },
    false,
  );
  undo.push(() => made.endAsync(true));
  return made;
}

function outside(port: number, more: { clientId?: string } = {}): MqttPort {
  const made = connectOutsideBroker({
    host: "127.0.0.1",
    port,
    tls: false,
    username: null,
    password: null,
    clientId: `whereabouts-test-${randomUUID()}`,
    log,
    clock: systemClock,
    reconnect: { firstMs: 20, maxMs: 100 },
    ...more,
  });
  undo.push(() => made.dispose());
  return made;
}

const text = (payload: Uint8Array) => Buffer.from(payload).toString();

describe("matchesFilter", () => {
  test.each([
    ["a/b", "a/b", true],
    ["a/+", "a/b", true],
    ["a/+", "a/b/c", false],
    ["a/#", "a", true],
    ["a/#", "a/b/c", true],
    ["#", "a/b", true],
    ["#", "$SYS/x", false],
    ["+/x", "$SYS/x", false],
    ["$SYS/#", "$SYS/x", true],
    ["a/+/c", "a//c", true],
    ["a/b", "a", false],
    ["+", "a/b", false],
  ])("%s against %s is %s", (filter, topic, expected) => {
    expect(matchesFilter(filter, topic)).toBe(expected);
  });
});

describe("embedded broker", () => {
  test("acknowledges a message only after its handler is through", async () => {
    const broker = await startBroker();
    const steps: string[] = [];
    let finish = () => {};
    broker.subscribe("gateways/#", async (topic, payload) => {
      steps.push(`${topic} ${text(payload)}`);
      await new Promise<void>((resolve) => (finish = resolve));
      steps.push("stored");
    });
    const gateway = await client(broker.stats().port);
    const sent = gateway
      .publishAsync("gateways/1/beacon", "x", { qos: 1 })
      .then(() => steps.push("acked"));
    await vi.waitFor(() => expect(steps).toEqual(["gateways/1/beacon x"]));
    finish();
    await sent;
    expect(steps).toEqual(["gateways/1/beacon x", "stored", "acked"]);
  });

  test("does not acknowledge what was not taken, and goes on", async () => {
    const broker = await startBroker();
    broker.subscribe("bad", async () => {
      throw new Error("database is away");
    });
    const gateway = await client(broker.stats().port);
    const closed = once(gateway as unknown as EventEmitter, "close");
    const sent = gateway.publishAsync("bad", "x", { qos: 1 }).catch(() => "not acknowledged");
    await closed;
    await gateway.endAsync(true);
    expect(await sent).toBe("not acknowledged");
    expect(broker.stats()).toMatchObject({ received: 1, failed: 1, connected: true });
  });

  test("refuses shared subscriptions instead of swallowing them", async () => {
    const broker = await startBroker();
    const reader = await client(broker.stats().port);
    await expect(reader.subscribeAsync("$share/group/a/#", { qos: 1 })).rejects.toThrow();
    const [granted] = await reader.subscribeAsync("a/#", { qos: 1 });
    expect(granted?.qos).toBe(1);
  });

  test("publishes to clients, retains, and hands its own messages to its own handlers", async () => {
    const broker = await startBroker();
    const own: string[] = [];
    broker.subscribe("info/+", async (topic) => void own.push(topic));
    await broker.publish("info/1", "hello", { retain: true });
    expect(own).toEqual(["info/1"]);
    const reader = await client(broker.stats().port);
    const message = once(reader as unknown as EventEmitter, "message");
    await reader.subscribeAsync("info/1");
    const [topic, payload] = await message;
    expect([topic, String(payload)]).toEqual(["info/1", "hello"]);
  });

  test("asks for the password when it must", async () => {
    const broker = await startBroker({ authenticate: async (password) => password === "key" });
    const { port } = broker.stats();
    await expect(client(port)).rejects.toThrow(/username or password/i);
    await expect(client(port, { username: "x", password: "wrong" })).rejects.toThrow();
    expect((await client(port, { username: "x", password: "key" })).connected).toBe(true);
  });

  test("takes a free port when its default is busy, and refuses when asked for a busy one", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    undo.push(() => new Promise((resolve) => taken.close(resolve)));
    const { port } = taken.address() as AddressInfo;
    const broker = await startBroker({ port });
    expect(broker.stats().port).not.toBe(port);
    await expect(startBroker({ port, portIsDefault: false })).rejects.toThrow(/taken/);
  });

  test("cuts off a client that announces a huge packet, and whatever garbage says", async () => {
    const broker = await startBroker();
    const { port } = broker.stats();
    const huge = Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]);
    for (const bytes of [huge, Buffer.from("GET / HTTP/1.1\r\n\r\n"), Buffer.alloc(64, 0xff)]) {
      const socket = connectTcp(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(bytes);
      await once(socket, "close");
    }
    expect((await client(port)).connected).toBe(true);
  });
});

const hasMosquitto = await hasLocalService(LOCAL_MQTT);
const BROKERS = hasMosquitto ? (["embedded", "mosquitto"] as const) : (["embedded"] as const);

describe.each(BROKERS)("connection to an outside broker (%s)", (kind) => {
  async function brokerPort(): Promise<number> {
    return kind === "mosquitto" ? 1883 : (await startBroker()).stats().port;
  }

  test("delivers what matches, many at once, and publishes", async () => {
    const port = await brokerPort();
    const prefix = `whereabouts-test/${randomUUID()}`;
    const reader = outside(port);
    const seen: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    reader.subscribe(`${prefix}/+`, async (_topic, payload) => {
      seen.push(text(payload));
      await held;
    });
    const writer = outside(port);
    await vi.waitFor(() => expect([reader, writer].every((p) => p.stats().connected)).toBe(true));
    await vi.waitFor(async () => {
      await writer.publish(`${prefix}/probe`, "probe");
      expect(seen).toContain("probe");
    });
    for (let n = 0; n < 5; n++) await writer.publish(`${prefix}/x`, String(n));
    await vi.waitFor(() => expect(seen).toEqual(expect.arrayContaining(["0", "1", "2", "3", "4"])));
    release();
  });
});

describe("connection to an outside broker", () => {
  test("says why it is away, refuses to publish, and comes back by itself", async () => {
    const first = await startBroker();
    const { port } = first.stats();
    const connection = outside(port);
    await vi.waitFor(() => expect(connection.stats().connected).toBe(true));
    await first.dispose();
    await vi.waitFor(() => expect(connection.stats().connected).toBe(false));
    await expect(connection.publish("a", "b")).rejects.toThrow(/cannot be reached/);
    expect(connection.stats().problem).toBeTruthy();
    await startBroker({ port, portIsDefault: false });
    await vi.waitFor(() => expect(connection.stats().connected).toBe(true));
    await connection.publish("a", "b");
  });
});

// The embedded broker keeps nothing for absent clients, and says so.
describe.each(hasMosquitto ? ["mosquitto"] : [])("persistent session (%s)", () => {
  test("gets a message again that its handler did not take", async () => {
    const port = 1883;
    const prefix = `whereabouts-test/${randomUUID()}`;
    const reader = outside(port);
    let tries = 0;
    reader.subscribe(`${prefix}/x`, async (_topic, payload) => {
      if (text(payload) === "message" && ++tries === 1) throw new Error("database is away");
    });
    const writer = await client(port);
    await vi.waitFor(async () => {
      await writer.publishAsync(`${prefix}/x`, "probe", { qos: 1 });
      expect(reader.stats().received).toBeGreaterThan(0);
    });
    await writer.publishAsync(`${prefix}/x`, "message", { qos: 1 });
    await vi.waitFor(() => expect(tries).toBe(2));
  });
});
