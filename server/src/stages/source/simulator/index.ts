/**
 * Source `sim:`: a camera of a site that does not exist, drawn live and encoded to H.264, so that
 * everything behind it works as with a real camera.
 */
import path from "node:path";
import type { Packet } from "node-av/lib";
import {
  createScene,
  createSceneRenderer,
  parseSimulatorUrl,
  type Scene,
  type SceneRenderer,
} from "@whereabouts/simulator";
import { AppError, assert, systemClock } from "../../../base/index.ts";
import type {
  LiveEncoder,
  OpenLiveEncoder,
  OpenSource,
  SourcePacket,
  VideoSource,
} from "../../../pipeline/perception/contract.ts";
import { Backgrounds } from "./backgrounds.ts";

const FPS = 8;
const INTERVAL_MS = 1000 / FPS;
const KEY_INTERVAL_FRAMES = FPS;

export function createSimulatorSource(context: {
  readonly openEncoder: OpenLiveEncoder;
  readonly cacheDir: string;
}): OpenSource {
  const backgrounds = new Backgrounds(path.join(context.cacheDir, "simulator"));
  return async ({ url, signal }) => {
    const { scene, cameraCode } = cameraOf(url);
    const background = await backgrounds.of(scene, cameraCode, signal);
    const renderer = createSceneRenderer(scene, cameraCode, background);
    const encoder = await context.openEncoder({ keyIntervalFrames: KEY_INTERVAL_FRAMES });
    const camera = new DrawnCamera(renderer, encoder, signal);
    try {
      return await camera.open();
    } catch (error) {
      encoder.close();
      throw error;
    }
  };
}

/** @throws AppError `bad-request` when the address names no simulated camera */
function cameraOf(url: string): { readonly scene: Scene; readonly cameraCode: string } {
  try {
    const { environment, cameraCode, seed } = parseSimulatorUrl(url);
    return { scene: createScene({ environment, seed }), cameraCode };
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("bad-request", error.message);
    throw error;
  }
}

/** Draws at whole multiples of the interval on the wall clock, so that all cameras agree. */
class DrawnCamera {
  readonly #renderer: SceneRenderer;
  readonly #encoder: LiveEncoder;
  readonly #signal: AbortSignal;
  readonly #i420: Uint8Array;
  #lastTimeMs = 0;
  #originMs: number | null = null;
  #waiting: SourcePacket[] = [];
  #handedOut: Packet | null = null;

  constructor(renderer: SceneRenderer, encoder: LiveEncoder, signal: AbortSignal) {
    this.#renderer = renderer;
    this.#encoder = encoder;
    this.#signal = signal;
    this.#i420 = new Uint8Array(renderer.frameBytes);
  }

  async open(): Promise<VideoSource> {
    await this.#draw();
    const { parameters, timeBase } = this.#encoder;
    assert(parameters, "an encoder knows its parameters after the first picture");
    return {
      track: { codec: "h264", parameters, timeBase, fps: FPS },
      read: () => this.#read(),
      close: async () => this.#close(),
    };
  }

  async #read(): Promise<SourcePacket> {
    this.#signal.throwIfAborted();
    while (this.#waiting.length === 0) await this.#draw();
    this.#handedOut?.free();
    const next = this.#waiting.shift()!;
    this.#handedOut = next.packet;
    return next;
  }

  async #draw(): Promise<void> {
    const nowMs = systemClock.nowMs();
    const nextMs = Math.max(this.#lastTimeMs + INTERVAL_MS, nowMs - (nowMs % INTERVAL_MS));
    if (nextMs > nowMs) await systemClock.sleep(nextMs - nowMs, this.#signal);
    this.#lastTimeMs = nextMs;
    this.#originMs ??= nextMs;
    this.#renderer.render(nextMs, this.#i420);
    const { widthPx, heightPx } = this.#renderer;
    const packets = await this.#encoder.encode({
      i420: this.#i420,
      size: { widthPx, heightPx },
      timeMs: nextMs - this.#originMs,
    });
    for (const packet of packets) this.#waiting.push({ packet, captureTimeMs: nextMs });
  }

  #close(): void {
    this.#handedOut?.free();
    this.#handedOut = null;
    for (const { packet } of this.#waiting.splice(0)) packet.free();
    this.#encoder.close();
  }
}
