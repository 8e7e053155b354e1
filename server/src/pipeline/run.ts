import { AppError, type Clock, type Disposable, type Log } from "../base/index.ts";
import type { DetectedFrame, PresenceChange, TrackedFrame, ZonedFrame } from "../model/index.ts";
import { CameraLane } from "./camera-lane.ts";
import type { PipelinePort } from "./contract.ts";
import { passDetected, passTracked, type PassedFrame, type ServerStages } from "./order.ts";

export interface PipelineOptions {
  readonly stages: ServerStages;
  readonly log: Pick<Log, "error">;
  readonly clock: Pick<Clock, "nowMs">;
  /** Frames of one camera that may wait. Default 64. */
  readonly laneLimit?: number;
  /** How often stays without a report are ended. Default 1 s. */
  readonly sweepEveryMs?: number;
}

export interface PipelineStats {
  readonly framesDetected: number;
  readonly framesIngested: number;
  /** Frames in which a stage failed; they are logged and nothing of them is stored. */
  readonly framesFailed: number;
  /** Frames of our own cameras that were published but never stored. */
  readonly framesUnstored: number;
  /** Frames waiting in all cameras' lanes, and the limit of each lane. */
  readonly lanes: {
    readonly cameras: number;
    readonly size: number;
    readonly limit: number;
    readonly dropped: number;
  };
}

/**
 * The run of the pipeline: one ordered lane per camera, storing behind a queue of its own, so
 * that a database that pauses stops neither tracking nor publishing.
 */
export function createPipeline(
  options: PipelineOptions,
): PipelinePort & Disposable & { stats(): PipelineStats } {
  return new PipelineRun(options);
}

class PipelineRun implements PipelinePort {
  readonly #stages: ServerStages;
  readonly #log: PipelineOptions["log"];
  readonly #clock: PipelineOptions["clock"];
  readonly #laneLimit: number;
  /** Only cameras with work have a lane, so their number is bounded by the work. */
  readonly #lanes = new Map<string, CameraLane>();
  readonly #timer: NodeJS.Timeout;
  #isStopped = false;
  #detected = 0;
  #ingested = 0;
  #failed = 0;
  #unstored = 0;
  #dropped = 0;

  constructor(options: PipelineOptions) {
    this.#stages = options.stages;
    this.#log = options.log;
    this.#clock = options.clock;
    this.#laneLimit = options.laneLimit ?? 64;
    this.#timer = setInterval(() => this.#sweep(), options.sweepEveryMs ?? 1000);
    this.#timer.unref();
  }

  submitDetected(frame: DetectedFrame): void {
    if (this.#isStopped) return;
    this.#detected++;
    this.#lane(frame.cameraId).push({
      run: () => this.#runDetected(frame),
      drop: () => this.#dropped++,
    });
  }

  submitTracked(frame: TrackedFrame): Promise<ZonedFrame> {
    if (this.#isStopped) return Promise.reject(busy("the server stops"));
    try {
      this.#stages.store.assertRoom();
    } catch (error) {
      return Promise.reject(error);
    }
    this.#ingested++;
    return new Promise((resolve, reject) => {
      this.#lane(frame.cameraId).push({
        run: () => this.#runTracked(frame, resolve, reject),
        drop: () => {
          this.#dropped++;
          reject(busy(`${this.#laneLimit} newer frames of the camera wait`));
        },
      });
    });
  }

  forgetCamera(cameraId: string): void {
    const endedTrackIds = this.#stages.track.reset(cameraId);
    if (endedTrackIds.length === 0) return;
    this.#lane(cameraId).push({
      run: () =>
        this.#pass(cameraId, () =>
          passTracked(this.#stages, {
            cameraId,
            captureTimeMs: this.#clock.nowMs(),
            size: null,
            origin: "camera",
            boxes: [],
            endedTrackIds,
          }),
        ),
      drop: () => this.#dropped++,
    });
  }

  stats(): PipelineStats {
    const size = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.size, 0);
    return {
      framesDetected: this.#detected,
      framesIngested: this.#ingested,
      framesFailed: this.#failed,
      framesUnstored: this.#unstored,
      lanes: {
        cameras: this.#lanes.size,
        size,
        limit: this.#laneLimit,
        dropped: this.#dropped,
      },
    };
  }

  /** Takes nothing more; what was taken goes its way. The store is its owner's to stop. */
  dispose(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  #lane(cameraId: string): CameraLane {
    const known = this.#lanes.get(cameraId);
    if (known) return known;
    const lane = new CameraLane(this.#laneLimit, () => this.#lanes.delete(cameraId));
    this.#lanes.set(cameraId, lane);
    return lane;
  }

  async #runDetected(frame: DetectedFrame): Promise<void> {
    await this.#pass(frame.cameraId, () => passDetected(this.#stages, frame));
  }

  async #pass(cameraId: string, way: () => Promise<PassedFrame | null>): Promise<void> {
    try {
      const passed = await way();
      passed?.stored.catch(() => this.#unstored++);
    } catch (error) {
      this.#failed++;
      this.#log.error({ err: error, cameraId }, "Frame failed in the pipeline");
    }
  }

  async #runTracked(
    frame: TrackedFrame,
    resolve: (frame: ZonedFrame) => void,
    reject: (error: unknown) => void,
  ): Promise<void> {
    try {
      const passed = await passTracked(this.#stages, frame);
      // Not awaited here: the lane goes on, so that frames that come together commit together.
      passed.stored.then(() => resolve(passed.frame), reject);
    } catch (error) {
      this.#failed++;
      reject(error);
    }
  }

  #sweep(): void {
    const changes = this.#stages.zones.sweep();
    if (changes.length === 0) return;
    this.#stages.publish.publishPresence(changes);
    for (const [cameraId, own] of byCamera(changes)) {
      this.#stages.store.store(sweptFrame(cameraId, own)).catch(() => this.#unstored++);
    }
  }
}

function byCamera(changes: readonly PresenceChange[]): Map<string, PresenceChange[]> {
  return Map.groupBy(changes, (change) => change.cameraId);
}

function sweptFrame(cameraId: string, presenceChanges: readonly PresenceChange[]): ZonedFrame {
  return {
    cameraId,
    captureTimeMs: Math.max(...presenceChanges.map((change) => change.atMs)),
    size: null,
    origin: "camera",
    boxes: [],
    endedTrackIds: [],
    siteId: null,
    floorId: presenceChanges[0]?.floorId ?? null,
    presenceChanges,
  };
}

function busy(why: string): AppError {
  return new AppError("unavailable", `Taking the frame: ${why}`, {
    headers: { "retry-after": "1" },
  });
}
