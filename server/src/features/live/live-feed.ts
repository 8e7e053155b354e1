import { randomBytes } from "node:crypto";
import { LiveClientMessage, type LiveSocket, type LiveState } from "@whereabouts/contracts";
import { Disposer, type Clock, type Disposable } from "../../base/index.ts";
import type { Bus, BusMessage } from "../../bus/contract.ts";
import type { BusEvents } from "../../model/index.ts";
import { EventWindow } from "./event-window.ts";
import {
  cameraHealthData,
  LIVE_EVENTS,
  toLiveData,
  tracksData,
  type LiveEventName,
} from "./payloads.ts";
import { Viewer, type Feed } from "./viewer.ts";

export const WINDOW_S = 60;
const WINDOW_BYTES_MAX = 32 * 1024 * 1024;
const LIMITS = { bufferedBytesMax: 1024 * 1024, lagEventsMax: 300 };
/** Viewers that wait for their network are looked after this often when nothing happens. */
const CATCH_UP_EVERY_MS = 50;

/** Everything on the bus, numbered, kept for a minute and handed to whoever follows it. */
export class LiveFeed implements Feed, Disposable {
  readonly window = new EventWindow({ windowMs: WINDOW_S * 1000, bytesMax: WINDOW_BYTES_MAX });
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #viewers = new Set<Viewer>();
  /** Tells cursors of this run of the server from those of another. */
  readonly #run = randomBytes(6).toString("hex");
  readonly #newestTracks = new Map<string, BusEvents["tracks"]>();
  readonly #health = new Map<string, BusEvents["camera-health"]>();
  readonly #disposer = new Disposer();
  #catchUp: NodeJS.Timeout | null = null;
  #skipped = 0;
  /** When somebody last held a cursor that the window should honour; a viewer always does. */
  #followedAtMs = Number.NEGATIVE_INFINITY;

  constructor(ports: { readonly bus: Bus; readonly clock: Pick<Clock, "monotonicMs"> }) {
    this.#clock = ports.clock;
    for (const name of LIVE_EVENTS) {
      this.#disposer.defer(ports.bus.subscribe(`${name}.>`, (message) => this.#take(message)));
    }
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  get skippedEvents(): number {
    return this.#skipped;
  }

  /** @param userId who follows; null for a machine */
  open(socket: LiveSocket, userId: string | null): void {
    const viewer = new Viewer(socket, this, { limits: LIMITS, userId });
    this.#viewers.add(viewer);
    socket.onClose(() => {
      this.#viewers.delete(viewer);
      this.#followedAtMs = this.#clock.monotonicMs();
    });
    const cursor = this.cursorOf(this.window.newest);
    socket.sendText(JSON.stringify({ type: "hello", cursor, window_seconds: WINDOW_S }));
    socket.onMessage((data) => this.#listen(socket, viewer, data));
  }

  state(): LiveState {
    this.#followedAtMs = this.#clock.monotonicMs();
    return {
      cursor: this.cursorOf(this.window.newest),
      tracks: [...this.#newestTracks.values()].map(tracksData),
      camera_health: [...this.#health.values()].map(cameraHealthData),
    };
  }

  cursorOf(sequence: number): string {
    return `${this.#run}-${sequence}`;
  }

  sequenceOf(cursor: string): number | null {
    const match = /^([0-9a-f]{12})-(\d{1,15})$/.exec(cursor);
    return match?.[1] === this.#run ? Number(match[2]) : null;
  }

  skipped(events: number): void {
    this.#skipped += events;
  }

  async dispose(): Promise<void> {
    if (this.#catchUp) clearInterval(this.#catchUp);
    await this.#disposer.dispose();
  }

  #take(message: BusMessage<LiveEventName>): void {
    this.#remember(message);
    const atMs = this.#clock.monotonicMs();
    if (this.#viewers.size === 0 && atMs - this.#followedAtMs > WINDOW_S * 1000) {
      this.window.pass();
      return;
    }
    const body = `"topic":${JSON.stringify(message.topic)},"data":${JSON.stringify(toLiveData(message))}}`;
    const event = { topic: message.topic, atMs };
    this.window.add(event, (n) => `{"type":"event","cursor":"${this.cursorOf(n)}",${body}`);
    for (const viewer of this.#viewers) viewer.pump();
    this.#watchSlow();
  }

  /** Slow viewers go on when their network does, also when nothing new happens. */
  #watchSlow(): void {
    if (this.#catchUp) return;
    if (![...this.#viewers].some((viewer) => viewer.isBehind)) return;
    this.#catchUp = setInterval(() => {
      const behind = [...this.#viewers].filter((viewer) => viewer.isBehind);
      for (const viewer of behind) viewer.pump();
      if (behind.length > 0 || !this.#catchUp) return;
      clearInterval(this.#catchUp);
      this.#catchUp = null;
    }, CATCH_UP_EVERY_MS);
    this.#catchUp.unref();
  }

  #remember({ name, payload }: BusMessage<LiveEventName>): void {
    if (name === "tracks") {
      const tracks = payload as BusEvents["tracks"];
      this.#newestTracks.set(tracks.cameraId, tracks);
    } else if (name === "camera-health") {
      const health = payload as BusEvents["camera-health"];
      this.#health.set(health.cameraId, health);
    } else if (name === "registry") {
      const { what, id, change } = payload as BusEvents["registry"];
      if (what !== "camera" || change !== "deleted") return;
      this.#newestTracks.delete(id);
      this.#health.delete(id);
    }
  }

  #listen(socket: LiveSocket, viewer: Viewer, data: string | Uint8Array): void {
    const message = LiveClientMessage.safeParse(parseJson(data));
    if (!message.success) {
      const expected = '{"type":"subscribe","topics":["tracks.>"]} or {"type":"ping"}';
      socket.sendText(JSON.stringify({ type: "error", detail: `Expected ${expected}` }));
    } else if (message.data.type === "ping") {
      socket.sendText('{"type":"pong"}');
    } else {
      viewer.subscribe(message.data.topics, message.data.cursor);
      this.#watchSlow();
    }
  }
}

function parseJson(data: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof data === "string" ? data : Buffer.from(data).toString("utf8"));
  } catch {
    return null;
  }
}
