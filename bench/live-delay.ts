import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { WebSocket } from "ws";

import { ChildServer } from "./harness/child-server.ts";
import { percentile, type Bench, type BenchResult } from "./harness/index.ts";
import {
  bodyOf,
  createIngestCamera,
  IngestClient,
  ingestFrames,
  type IngestFrame,
} from "./harness/ingest-client.ts";
import { LiveViewer, type TracksEvent } from "./harness/live-viewer.ts";
import { ProductServer } from "./harness/product-server.ts";

const ECHO_SERVER = path.resolve(import.meta.dirname, "servers/bare-echo.ts");
const BOXES = 100;
const INTERVAL_MS = 50;

/**
 * How long a picture takes from the start of its ingest request to a viewer's socket, at 2,000
 * boxes per second, beside a bare `ws` echo of the same bytes. Both servers run all the time and
 * take turns, so that they see the same machine.
 */
export const liveDelay: Bench = {
  name: "live-delay",
  run: async ({ size }) => {
    const count = size === "tiny" ? 10 : 600;
    const server = await ProductServer.start();
    try {
      const frames = ingestFrames({
        cameraId: await createIngestCamera(server),
        count,
        boxes: BOXES,
        startMs: Date.now(),
        intervalMs: INTERVAL_MS,
      });
      return result(await delaysMs(server, frames));
    } finally {
      await server.stop();
    }
  },
};

interface Delays {
  readonly product: readonly number[];
  readonly echo: readonly number[];
}

function result({ product, echo }: Delays): BenchResult {
  const [p99, bareP99] = [percentile(product, 0.99), percentile(echo, 0.99)];
  return {
    figures: [
      { name: "ingest to socket, p50", value: percentile(product, 0.5), unit: "ms" },
      { name: "ingest to socket, p99", value: p99, unit: "ms" },
      { name: "bare ws echo, p50", value: percentile(echo, 0.5), unit: "ms" },
      { name: "bare ws echo, p99", value: bareP99, unit: "ms" },
    ],
    ratios: [{ name: "p99 / echo p99", value: p99 / bareP99 }],
    digest: `${product.length} pictures of ${BOXES} boxes`,
  };
}

async function delaysMs(server: ProductServer, frames: readonly IngestFrame[]): Promise<Delays> {
  const product = await ProductDelays.open(server, frames.length);
  const echo = await EchoDelays.open();
  try {
    for (const frame of frames) {
      product.send(frame);
      await sleep(INTERVAL_MS / 2);
      echo.send(frame);
      await sleep(INTERVAL_MS / 2);
    }
    return { product: await product.all(), echo: echo.delaysMs };
  } finally {
    product.close();
    await echo.close();
  }
}

/** Pictures sent as another tracker would, and timed when a viewer has read them. */
class ProductDelays {
  readonly #client: IngestClient;
  readonly #sentMs = new Map<number, number>();
  readonly #delaysMs: number[] = [];
  readonly #requests: Promise<void>[] = [];
  readonly #count: number;
  readonly #seen = Promise.withResolvers<void>();
  #viewer: LiveViewer | undefined;

  private constructor(client: IngestClient, count: number) {
    this.#client = client;
    this.#count = count;
  }

  static async open(server: ProductServer, count: number): Promise<ProductDelays> {
    const delays = new ProductDelays(await IngestClient.connect(server), count);
    delays.#viewer = await LiveViewer.open(server, (event) => delays.#take(event));
    return delays;
  }

  send(frame: IngestFrame): void {
    this.#sentMs.set(Date.parse(frame.ts), performance.now());
    this.#requests.push(this.#client.send(bodyOf(frame)));
  }

  /** Resolves once every picture was acknowledged and seen. */
  async all(): Promise<readonly number[]> {
    await Promise.all(this.#requests);
    await this.#seen.promise;
    return this.#delaysMs;
  }

  close(): void {
    this.#viewer?.close();
    this.#client.close();
  }

  #take(event: TracksEvent): void {
    const startedMs = this.#sentMs.get(event.capture_time_ms);
    if (startedMs === undefined) return;
    this.#delaysMs.push(performance.now() - startedMs);
    if (this.#delaysMs.length === this.#count) this.#seen.resolve();
  }
}

/** The same pictures through `ws` and nothing else. */
class EchoDelays {
  readonly delaysMs: number[] = [];
  readonly #server: ChildServer;
  readonly #socket: WebSocket;
  readonly #sentMs: number[] = [];

  private constructor(server: ChildServer, socket: WebSocket) {
    this.#server = server;
    this.#socket = socket;
  }

  static async open(): Promise<EchoDelays> {
    const server = await ChildServer.start(ECHO_SERVER);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
    await once(socket, "open");
    const delays = new EchoDelays(server, socket);
    socket.on("message", (data: Buffer) => {
      JSON.parse(data.toString("utf8"));
      delays.delaysMs.push(performance.now() - delays.#sentMs.shift()!);
    });
    return delays;
  }

  send(frame: IngestFrame): void {
    this.#sentMs.push(performance.now());
    this.#socket.send(bodyOf(frame), { binary: false });
  }

  async close(): Promise<void> {
    this.#socket.terminate();
    await this.#server.stop();
  }
}
