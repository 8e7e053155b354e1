import { AppError, type Clock } from "../../../base/index.ts";
import type { AppearanceSettings, DetectedFrame, SizePx } from "../../../model/index.ts";
import type { CameraHealthReport, CameraRunSpec } from "../../perception-port.ts";
import {
  RecordingPlayed,
  type MotionModel,
  type Describer,
  type OpenDecoder,
  type OpenDescriber,
  type OpenDetector,
  type OpenSource,
  type Picture,
  type SourcePacket,
  type VideoDecoder,
  type VideoSource,
} from "../contract.ts";
import type { Admission } from "./admission.ts";
import type { CameraHealth } from "./camera-health.ts";
import type { CameraMeter } from "./camera-meter.ts";
import { DetectionLoop, type Gate } from "./detection-loop.ts";
import type { LatestPicture } from "./latest-picture.ts";
import { MediaSteps } from "./media-steps.ts";

/** The stages a camera runs through, handed in by the process entry. */
export interface Stages {
  readonly openSource: OpenSource;
  readonly openDecoder: OpenDecoder;
  readonly createMotionModel: () => MotionModel;
  readonly createGate: () => Gate;
  readonly openDetector: OpenDetector;
  readonly openDescriber: OpenDescriber;
}

/** Sees each packet and picture of a camera for live video. */
export interface VideoTap {
  connected(source: VideoSource): void;
  packet(packet: SourcePacket): void;
  picture(picture: Picture): Promise<void>;
  ended(reason: string): void;
}

export interface CameraRunOptions {
  readonly spec: CameraRunSpec;
  readonly stages: Stages;
  /** One for all cameras of the process. */
  readonly admission: Admission;
  readonly targetFps: number;
  /** Of cameras that do not say otherwise. */
  readonly appearance: AppearanceSettings;
  readonly jpegQuality: number;
  readonly clock: Clock;
  readonly video: VideoTap;
  readonly sendFrame: (frame: DetectedFrame) => void;
  readonly sendHealth: (report: CameraHealthReport) => void;
}

const HEALTH_INTERVAL_MS = 1_000;
/** A connection that shows no picture for so long is given up. */
const BLIND_MS_MAX = 15_000;

/** Decoding may fall so far behind the camera before pictures are left out. */
const BEHIND_MS_MAX = 4_000;
const TOO_SLOW = "The machine is too slow for this camera: pictures are left out";

/** The pictures have another size now: everything that knows the old one starts anew. */
export class SizeChanged extends Error {}

export interface SessionParts {
  readonly source: VideoSource;
  readonly decoder: VideoDecoder;
  readonly meter: CameraMeter;
  readonly health: CameraHealth;
  readonly pictures: LatestPicture;
  readonly describer: Describer;
  readonly nextFrameIndex: () => number;
  readonly onPicture: () => void;
}

/** One connection: reading, detecting and judging side by side, until one of them fails. */
export class CameraSession {
  readonly #options: CameraRunOptions;
  readonly #parts: SessionParts;
  readonly #connectedAtMs: number;
  readonly #detection: DetectionLoop;
  /** Set for a recording that is stepped through; null for what comes at its own pace. */
  readonly #steps: MediaSteps | null;
  #size: SizePx | null = null;
  #isCatchingUp = false;

  constructor(options: CameraRunOptions, parts: SessionParts) {
    this.#options = options;
    this.#parts = parts;
    this.#connectedAtMs = options.clock.nowMs();
    const { spec, stages, targetFps, clock } = options;
    const ratePerSecond = spec.settings.targetFps ?? targetFps;
    const isStepped = parts.source.isStepped === true;
    this.#steps = isStepped ? new MediaSteps(ratePerSecond) : null;
    this.#detection = new DetectionLoop({
      cameraId: spec.cameraId,
      settings: spec.settings,
      targetFps: ratePerSecond,
      isStepped,
      pictures: parts.pictures,
      admission: options.admission,
      motion: stages.createMotionModel(),
      gate: stages.createGate(),
      openDetector: stages.openDetector,
      describer: parts.describer,
      meter: parts.meter,
      clock,
      nextFrameIndex: parts.nextFrameIndex,
      send: options.sendFrame,
    });
  }

  /** Ends by throwing what ended it. */
  async run(signal: AbortSignal, ending: AbortController): Promise<void> {
    const loops = [this.#read(signal), this.#detection.run(signal), this.#judge(signal)];
    try {
      await Promise.race(loops);
    } finally {
      ending.abort(new Error("Connection closed"));
      await Promise.allSettled(loops);
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { meter } = this.#parts;
    const { clock, video } = this.#options;
    while (!signal.aborted) {
      const packet = await this.#nextPacket(signal);
      meter.packets.add(clock.nowMs());
      video.packet(packet);
      if (this.#isSkippedToCatchUp(packet)) continue;
      const startMs = clock.monotonicMs();
      const pictures = await this.#decode(packet);
      for (const picture of pictures) {
        meter.decodeMs.add((clock.monotonicMs() - startMs) / pictures.length);
        await this.#show(picture, signal);
      }
    }
  }

  async #nextPacket(signal: AbortSignal): Promise<SourcePacket> {
    try {
      return await this.#parts.source.read();
    } catch (error) {
      // The last picture is still being looked at.
      if (error instanceof RecordingPlayed) await this.#parts.pictures.awaited(signal);
      throw error;
    }
  }

  /**
   * A machine that is too slow falls behind the camera without end, so beyond a few seconds the
   * rest of a group of pictures is left out: later pictures build on it, a key frame does not.
   */
  #isSkippedToCatchUp({ packet, captureTimeMs }: SourcePacket): boolean {
    if (this.#steps) return false;
    const behindMs = this.#options.clock.nowMs() - captureTimeMs;
    if (packet.isKeyframe) this.#isCatchingUp = false;
    else if (behindMs > BEHIND_MS_MAX && this.#size) this.#isCatchingUp = true;
    return this.#isCatchingUp;
  }

  async #decode(packet: SourcePacket): Promise<Picture[]> {
    try {
      return await this.#parts.decoder.decode(packet);
    } catch {
      // Broken packets are ordinary; their share is judged, not each of them.
      this.#parts.meter.broken.add(this.#options.clock.nowMs());
      return [];
    }
  }

  async #show(picture: Picture, signal: AbortSignal): Promise<void> {
    const { meter, pictures, onPicture } = this.#parts;
    const nowMs = this.#options.clock.nowMs();
    const { widthPx, heightPx } = picture.size;
    const before = this.#size;
    this.#size = picture.size;
    if (before && (before.widthPx !== widthPx || before.heightPx !== heightPx)) {
      picture.release();
      const was = `${before.widthPx}x${before.heightPx}`;
      throw new SizeChanged(`Resolution changed from ${was} to ${widthPx}x${heightPx}`);
    }
    meter.decoded.add(nowMs);
    meter.lastFrameAtMs = nowMs;
    onPicture();
    await this.#options.video.picture(picture);
    if (!this.#steps) pictures.put(picture);
    else if (this.#steps.isDue(picture.captureTimeMs)) await this.#step(picture, signal);
    else picture.release();
  }

  /** Decoding waits here, and only here, for whoever looks. */
  async #step(picture: Picture, signal: AbortSignal): Promise<void> {
    try {
      await this.#parts.pictures.awaited(signal);
    } catch (error) {
      picture.release();
      throw error;
    }
    this.#parts.pictures.put(picture);
  }

  async #judge(signal: AbortSignal): Promise<void> {
    const { health, meter } = this.#parts;
    const { clock } = this.#options;
    while (!signal.aborted) {
      const nowMs = clock.nowMs();
      health.judge(
        {
          connectedAtMs: this.#connectedAtMs,
          hasPicture: this.#size !== null,
          trouble: this.#isCatchingUp ? TOO_SLOW : this.#detection.trouble,
        },
        nowMs,
      );
      const seenAtMs = Math.max(this.#connectedAtMs, meter.lastFrameAtMs ?? 0);
      if (nowMs - seenAtMs > BLIND_MS_MAX) {
        throw new AppError("invalid", "Data came, but no picture could be decoded");
      }
      await clock.sleep(HEALTH_INTERVAL_MS, signal);
    }
  }
}
