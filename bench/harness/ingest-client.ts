import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";

import type { ProductServer } from "./product-server.ts";
import { seededRandom } from "./statistics.ts";

/** One body of the ingest route: a picture with as many boxes as asked for. */
export interface IngestFrame {
  readonly camera_id: string;
  readonly ts: string;
  readonly detections: readonly {
    readonly source_track_id: string;
    readonly bbox_xyxy: readonly number[];
    readonly conf: number;
    readonly class_id: number;
  }[];
}

/** Registers a camera without a picture source: another tracker speaks for it. */
export async function createIngestCamera(server: ProductServer): Promise<string> {
  const body = { location_zone: `bench-${randomUUID()}` };
  const camera = await server.call<{ camera_id: string }>("POST", "/api/v1/cameras", body);
  return camera.camera_id;
}

/** Frames of one camera, `intervalMs` apart; the same boxes for the same seed. */
export function ingestFrames(options: {
  readonly cameraId: string;
  readonly count: number;
  readonly boxes: number;
  readonly startMs: number;
  readonly intervalMs: number;
}): readonly IngestFrame[] {
  const random = seededRandom(11);
  return Array.from({ length: options.count }, (_, index) => ({
    camera_id: options.cameraId,
    ts: new Date(options.startMs + index * options.intervalMs).toISOString(),
    detections: Array.from({ length: options.boxes }, (__, box) => {
      const [x, y] = [Math.round(random() * 1800), Math.round(random() * 900)];
      return {
        source_track_id: String(box),
        bbox_xyxy: [x, y, x + 60, y + 160],
        conf: Math.round(random() * 1000) / 1000,
        class_id: 0,
      };
    }),
  }));
}

/**
 * A machine client of the ingest route: an API key of its own and kept-alive connections, as
 * another tracker would have. Lean, since it shares the machine with the server it loads.
 */
export class IngestClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #options: RequestOptions;

  private constructor(port: number, apiKey: string) {
    this.#options = {
      agent: this.#agent,
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/api/v1/system/live-tracks/ingest",
      headers: { "content-type": "application/json", "x-api-key": apiKey },
    };
  }

  static async connect(server: ProductServer): Promise<IngestClient> {
    const body = { name: "bench", role: "system" };
    const made = await server.call<{ key: string }>("POST", "/api/v1/auth/api-keys", body);
    return new IngestClient(server.port, made.key);
  }

  /** Resolves when the server says that every row is durable. @throws Error with its answer */
  async send(body: Buffer): Promise<void> {
    const request = httpRequest(this.#options);
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.setEncoding("utf8");
    let text = "";
    for await (const chunk of response) text += chunk;
    if (response.statusCode !== 200)
      throw new Error(`Ingest answered ${response.statusCode} ${text}`);
  }

  /** Sends bodies with `inFlight` requests open at a time; resolves when all were acknowledged. */
  async sendAll(bodies: readonly Buffer[], inFlight: number): Promise<void> {
    let next = 0;
    const lane = async () => {
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
        await this.send(body);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** A frame as it goes over the wire. */
export function bodyOf(frame: IngestFrame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}
