import { randomBytes } from "node:crypto";
import { createClient } from "redis";
import type { WireOptions } from "./nats-wire.ts";
import { IN_FLIGHT_MAX, type Wire } from "./wire.ts";

type Client = ReturnType<typeof makeClient>;

/** Length of the sender's mark before each body: Redis sends a message back to its publisher. */
const SENDER_LENGTH = 12;

/**
 * Connects to Redis; afterwards both connections come back by themselves.
 *
 * @throws when the server cannot be reached now
 */
export async function connectRedis(options: WireOptions): Promise<Wire> {
  // Subscribing waits for a connection; publishing must not, live data would be stale by then.
  const clients = [makeClient(options, "drop"), makeClient(options, "wait")] as const;
  // One listener for life: without any, the first broken connection would end the process.
  for (const client of clients) client.on("error", () => undefined);
  try {
    for (const client of clients) await connectOnce(client);
  } catch (error) {
    for (const client of clients) client.destroy();
    throw error;
  }
  return new RedisWire(clients[0], clients[1], options);
}

function makeClient(options: WireOptions, whenOffline: "drop" | "wait") {
  return createClient({
    url: options.url,
    name: "whereabouts",
    disableOfflineQueue: whenOffline === "drop",
    commandsQueueMaxLength: IN_FLIGHT_MAX,
    pingInterval: 20_000,
    socket: {
      connectTimeout: 5_000,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 2_000),
    },
  });
}

/** `connect` alone would go on trying for ever. */
function connectOnce(client: Client): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.once("error", reject);
    client.connect().then(resolve, reject);
  });
}

class RedisWire implements Wire {
  readonly #publisher: Client;
  readonly #subscriber: Client;
  readonly #options: WireOptions;
  readonly #sender = randomBytes(SENDER_LENGTH / 2).toString("hex");
  #inFlight = 0;
  #lost = 0;

  constructor(publisher: Client, subscriber: Client, options: WireOptions) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    this.#options = options;
    const { log } = options;
    publisher.on("reconnecting", () => log.debug("Connecting to Redis again"));
    publisher.on("ready", () => log.info("Connected to Redis again"));
    subscriber.on("ready", () => log.info("Hearing other servers through Redis again"));
  }

  get lost(): number {
    return this.#lost;
  }

  send(topic: string, body: string): boolean {
    if (!this.#publisher.isReady || this.#inFlight >= IN_FLIGHT_MAX) return false;
    this.#inFlight++;
    this.#publisher.publish(this.#channel(topic), this.#sender + body).then(
      () => this.#inFlight--,
      () => {
        this.#inFlight--;
        this.#lost++;
      },
    );
    return true;
  }

  listen(pattern: string): void {
    const prefixLength = this.#options.prefix.length + 1;
    const listener = (body: string, channel: string) => {
      if (body.startsWith(this.#sender)) return;
      const topic = channel.slice(prefixLength);
      this.#options.receive({ pattern, topic, body: body.slice(SENDER_LENGTH) });
    };
    this.#subscriber.pSubscribe(this.#glob(pattern), listener).catch((error: unknown) => {
      this.#options.log.error({ err: error, pattern }, "A Redis subscription failed");
    });
  }

  unlisten(pattern: string): void {
    this.#subscriber.pUnsubscribe(this.#glob(pattern)).catch((error: unknown) => {
      this.#options.log.debug({ err: error, pattern }, "Ending a Redis subscription failed");
    });
  }

  async dispose(): Promise<void> {
    for (const client of [this.#publisher, this.#subscriber]) {
      if (client.isReady) await client.close();
      else client.destroy();
    }
  }

  #channel(topic: string): string {
    return `${this.#options.prefix}.${topic}`;
  }

  /** Redis' `*` also matches dots, so this lets too much through; the bus looks again. */
  #glob(pattern: string): string {
    return this.#channel(pattern.replace(/[\\[\]?^]/g, "\\$&").replace(/>$/, "*"));
  }
}
