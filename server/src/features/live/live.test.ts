import { EventEmitter, once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { LiveServerMessage, LiveSocket, SharedMessage } from "@whereabouts/contracts";
import { createLog, systemClock } from "../../base/index.ts";
import { createBus, type Bus } from "../../bus/index.ts";
import type { BusEvents } from "../../model/index.ts";
import { startServer } from "../../transport/testing.ts";
import { createLive, type Live } from "./create-live.ts";
import { TopicFilter } from "./topic-filter.ts";

let bus: Bus;
let live: Live;

beforeEach(async () => {
  bus = await createBus({ kind: "process" }, { log: createLog("silent"), clock: systemClock });
  live = createLive({ bus, clock: systemClock });
});
afterEach(async () => {
  await live.dispose();
  await bus.dispose();
});

function tracks(cameraCode: string, captureTimeMs: number): BusEvents["tracks"] {
  return {
    cameraId: `id-${cameraCode}`,
    cameraCode,
    siteCode: "campus",
    floorId: null,
    captureTimeMs,
    publishedAtMs: captureTimeMs,
    size: { widthPx: 640, heightPx: 360 },
    boxes: [],
    endedTrackIds: [],
  };
}

const publish = (code: string, captureTimeMs: number) =>
  bus.publish(`tracks.campus.${code}`, tracks(code, captureTimeMs));

/** A socket whose network takes bytes only when told to. */
class SlowSocket implements LiveSocket {
  readonly received: LiveServerMessage[] = [];
  readonly #events = new EventEmitter();
  bufferedBytes = 0;
  closed = false;

  sendText(text: string): void {
    this.received.push(JSON.parse(text) as LiveServerMessage);
  }
  sendBytes(): void {
    throw new Error("The live feed speaks text");
  }
  sendShared(message: SharedMessage): void {
    this.sendText(message.data as string);
  }
  onMessage(handler: (data: string | Uint8Array) => void): void {
    this.#events.on("message", handler);
  }
  onClose(handler: () => void): void {
    this.#events.once("close", handler);
  }
  close(): void {
    this.closed = true;
    this.#events.emit("close");
  }
  drop(): void {
    this.close();
  }
  say(message: unknown): void {
    this.#events.emit("message", typeof message === "string" ? message : JSON.stringify(message));
  }
  get times(): number[] {
    return this.received.flatMap((each) =>
      each.type === "event" && "capture_time_ms" in each.data ? [each.data.capture_time_ms] : [],
    );
  }
  get lastCursor(): string {
    return this.received.flatMap((each) => ("cursor" in each ? [each.cursor] : [])).at(-1)!;
  }
}

function open(topics: string[] = ["tracks.>"], cursor?: string): SlowSocket {
  const socket = new SlowSocket();
  void live.sockets[0]!.open(socket, { caller: { kind: "user", id: "u" } } as never);
  socket.say({ type: "subscribe", topics, ...(cursor === undefined ? {} : { cursor }) });
  return socket;
}

describe("live feed", () => {
  it("sends each viewer the topics it asked for", () => {
    const all = open([">"]);
    const one = open(["tracks.*.c09", "camera-health.>"]);
    publish("c09", 1);
    publish("c12", 2);
    expect([all.times, one.times]).toEqual([[1, 2], [1]]);
    expect(all.received[0]).toMatchObject({ type: "hello", window_seconds: 60 });
    expect(all.received[1]).toEqual({
      type: "event",
      topic: "tracks.campus.c09",
      cursor: expect.stringMatching(/-1$/),
      data: {
        camera_id: "id-c09",
        camera_code: "c09",
        site_code: "campus",
        floor_id: null,
        capture_time_ms: 1,
        size_px: [640, 360],
        boxes: [],
        ended_track_ids: [],
      },
    });
  });

  it("resumes after a cursor without loss or repetition", () => {
    const first = open();
    publish("c09", 1);
    publish("c09", 2);
    first.close();
    publish("c12", 3);
    publish("c09", 4);
    const second = open(["tracks.*.c09"], first.lastCursor);
    publish("c09", 5);
    expect(second.times).toEqual([4, 5]);
    expect(second.received.some((each) => each.type === "gap")).toBe(false);
    expect(live.stats().viewers).toBe(1);
  });

  it("says openly that a cursor is of another run", () => {
    publish("c09", 1);
    const socket = open(["tracks.>"], "0123456789ab-1");
    publish("c09", 2);
    expect(socket.received[1]).toMatchObject({
      type: "gap",
      from_cursor: "0123456789ab-1",
      missed: null,
    });
    expect(socket.times).toEqual([2]);
  });

  it("skips a slow viewer, tells it how much, and leaves the others alone", async () => {
    const slow = open(["tracks.*.c09"]);
    const fast = open();
    publish("c09", 0);
    slow.bufferedBytes = 10_000_000;
    for (let i = 1; i <= 800; i++) publish(i % 2 ? "c09" : "c12", i);
    expect(fast.times).toHaveLength(801);
    expect(slow.times).toEqual([0]);
    slow.bufferedBytes = 0;
    await vi.waitFor(() => expect(slow.received.at(-1)?.type).toBe("gap"));
    expect(slow.received.at(-1)).toMatchObject({ type: "gap", missed: 400 });
    publish("c09", 801);
    expect(slow.times).toEqual([0, 801]);
    expect(live.stats().skippedEvents).toBe(400);
  });

  it("delivers late, not less, to a viewer that lags for a moment", async () => {
    const socket = open();
    socket.bufferedBytes = 10_000_000;
    for (let i = 0; i < 50; i++) publish("c09", i);
    expect(socket.times).toEqual([]);
    socket.bufferedBytes = 0;
    await vi.waitFor(() => expect(socket.times).toHaveLength(50));
    expect(live.stats().skippedEvents).toBe(0);
  });

  it("loses nothing inside the window, even when the resume itself is slow", async () => {
    const first = open();
    publish("c09", 0);
    first.close();
    for (let i = 1; i <= 1000; i++) publish("c09", i);
    const second = new SlowSocket();
    second.bufferedBytes = 10_000_000;
    void live.sockets[0]!.open(second, { caller: { kind: "user", id: "u" } } as never);
    second.say({ type: "subscribe", topics: [">"], cursor: first.lastCursor });
    second.bufferedBytes = 0;
    await vi.waitFor(() => expect(second.times).toHaveLength(1000));
  });

  it("answers pings and explains what it did not understand", () => {
    const socket = open();
    socket.say({ type: "ping" });
    socket.say("{");
    socket.say({ type: "subscribe", topics: ["tracks..c09"] });
    expect(socket.received.slice(1).map((each) => each.type)).toEqual(["pong", "error", "error"]);
  });

  it("tells the state and the cursor to go on from, over real sockets", async () => {
    publish("c09", 7);
    const { server, baseUrl, socketUrl } = await startServer({
      routes: live.routes,
      sockets: live.sockets,
    });
    const state = (await (await fetch(`${baseUrl}/api/v1/live/state`)).json()) as {
      cursor: string;
      tracks: { capture_time_ms: number }[];
    };
    expect(state.tracks.map((each) => each.capture_time_ms)).toEqual([7]);
    publish("c09", 8);
    const socket = new WebSocket(`${socketUrl}/api/v1/live`);
    const received: string[] = [];
    socket.on("message", (data: Buffer) => received.push(data.toString("utf8")));
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "subscribe", topics: [">"], cursor: state.cursor }));
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(JSON.parse(received[1]!)).toMatchObject({ type: "event", data: { capture_time_ms: 8 } });
    socket.close();
    await once(socket, "close");
    await server.close();
  });
});

describe("TopicFilter", () => {
  it.each([
    ["tracks.>", "tracks.campus.c09", true],
    ["tracks.>", "tracks", false],
    ["tracks.*.c09", "tracks.campus.c09", true],
    ["tracks.*.c09", "tracks.campus.c12", false],
    ["tracks.*", "tracks.campus.c09", false],
    [">", "registry.camera", true],
    ["registry.camera", "registry.camera", true],
  ])("%s on %s is %s", (pattern, topic, verdict) => {
    expect(new TopicFilter([pattern]).matches(topic)).toBe(verdict);
  });
});
