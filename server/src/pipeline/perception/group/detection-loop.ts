import type { Clock } from "../../../base/index.ts";
import type { CameraSettings, DetectedFrame, Detection } from "../../../model/index.ts";
import type {
  Described,
  Describer,
  Detector,
  MotionField,
  MotionModel,
  OpenDetector,
  Picture,
} from "../contract.ts";
import type { Admission } from "./admission.ts";
import type { CameraMeter } from "./camera-meter.ts";
import type { LatestPicture } from "./latest-picture.ts";

export interface Gate {
  shouldDetect(state: { readonly isMoving: boolean; readonly nowMs: number }): boolean;
  detected(result: { readonly count: number; readonly nowMs: number }): void;
  readonly isEmpty: boolean;
}

export interface DetectionLoopOptions {
  readonly cameraId: string;
  readonly settings: CameraSettings;
  readonly targetFps: number;
  /** Every picture handed over is looked at, as soon as it comes. */
  readonly isStepped: boolean;
  readonly pictures: LatestPicture;
  readonly admission: Admission;
  readonly motion: MotionModel;
  readonly gate: Gate;
  readonly openDetector: OpenDetector;
  readonly describer: Describer;
  readonly meter: CameraMeter;
  readonly clock: Clock;
  readonly nextFrameIndex: () => number;
  readonly send: (frame: DetectedFrame) => void;
}

const DETECTOR_RETRY_MS = 1_500;

/** Looks at the newest picture at the camera's pace, and hands over what it sees. */
export class DetectionLoop {
  readonly #options: DetectionLoopOptions;
  #detector: Detector | null = null;
  #retryAtMs = 0;
  #trouble: string | null = null;

  constructor(options: DetectionLoopOptions) {
    this.#options = options;
  }

  /** Why detection does not run as it should, in words; null while it does. */
  get trouble(): string | null {
    return this.#trouble ?? this.#options.describer.trouble;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, targetFps, isStepped } = this.#options;
    const intervalMs = 1000 / targetFps;
    let dueMs = clock.monotonicMs();
    while (!signal.aborted) {
      await this.#waitForPicture(signal);
      const waitedMs = await this.#takeTurn(signal);
      if (isStepped) continue;
      // Cameras that meet at the detector drift apart until none waits for another.
      dueMs += waitedMs / 2;
      dueMs = Math.max(dueMs + intervalMs, clock.monotonicMs() - intervalMs);
      const waitMs = dueMs - clock.monotonicMs();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    }
  }

  /** A camera with pictures to spare is looked at when its next one comes: that one is not old. */
  async #waitForPicture(signal: AbortSignal): Promise<void> {
    const { clock, meter, pictures, targetFps, isStepped } = this.#options;
    const hasSpare = meter.decoded.perSecond(clock.nowMs()) >= 2 * targetFps;
    if (hasSpare && !isStepped) pictures.passOver();
    await pictures.unseen(signal);
  }

  /** @returns how long others were before this camera, ms */
  async #takeTurn(signal: AbortSignal): Promise<number> {
    const { admission, clock, pictures } = this.#options;
    const askedMs = clock.monotonicMs();
    await admission.enter();
    try {
      const waitedMs = clock.monotonicMs() - askedMs;
      const picture = await pictures.next(signal);
      try {
        await this.#look(picture, signal);
      } finally {
        picture.release();
      }
      return waitedMs;
    } finally {
      admission.leave();
    }
  }

  async #look(picture: Picture, signal: AbortSignal): Promise<void> {
    const { clock, meter, gate, isStepped } = this.#options;
    let detector = await this.#openDetector();
    while (!detector && isStepped) {
      await clock.sleep(DETECTOR_RETRY_MS, signal);
      detector = await this.#openDetector();
    }
    if (!detector) return;
    const startMs = clock.monotonicMs();
    const motion = await this.#options.motion.update(picture);
    const motionMs = clock.monotonicMs() - startMs;
    meter.motionMs.add(motionMs);
    const nowMs = picture.captureTimeMs;
    if (this.#mustDetect(detector, motion, nowMs)) {
      const detections = await this.#detect(detector, { picture, motion });
      if (!detections) return;
      gate.detected({ count: detections.length, nowMs });
      const detectMs = clock.monotonicMs() - startMs - motionMs;
      meter.detectMs.add(detectMs);
      const described = await this.#options.describer.describe({ picture, motion }, detections);
      const describeMs = clock.monotonicMs() - startMs - motionMs - detectMs;
      meter.describeMs.add(describeMs);
      this.#send({ picture, name: detector.name, described, motionMs, detectMs, describeMs });
    } else if (gate.isEmpty) {
      const described = { detections: [], descriptor: null };
      this.#send({ picture, name: "none", described, motionMs, detectMs: 0, describeMs: 0 });
    }
  }

  #mustDetect(detector: Detector, motion: MotionField, nowMs: number): boolean {
    const isOpen = this.#options.gate.shouldDetect({ isMoving: motion.isMoving, nowMs });
    return isOpen || detector.followsMotion || this.#options.settings.motionGate === false;
  }

  async #detect(
    detector: Detector,
    input: { picture: Picture; motion: MotionField },
  ): Promise<readonly Detection[] | null> {
    try {
      const detections = await detector.detect(input);
      this.#trouble = null;
      return detections;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** The model may still be on its way, so a missing detector is asked for again and again. */
  async #openDetector(): Promise<Detector | null> {
    if (this.#detector) return this.#detector;
    if (this.#options.clock.monotonicMs() < this.#retryAtMs) return null;
    try {
      this.#detector = await this.#options.openDetector(this.#options.settings.detector);
      this.#trouble = null;
      return this.#detector;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  #fail(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    this.#trouble = `Detection does not run: ${words}`;
    this.#detector = null;
    this.#retryAtMs = this.#options.clock.monotonicMs() + DETECTOR_RETRY_MS;
  }

  #send(result: {
    picture: Picture;
    name: string;
    described: Described;
    motionMs: number;
    detectMs: number;
    describeMs: number;
  }): void {
    const { meter, clock, cameraId, nextFrameIndex, isStepped } = this.#options;
    const { captureTimeMs, size } = result.picture;
    const { detections, descriptor } = result.described;
    const nowMs = clock.nowMs();
    meter.detected.add(nowMs);
    // How long ago a recording was made is no delay of ours.
    if (!isStepped) meter.latencyMs.add(nowMs - captureTimeMs);
    this.#options.send({
      cameraId,
      captureTimeMs,
      size,
      frameIndex: nextFrameIndex(),
      detector: result.name,
      detections,
      ...(descriptor !== null && { descriptor }),
      stageMs: {
        decode: meter.decodeMs.quantile(0.5),
        motion: result.motionMs,
        detect: result.detectMs,
        describe: result.describeMs,
      },
    });
  }
}
