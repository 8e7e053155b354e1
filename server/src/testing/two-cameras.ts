import { randomUUID } from "node:crypto";
import type { Detection, DetectedFrame, WorldPoint } from "../model/index.ts";
import type { LiveServer } from "./live-server.ts";

/** Both cameras look at the same floor of 20 x 20 m from above: 32 and 18 pixels are a metre. */
const SIZE = { widthPx: 640, heightPx: 360 };
const STEP_MS = 200;
const EMPTY_STEPS = 100;
const VECTOR_LENGTH = 16;
/** The smallest file that calls itself a JPEG. */
export const CROP = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]);

/** Somebody who is somewhere and looks like something. */
export interface Walker {
  readonly at: WorldPoint;
  /** Which of the looks, 0 to 15; those of two numbers have nothing in common. */
  readonly looks: number;
}

/** A floor with two calibrated cameras, whose pictures a test tells frame by frame. */
export class TwoCameras {
  readonly server: LiveServer;
  readonly floorId: string;
  readonly siteId: string;
  readonly cameraIds: readonly [string, string];
  timeMs: number;
  #frames = 0;

  private constructor(
    server: LiveServer,
    place: Pick<TwoCameras, "floorId" | "siteId" | "cameraIds">,
  ) {
    this.server = server;
    this.floorId = place.floorId;
    this.siteId = place.siteId;
    this.cameraIds = place.cameraIds;
    this.timeMs = Date.now() - 600_000;
  }

  static async make(server: LiveServer): Promise<TwoCameras> {
    const made = async <T>(path: string, body: unknown): Promise<T> => {
      const answer = await server.call("POST", path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer.body as T;
    };
    const code = `s${randomUUID().slice(0, 8)}`;
    const { site_id } = await made<{ site_id: string }>("/api/v1/sites", { code, name: code });
    const { floor_id } = await made<{ floor_id: string }>(`/api/v1/sites/${site_id}/floors`, {
      ...{ code: "f", name: "Floor", width_m: 20, height_m: 20 },
    });
    const cameraIds: string[] = [];
    for (const name of ["north", "south"]) {
      const { camera_id } = await made<{ camera_id: string }>("/api/v1/registry/cameras", {
        ...{ code: `${name}-${code}`, name, source_url: "rtsp://127.0.0.1:1/none", floor_id },
      });
      const pairs = [
        [0, 0],
        [20, 0],
        [20, 20],
        [0, 20],
      ].map(([x, y]) => ({ image_px: toPixels([x!, y!]), plan_m: [x, y] }));
      const path = `/api/v1/registry/cameras/${camera_id}/calibration`;
      const answer = await server.call("PUT", path, { pairs, size_px: [640, 360] });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
      cameraIds.push(camera_id);
    }
    const [north, south] = cameraIds as [string, string];
    return new TwoCameras(server, {
      siteId: site_id,
      floorId: floor_id,
      cameraIds: [north, south],
    });
  }

  /** The same cameras as another process over the same database sees them. */
  on(server: LiveServer): TwoCameras {
    const other = new TwoCameras(server, this);
    other.timeMs = this.timeMs;
    return other;
  }

  /** One picture of each camera that has walkers, or an empty list; passed on when it resolves. */
  async step(...seen: readonly (readonly Walker[] | null)[]): Promise<void> {
    this.timeMs += STEP_MS;
    for (const [index, walkers] of seen.entries()) {
      if (walkers) this.server.perception.frame(this.#frame(this.cameraIds[index]!, walkers));
    }
    while (this.server.pipeline.stats().lanes.cameras > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Pictures with nobody in them, for longer than a track lives without being seen. */
  async empty(): Promise<void> {
    for (let step = 0; step < EMPTY_STEPS; step++) await this.step([], []);
  }

  #frame(cameraId: string, walkers: readonly Walker[]): DetectedFrame {
    return {
      cameraId,
      captureTimeMs: this.timeMs,
      size: SIZE,
      frameIndex: this.#frames++,
      detector: "centernet",
      descriptor: "of-this-test",
      detections: walkers.map(toDetection),
      stageMs: { decode: 0, motion: 0, detect: 0, describe: 0 },
    };
  }
}

function toDetection({ at, looks }: Walker): Detection {
  const [x, y] = toPixels(at);
  const appearance = new Float32Array(VECTOR_LENGTH);
  appearance[looks] = 1;
  return {
    boxPx: [x - 10, y - 50, x + 10, y],
    score: 0.9,
    objectClass: "person",
    appearance,
    quality: 0.8,
    crop: CROP,
  };
}

function toPixels([x, y]: WorldPoint): [number, number] {
  return [x * 32, (20 - y) * 18];
}
