import { randomBytes } from "node:crypto";
import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createLog, Disposer, systemClock } from "../base/index.ts";
import type { BusEvents } from "../model/index.ts";
import { hasLocalService, LOCAL_NATS, LOCAL_REDIS } from "../testing/index.ts";
import { createBus, type Bus, type BusChoice } from "./index.ts";
import { compilePattern, toWireTopic } from "./topic.ts";

const log = createLog("silent");
let disposer = new Disposer();
afterEach(async () => {
  await disposer.dispose();
  disposer = new Disposer();
});

type Registry = BusEvents["registry"];
const change = (id: string): Registry => ({ what: "camera", id, change: "updated" });

/** Two servers of one installation; in process both are the same bus. */
async function createPair(choice: BusChoice): Promise<[Bus, Bus]> {
  const context = { log, clock: systemClock };
  const own = withOwnPrefix(choice);
  const first = disposer.add(await createBus(own, context));
  if (choice.kind === "process") return [first, first];
  return [first, disposer.add(await createBus(own, context))];
}

/** Other runs of these tests may use the same broker. */
function withOwnPrefix<C extends BusChoice>(choice: C): C {
  return { ...choice, prefix: `test-${randomBytes(4).toString("hex")}` };
}

/** Subscribing reaches the broker a moment later: repeats a message until it arrives. */
async function untilHeard(from: Bus, to: Bus): Promise<void> {
  let heard = false;
  const leave = to.subscribe("registry.hello", () => (heard = true));
  await expect
    .poll(() => {
      from.publish("registry.hello", change("hello"));
      return heard;
    })
    .toBe(true);
  leave();
}

function collect(bus: Bus, pattern: `registry.${string}` | ">"): string[] {
  const ids: string[] = [];
  bus.subscribe<"registry">(pattern, ({ topic, payload }) => {
    if (topic !== "registry.hello") ids.push(payload.id);
  });
  return ids;
}

type Broker = Exclude<BusChoice, { kind: "process" }>;

const brokers: Broker[] = [];
if (await hasLocalService(LOCAL_NATS)) {
  brokers.push({ kind: "nats", url: "nats://127.0.0.1:4222", prefix: "test" });
}
if (await hasLocalService(LOCAL_REDIS)) {
  brokers.push({ kind: "redis", url: "redis://127.0.0.1:6379", prefix: "test" });
}

describe.each<BusChoice>([{ kind: "process" }, ...brokers])("the bus over $kind", (choice) => {
  it("delivers to every matching subscriber here and there, once", async () => {
    const [here, there] = await createPair(choice);
    const lists = [here, there].flatMap((bus) =>
      (["registry.*", "registry.camera", "registry.>", ">"] as const).map((p) => collect(bus, p)),
    );
    const other = collect(there, "registry.zone");
    await untilHeard(here, there);
    here.publish("registry.camera", change("a"));
    await expect.poll(() => lists).toEqual(lists.map(() => ["a"]));
    expect(other).toEqual([]);
  });

  it("hands over topic, name and payload", async () => {
    const [here, there] = await createPair(choice);
    const messages: unknown[] = [];
    there.subscribe("registry.a.>", (message) => messages.push(message));
    await untilHeard(here, there);
    here.publish("registry.a.b.c", change("é ✓"));
    const expected = { topic: "registry.a.b.c", name: "registry", payload: change("é ✓") };
    await expect.poll(() => messages).toEqual([expected]);
  });

  it("keeps the order of one publisher and loses nothing below its limit", async () => {
    const [here, there] = await createPair(choice);
    const ids = collect(there, "registry.*");
    await untilHeard(here, there);
    const sent = Array.from({ length: 5_000 }, (_, index) => String(index));
    for (const id of sent) here.publish("registry.camera", change(id));
    await expect.poll(() => ids.length).toBe(sent.length);
    expect(ids).toEqual(sent);
    expect(here.dropped).toBe(0);
  });

  it("ends a subscription, and only that one", async () => {
    const [here, there] = await createPair(choice);
    const gone: string[] = [];
    const leave = there.subscribe("registry.*", ({ payload }) => gone.push(payload.id));
    const stays = collect(there, "registry.*");
    await untilHeard(here, there);
    gone.length = 0;
    leave();
    leave();
    here.publish("registry.camera", change("a"));
    await expect.poll(() => stays).toEqual(["a"]);
    expect(gone).toEqual([]);
  });

  it("goes on when a subscriber throws", async () => {
    const [here, there] = await createPair(choice);
    there.subscribe("registry.*", () => {
      throw new Error("a subscriber's fault");
    });
    const ids = collect(there, "registry.*");
    await untilHeard(here, there);
    here.publish("registry.camera", change("a"));
    await expect.poll(() => ids).toEqual(["a"]);
  });

  it("carries a code with blanks and wildcards in it", async () => {
    const [here, there] = await createPair(choice);
    const ids = collect(there, "registry.front_door_");
    await untilHeard(here, there);
    here.publish("registry.front door*", change("a"));
    await expect.poll(() => ids).toEqual(["a"]);
  });
});

describe.each(brokers)("a broken $kind", (choice) => {
  it("does not stop this server, counts what others miss, and heals", async () => {
    const proxy = await startProxy(Number(new URL(choice.url).port));
    const context = { log, clock: systemClock };
    const own = withOwnPrefix(choice);
    const url = choice.url.replace(/:\d+$/, `:${proxy.port}`);
    const here = disposer.add(await createBus({ ...own, url }, context));
    const there = disposer.add(await createBus(own, context));
    const [local, remote] = [collect(here, "registry.*"), collect(there, "registry.*")];
    await untilHeard(here, there);
    await untilHeard(there, here);
    proxy.cut();
    await expect
      .poll(() => {
        here.publish("registry.camera", change("lost"));
        return here.dropped;
      })
      .toBeGreaterThan(0);
    expect(local.length).toBeGreaterThan(0);
    proxy.mend();
    await expect
      .poll(() => {
        here.publish("registry.camera", change("back"));
        return remote.includes("back");
      })
      .toBe(true);
    await untilHeard(there, here);
  });

  it("is named when it cannot be reached", async () => {
    const proxy = await startProxy(1);
    const clock = { ...systemClock, sleep: () => Promise.resolve() };
    const url = choice.url.replace(/:\d+$/, `:${proxy.port}`);
    const attempt = createBus({ ...choice, url }, { log, clock });
    await expect(attempt).rejects.toThrow(new RegExp(`at 127.0.0.1:${proxy.port} failed`));
  });
});

/** Stands between a client and a broker, and breaks when told to. */
async function startProxy(port: number) {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    if (broken) return near.destroy();
    const far = createConnection({ host: "127.0.0.1", port });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    broken = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  disposer.defer(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, cut, mend: () => (broken = false) };
}

describe("compilePattern", () => {
  it.each([
    ["a.b", "a.b", true],
    ["a.b", "a.b.c", false],
    ["a.*", "a.b", true],
    ["a.*", "a.b.c", false],
    ["a.*.c", "a.b.c", true],
    ["a.>", "a.b.c", true],
    ["a.>", "a", false],
    [">", "a", true],
    [">", "a.b", true],
    ["*", "a.b", false],
  ])("%s on %s is %s", (pattern, topic, expected) => {
    expect(compilePattern(pattern)(topic)).toBe(expected);
  });

  it("matches every topic with itself", () => {
    const token = fc.string({ minLength: 1 }).map((text) => toWireTopic(text.replaceAll(".", "")));
    fc.assert(
      fc.property(fc.array(token, { minLength: 1 }), (tokens) => {
        expect(compilePattern(tokens.join("."))(tokens.join("."))).toBe(true);
      }),
    );
  });
});
