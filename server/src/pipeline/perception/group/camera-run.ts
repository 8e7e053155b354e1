import { AppError, backoffMs } from "../../../base/index.ts";
import type { CameraRunSpec, Snapshot } from "../../perception-port.ts";
import type { GroupCameraStats } from "../messages.ts";
import {
  RecordingPlayed,
  type Describer,
  type VideoDecoder,
  type VideoSource,
} from "../contract.ts";
import { CameraHealth } from "./camera-health.ts";
import { CameraMeter } from "./camera-meter.ts";
import {
  CameraSession,
  SizeChanged,
  type CameraRunOptions,
  type SessionParts,
} from "./camera-session.ts";
import { LatestPicture } from "./latest-picture.ts";

const BACKOFF = { firstMs: 1_000, maxMs: 30_000, jitter: 0.3 };

/**
 * The run of one camera and the only owner of its retries: connects, reads until the connection
 * breaks, says why, waits, and connects again, 1 s to 30 s apart.
 */
export class CameraRun {
  readonly spec: CameraRunSpec;
  readonly meter = new CameraMeter();
  readonly #options: CameraRunOptions;
  readonly #health: CameraHealth;
  readonly #pictures = new LatestPicture();
  readonly #describer: Describer;
  readonly #stopping = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #frameIndex = 0;
  #attempt = 0;

  constructor(options: CameraRunOptions) {
    this.#options = options;
    this.spec = options.spec;
    const { sendHealth: send } = options;
    const appearance = this.spec.settings.appearance ?? options.appearance;
    this.#describer = options.stages.openDescriber(appearance);
    this.#health = new CameraHealth({ cameraId: this.spec.cameraId, meter: this.meter, send });
  }

  start(): void {
    this.#done = this.#supervise(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new AppError("unavailable", "The camera was stopped"));
    await this.#done;
    this.#pictures.clear();
  }

  /** @throws AppError `unavailable` when no picture has come yet */
  async snapshot(): Promise<Snapshot> {
    const picture = this.#pictures.peek();
    if (!picture) throw new AppError("unavailable", `Camera ${this.spec.code} has no picture`);
    try {
      const jpeg = await picture.jpeg(this.#options.jpegQuality);
      return { jpeg, captureTimeMs: picture.captureTimeMs, size: picture.size };
    } finally {
      picture.release();
    }
  }

  stats(): GroupCameraStats {
    const nowMs = this.#options.clock.nowMs();
    return this.meter.stats(this.spec.cameraId, {
      nowMs,
      skippedFrames: this.#pictures.skipped,
      appearance: this.#describer.stats,
    });
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    const { clock, video } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#connectOnce(signal);
      } catch (error) {
        if (signal.aborted) break;
        const reason = error instanceof Error ? error.message : String(error);
        video.ended(reason);
        const isSizeChange = error instanceof SizeChanged;
        const status = isSizeChange ? "degraded" : "down";
        this.#health.set({ status, message: reason, nowMs: clock.nowMs() });
        if (error instanceof RecordingPlayed) return;
        const waitMs = isSizeChange ? 100 : backoffMs(this.#attempt++, BACKOFF);
        this.#health.reconnectCount++;
        await clock.sleep(waitMs, signal).catch(() => undefined);
      }
    }
    video.ended("The camera was stopped");
  }

  async #connectOnce(signal: AbortSignal): Promise<void> {
    const { stages, spec } = this.#options;
    const ending = new AbortController();
    const both = AbortSignal.any([signal, ending.signal]);
    const request = { url: spec.sourceUrl, settings: spec.settings, signal: both };
    const source = await stages.openSource(request);
    let decoder: VideoDecoder | null = null;
    try {
      decoder = await stages.openDecoder(source.track);
      this.#options.video.connected(source);
      const session = new CameraSession(this.#options, this.#sessionParts(source, decoder));
      await session.run(both, ending);
    } finally {
      ending.abort(new Error("Connection closed"));
      await source.close();
      decoder?.close();
    }
  }

  #sessionParts(source: VideoSource, decoder: VideoDecoder): SessionParts {
    return {
      source,
      decoder,
      meter: this.meter,
      health: this.#health,
      pictures: this.#pictures,
      describer: this.#describer,
      nextFrameIndex: () => this.#frameIndex++,
      onPicture: () => {
        this.#attempt = 0;
      },
    };
  }
}
