import { connect, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import type { Log } from "../base/index.ts";
import { IN_FLIGHT_MAX, type Wire, type WireReceiver } from "./wire.ts";

export interface WireOptions {
  readonly url: string;
  /** First token of every subject; servers with the same one form one installation. */
  readonly prefix: string;
  readonly receive: WireReceiver;
  readonly log: Log;
}

/**
 * Connects to NATS; afterwards the connection comes back by itself.
 *
 * @throws when the server cannot be reached now
 */
export async function connectNats(options: WireOptions): Promise<Wire> {
  const url = new URL(options.url);
  const connection = await connect({
    servers: url.host,
    ...(url.username && { user: decodeURIComponent(url.username) }),
    ...(url.password && { pass: decodeURIComponent(url.password) }),
    ...(url.protocol === "tls:" && { tls: {} }),
    name: "whereabouts",
    // Subscribers of this process have been called already.
    noEcho: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    timeout: 5_000,
  });
  return new NatsWire(connection, options);
}

class NatsWire implements Wire {
  readonly #connection: NatsConnection;
  readonly #options: WireOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  #connected = true;
  #unconfirmed = 0;
  #flushing = false;
  #lost = 0;

  constructor(connection: NatsConnection, options: WireOptions) {
    this.#connection = connection;
    this.#options = options;
    void this.#watch();
  }

  get lost(): number {
    return this.#lost;
  }

  send(topic: string, body: string): boolean {
    if (!this.#connected || this.#unconfirmed >= IN_FLIGHT_MAX) return false;
    this.#connection.publish(`${this.#options.prefix}.${topic}`, body);
    this.#unconfirmed++;
    if (!this.#flushing) void this.#confirm();
    return true;
  }

  listen(pattern: string): void {
    const { prefix, receive, log } = this.#options;
    const subscription = this.#connection.subscribe(`${prefix}.${pattern}`, {
      callback: (error, message) => {
        if (error) return log.error({ err: error, pattern }, "A NATS subscription failed");
        const topic = message.subject.slice(prefix.length + 1);
        receive({ pattern, topic, body: message.string() });
      },
    });
    this.#subscriptions.set(pattern, subscription);
  }

  unlisten(pattern: string): void {
    this.#subscriptions.get(pattern)?.unsubscribe();
    this.#subscriptions.delete(pattern);
  }

  async dispose(): Promise<void> {
    // Draining sends what is buffered; without a connection it would wait for one.
    await (this.#connected ? this.#connection.drain() : this.#connection.close());
  }

  /** A ping that comes back says that the broker has everything sent before it. */
  async #confirm(): Promise<void> {
    this.#flushing = true;
    while (this.#unconfirmed > 0 && this.#connected) {
      const sent = this.#unconfirmed;
      try {
        await this.#connection.flush();
      } catch {
        break; // The connection broke: #watch counts what was on its way.
      }
      this.#unconfirmed = Math.max(0, this.#unconfirmed - sent);
    }
    this.#flushing = false;
  }

  async #watch(): Promise<void> {
    const { log } = this.#options;
    for await (const status of this.#connection.status()) {
      if (status.type === "disconnect") {
        this.#connected = false;
        this.#lost += this.#unconfirmed;
        this.#unconfirmed = 0;
        log.warn("Lost the connection to NATS; other servers hear nothing until it is back");
      } else if (status.type === "reconnect") {
        this.#connected = true;
        log.info("Connected to NATS again");
      }
    }
  }
}
