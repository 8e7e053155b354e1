import type { CameraStatus } from "../../../model/index.ts";
import type { CameraHealthReport } from "../../perception-port.ts";
import type { CameraMeter } from "./camera-meter.ts";

const REPEAT_MS = 5_000;
const SILENT_MS = 3_000;
const KEYFRAME_PATIENCE_MS = 4_000;
const BROKEN_SHARE_MAX = 0.1;
const BROKEN_COUNT_MIN = 5;

export interface SessionState {
  readonly connectedAtMs: number;
  readonly hasPicture: boolean;
  /** What the session knows to be wrong, in words. */
  readonly trouble: string | null;
}

/** Says how a camera is, in words, whenever that changes and every 5 s. */
export class CameraHealth {
  readonly #cameraId: string;
  readonly #meter: CameraMeter;
  readonly #send: (report: CameraHealthReport) => void;
  #status: CameraStatus = "unknown";
  #message: string | null = null;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  reconnectCount = 0;

  constructor(options: {
    readonly cameraId: string;
    readonly meter: CameraMeter;
    readonly send: (report: CameraHealthReport) => void;
  }) {
    this.#cameraId = options.cameraId;
    this.#meter = options.meter;
    this.#send = options.send;
  }

  set(state: { status: CameraStatus; message: string | null; nowMs: number }): void {
    const { status, message, nowMs } = state;
    const isNews = status !== this.#status || message !== this.#message;
    if (!isNews && nowMs - this.#sentAtMs < REPEAT_MS) return;
    this.#status = status;
    this.#message = message;
    this.#sentAtMs = nowMs;
    const isUp = status === "healthy" || status === "degraded";
    this.#send({
      cameraId: this.#cameraId,
      status,
      message,
      fps: isUp ? round(this.#meter.decoded.perSecond(nowMs)) : null,
      latencyMs: isUp ? Math.round(this.#meter.latencyMs.quantile(0.5)) : null,
      lastFrameAtMs: this.#meter.lastFrameAtMs,
      reconnectCount: this.reconnectCount,
      atMs: nowMs,
    });
  }

  /** Judges a running connection. */
  judge(session: SessionState, nowMs: number): void {
    const message = this.#trouble(session, nowMs);
    if (message === undefined) return;
    this.set({ status: message === null ? "healthy" : "degraded", message, nowMs });
  }

  /** `undefined`: too early to say. */
  #trouble(session: SessionState, nowMs: number): string | null | undefined {
    const packets = this.#meter.packets.count(nowMs);
    const broken = this.#meter.broken.count(nowMs);
    if (!session.hasPicture) {
      if (nowMs - session.connectedAtMs < KEYFRAME_PATIENCE_MS) return undefined;
      return broken > 0
        ? "Connected, but the picture data is garbage"
        : "Connected, but no key frame has come yet";
    }
    const silentMs = nowMs - (this.#meter.lastFrameAtMs ?? session.connectedAtMs);
    if (silentMs > SILENT_MS && broken < packets) {
      return `No picture for ${Math.floor(silentMs / 1000)} s`;
    }
    if (broken >= BROKEN_COUNT_MIN && broken / packets > BROKEN_SHARE_MAX) {
      return `Picture data is corrupt: ${broken} of ${packets} packets in 5 s`;
    }
    return session.trouble;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
