import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import { AppError, backoffMs, type Clock, type Log } from "../../base/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { MqttHandler, MqttPort, MqttPublishOptions, MqttStats } from "./port.ts";

export interface OutsideBrokerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  /** Stable across restarts, so that the broker keeps what came meanwhile. One per process. */
  readonly clientId: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Delay of the first and of the longest wait between tries. Default 5 s and 60 s. */
  readonly reconnect?: { readonly firstMs: number; readonly maxMs: number };
}

const RECONNECT = { firstMs: 5000, maxMs: 60_000 };
const CONNECT_TIMEOUT_MS = 10_000;
const PUBLISH_TIMEOUT_MS = 10_000;
/** Messages in work at once; past it the connection is not read. */
const IN_WORK_LIMIT = 200;
const PUBLISH_LIMIT = 1000;

/** Connects to a broker elsewhere, and keeps trying; never waits for it to be there. */
export function connectOutsideBroker(options: OutsideBrokerOptions): MqttPort {
  return new OutsideBroker(options);
}

class OutsideBroker implements MqttPort {
  readonly #options: OutsideBrokerOptions;
  readonly #dispatcher: Dispatcher;
  readonly #client: MqttClient;
  readonly #stop = new AbortController();
  #attempt = 0;
  #inWork = 0;
  #waiting: (() => void)[] = [];
  #pendingPublishes = 0;
  #published = 0;
  #dropped = 0;
  #problem: string | null = "Not connected yet";

  constructor(options: OutsideBrokerOptions) {
    this.#options = options;
    this.#dispatcher = new Dispatcher(options.log);
    this.#client = connect(clientOptions(options));
    this.#client.handleMessage = (packet, done) => this.#take(packet, done);
    this.#client.on("connect", () => void this.#connected());
    this.#client.on("error", (error) => {
      this.#problem = error.message;
    });
    this.#client.on("close", () => void this.#reconnectLater());
  }

  subscribe(filter: string, handler: MqttHandler): () => void {
    const remove = this.#dispatcher.add(filter, handler);
    if (this.#client.connected) void this.#subscribeAll([filter]);
    return () => {
      remove();
      if (this.#dispatcher.filters.includes(filter) || !this.#client.connected) return;
      this.#client.unsubscribe(filter);
    };
  }

  async publish(
    topic: string,
    payload: string | Uint8Array,
    options: MqttPublishOptions = {},
  ): Promise<void> {
    if (!this.#client.connected) {
      throw new AppError("unavailable", `MQTT broker cannot be reached: ${this.#problem}`);
    }
    if (this.#pendingPublishes >= PUBLISH_LIMIT) {
      this.#dropped++;
      throw new AppError("unavailable", "MQTT broker does not keep up with what is published");
    }
    this.#pendingPublishes++;
    try {
      const { qos = 1, retain = false } = options;
      const sent = this.#client.publishAsync(topic, Buffer.from(payload as Uint8Array), {
        qos,
        retain,
      });
      await withTimeout(sent, PUBLISH_TIMEOUT_MS);
      this.#published++;
    } catch (cause) {
      throw new AppError("unavailable", "MQTT broker did not take the message", { cause });
    } finally {
      this.#pendingPublishes--;
    }
  }

  stats(): MqttStats {
    return {
      kind: "outside",
      port: this.#options.port,
      connected: this.#client.connected,
      clients: 0,
      received: this.#dispatcher.received,
      published: this.#published,
      failed: this.#dispatcher.failed,
      dropped: this.#dropped,
      problem: this.#client.connected ? null : this.#problem,
    };
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("MQTT client is stopping"));
    await this.#client.endAsync(true);
  }

  async #connected(): Promise<void> {
    const { host, port, log } = this.#options;
    this.#attempt = 0;
    this.#problem = null;
    log.info({ host, port }, "MQTT broker connected");
    await this.#subscribeAll(this.#dispatcher.filters);
  }

  async #subscribeAll(filters: readonly string[]): Promise<void> {
    if (filters.length === 0) return;
    try {
      await this.#client.subscribeAsync([...filters], { qos: 1 });
    } catch (error) {
      this.#options.log.error({ err: error, filters }, "MQTT broker refused a subscription");
    }
  }

  async #reconnectLater(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { clock, log, host, port } = this.#options;
    const delayMs = backoffMs(this.#attempt++, this.#options.reconnect ?? RECONNECT);
    this.#problem ??= "Connection was closed";
    log.warn({ host, port, delayMs: Math.round(delayMs), reason: this.#problem }, "MQTT is away");
    try {
      await clock.sleep(delayMs, this.#stop.signal);
    } catch {
      return; // stopped while waiting
    }
    this.#client.reconnect();
  }

  /**
   * The library would acknowledge and read on only after `done()`, one message at a time. Calling
   * `done` with an error makes it read on without an acknowledgement, which is sent when the
   * handlers are through: many messages are in work at once, none is acknowledged early.
   */
  #take(packet: IPublishPacket, done: (error?: Error) => void): void {
    this.#inWork++;
    void this.#dispatcher.dispatch(packet.topic, toBytes(packet.payload)).then((taken) => {
      this.#inWork--;
      this.#waiting.shift()?.();
      if (packet.qos === 0) return;
      if (taken) this.#acknowledge(packet);
      else this.#client.stream.destroy(); // an unacknowledged message comes again on reconnect
    });
    const readOn = () => done(packet.qos === 0 ? undefined : new Error("Acknowledged later"));
    if (this.#inWork < IN_WORK_LIMIT) readOn();
    else this.#waiting.push(readOn);
  }

  #acknowledge(packet: IPublishPacket): void {
    if (!this.#client.connected) return;
    const sender = this.#client as unknown as { _sendPacket(packet: object): void };
    sender._sendPacket({ cmd: "puback", messageId: packet.messageId });
  }
}

function clientOptions(options: OutsideBrokerOptions): IClientOptions {
  return {
    protocol: options.tls ? "mqtts" : "mqtt",
    host: options.host,
    port: options.port,
    clientId: options.clientId,
    clean: false,
    protocolVersion: 4,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(options.username === null ? {} : { username: options.username }),
    ...(options.password === null ? {} : { password: options.password }),
  };
}

function toBytes(payload: string | Buffer): Uint8Array {
  return typeof payload === "string" ? Buffer.from(payload) : payload;
}

function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${timeoutMs} ms`));
    const timer = setTimeout(late, timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
