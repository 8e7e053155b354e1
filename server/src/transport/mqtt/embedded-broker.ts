import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Aedes, type AedesOptions } from "aedes";
import { AppError, type Log } from "../../base/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import { limitPackets } from "./packet-limit.ts";
import {
  PACKET_LIMIT_BYTES,
  type MqttHandler,
  type MqttPort,
  type MqttPublishOptions,
  type MqttStats,
} from "./port.ts";

export interface EmbeddedBrokerOptions {
  readonly host: string;
  readonly port: number;
  /** The port was not asked for: when it is busy any free one will do. */
  readonly portIsDefault: boolean;
  /** Whether a client with this password may connect; null admits everybody. */
  readonly authenticate: ((password: string) => Promise<boolean>) | null;
  readonly log: Log;
  /** Clients connected at once. Default 1000. */
  readonly clientLimit?: number;
}

const CLIENT_LIMIT = 1000;
const RETAINED_LIMIT = 10_000;
const BAD_CREDENTIALS = 4;

/**
 * An MQTT 3.1.1 broker in this process. It keeps no queue for absent clients (every session is
 * clean) and refuses shared subscriptions, which its library would grant and never serve.
 *
 * @throws AppError `conflict` when the port that was asked for is busy
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<MqttPort> {
  const broker = new EmbeddedBroker(options);
  await broker.start();
  return broker;
}

class EmbeddedBroker implements MqttPort {
  readonly #options: EmbeddedBrokerOptions;
  readonly #dispatcher: Dispatcher;
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #retained = new Set<string>();
  #published = 0;
  #dropped = 0;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#dispatcher = new Dispatcher(options.log);
    this.#aedes = new Aedes(this.#hooks());
    this.#server = createServer((socket) => this.#connect(socket));
    this.#server.maxConnections = options.clientLimit ?? CLIENT_LIMIT;
  }

  async start(): Promise<void> {
    const { host, port, portIsDefault, log } = this.#options;
    await this.#aedes.listen();
    try {
      await listen(this.#server, host, port);
    } catch (error) {
      if (!isPortBusy(error)) throw error;
      if (!portIsDefault) {
        await this.#closeBroker();
        const message = `Cannot listen for MQTT on port ${port}, it is taken: expected a free one`;
        throw new AppError("conflict", message, { cause: error });
      }
      await listen(this.#server, host, 0);
      log.warn({ busyPort: port, port: this.#port }, "MQTT port is taken, listening on a free one");
    }
  }

  subscribe(filter: string, handler: MqttHandler): () => void {
    return this.#dispatcher.add(filter, handler);
  }

  async publish(
    topic: string,
    payload: string | Uint8Array,
    options: MqttPublishOptions = {},
  ): Promise<void> {
    const bytes = Buffer.from(payload as Uint8Array);
    const retain = (options.retain ?? false) && this.#mayRetain(topic, bytes.byteLength);
    const packet = { cmd: "publish", topic, payload: bytes, dup: false, retain } as const;
    await new Promise<void>((resolve, reject) => {
      this.#aedes.publish({ ...packet, qos: options.qos ?? 1 }, (error) => {
        if (error) reject(new AppError("unavailable", "MQTT broker is stopping", { cause: error }));
        else resolve();
      });
    });
    this.#published++;
    // An outside broker hands a publisher its own message when it subscribed to it; so do we.
    await this.#dispatcher.dispatch(topic, bytes);
  }

  stats(): MqttStats {
    return {
      kind: "embedded",
      port: this.#port,
      connected: !this.#aedes.closed,
      clients: this.#aedes.connectedClients,
      received: this.#dispatcher.received,
      published: this.#published,
      failed: this.#dispatcher.failed,
      dropped: this.#dropped,
      problem: null,
    };
  }

  async dispose(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#closeBroker();
    await closed;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  #connect(socket: Socket): void {
    socket.setNoDelay(true);
    const client = this.#aedes.handle(socket);
    // A vanished or hostile client ends its own connection only.
    client.on("error", (error) => this.#options.log.debug({ err: error }, "MQTT client broke"));
    socket.on("error", () => socket.destroy());
    limitPackets(client, PACKET_LIMIT_BYTES);
  }

  #hooks(): AedesOptions {
    return {
      preConnect: (_client, packet, done) => {
        packet.clean = true;
        done(null, true);
      },
      authenticate: (_client, _username, password, done) => {
        void this.#answerConnect(password?.toString("utf8") ?? "", done);
      },
      // The broker's library acknowledges before it delivers; here is the only place ahead of it.
      authorizePublish: (_client, packet, done) => {
        if (packet.topic.startsWith("$")) return done(new Error("Topic is reserved"));
        const payload = Buffer.from(packet.payload);
        if (packet.retain && !this.#mayRetain(packet.topic, payload.byteLength)) {
          packet.retain = false;
        }
        void this.#answerPublish({ topic: packet.topic, payload, qos: packet.qos }, done);
      },
      authorizeSubscribe: (_client, subscription, done) => {
        done(null, subscription.topic.startsWith("$share/") ? null : subscription);
      },
    };
  }

  async #answerConnect(
    password: string,
    done: Parameters<NonNullable<AedesOptions["authenticate"]>>[3],
  ): Promise<void> {
    if (await this.#admits(password)) return done(null, true);
    const error = new Error("Bad credentials");
    done(Object.assign(error, { returnCode: BAD_CREDENTIALS }), false);
  }

  async #answerPublish(
    message: { readonly topic: string; readonly payload: Buffer; readonly qos: number },
    done: (error: Error | null) => void,
  ): Promise<void> {
    const taken = await this.#dispatcher.dispatch(message.topic, message.payload);
    done(taken || message.qos === 0 ? null : new Error("Message was not taken"));
  }

  async #admits(password: string): Promise<boolean> {
    const { authenticate, log } = this.#options;
    if (authenticate === null) return true;
    try {
      return password !== "" && (await authenticate(password));
    } catch (error) {
      log.error({ err: error }, "MQTT credentials cannot be checked");
      return false;
    }
  }

  /** Retained messages live in memory, so their number has a limit. */
  #mayRetain(topic: string, sizeBytes: number): boolean {
    if (sizeBytes === 0) {
      this.#retained.delete(topic);
      return true;
    }
    if (!this.#retained.has(topic) && this.#retained.size >= RETAINED_LIMIT) {
      this.#dropped++;
      return false;
    }
    this.#retained.add(topic);
    return true;
  }

  #closeBroker(): Promise<void> {
    return new Promise((resolve) => this.#aedes.close(() => resolve()));
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function isPortBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
