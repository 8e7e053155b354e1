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
/** In place of the detector's name when the gate held the picture back. */
const HELD_BACK = "none";
const NOTHING: Described = { detections: [], descriptor: null };

/** One picture, looked at. */
interface Seen {
  readonly picture: Picture;
  readonly motion: MotionField;
  /** Of the detector that looked, or {@link HELD_BACK}. */
  readonly name: string;
  readonly detections: readonly Detection[];
  readonly motionMs: number;
  readonly detectMs: number;
}

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
      const detector = await this.#readyDetector(signal);
      const waitedMs = detector ? await this.#takeTurn(detector, signal) : 0;
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

  /** Only looking takes turns. @returns how long others were before this camera, ms */
  async #takeTurn(detector: Detector, signal: AbortSignal): Promise<number> {
    const { admission, clock, pictures } = this.#options;
    const askedMs = clock.monotonicMs();
    await admission.enter();
    const waitedMs = clock.monotonicMs() - askedMs;
    let picture: Picture | null = null;
    try {
      let seen: Seen | null;
      try {
        picture = await pictures.next(signal);
        seen = await this.#look(detector, picture);
      } finally {
        admission.leave();
      }
      if (seen) await this.#afterDetect(seen);
      return waitedMs;
    } finally {
      picture?.release();
    }
  }

  /** @returns null when nothing can be said about the picture */
  async #look(detector: Detector, picture: Picture): Promise<Seen | null> {
    const { clock, meter, gate } = this.#options;
    const startMs = clock.monotonicMs();
    const motion = await this.#options.motion.update(picture);
    const motionMs = clock.monotonicMs() - startMs;
    meter.motionMs.add(motionMs);
    const nowMs = picture.captureTimeMs;
    if (!this.#mustDetect(detector, motion, nowMs)) {
      if (!gate.isEmpty) return null;
      return { picture, motion, name: HELD_BACK, detections: [], motionMs, detectMs: 0 };
    }
    const detections = await this.#detect(detector, { picture, motion });
    if (!detections) return null;
    gate.detected({ count: detections.length, nowMs });
    const detectMs = clock.monotonicMs() - startMs - motionMs;
    meter.detectMs.add(detectMs);
    return { picture, motion, name: detector.name, detections, motionMs, detectMs };
  }

  /** What is done with detections while other cameras look. The picture is still there. */
  async #afterDetect(seen: Seen): Promise<void> {
    const { clock, describer, meter } = this.#options;
    if (seen.name === HELD_BACK) {
      this.#send({ ...seen, described: NOTHING, describeMs: 0 });
      return;
    }
    const startMs = clock.monotonicMs();
    const described = await describer.describe(seen, seen.detections);
    const describeMs = clock.monotonicMs() - startMs;
    meter.describeMs.add(describeMs);
    this.#send({ ...seen, described, describeMs });
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

  /** @returns null when there is none; a stepped recording waits for it instead */
  async #readyDetector(signal: AbortSignal): Promise<Detector | null> {
    const { clock, isStepped } = this.#options;
    let detector = await this.#openDetector();
    while (!detector && isStepped) {
      await clock.sleep(DETECTOR_RETRY_MS, signal);
      detector = await this.#openDetector();
    }
    return detector;
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

  #send(result: Seen & { readonly described: Described; readonly describeMs: number }): void {
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
