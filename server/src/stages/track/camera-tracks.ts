import type { TrackedDetection, Tracker } from "@whereabouts/mot";
import {
  type DetectedFrame,
  type Detection,
  type SizePx,
  type TrackedBox,
  type TrackedFrame,
} from "../../model/index.ts";
import { classIdOf, classOf } from "./class-ids.ts";

/** One camera's tracker with the uuid of each of its tracks. */
export class CameraTracks {
  readonly #makeTracker: (detector: string) => Tracker;
  readonly #nextId: () => string;
  readonly #idOfNumber = new Map<number, string>();
  #tracker: Tracker | null = null;
  #size: SizePx | null = null;
  #lastCaptureMs: number | null = null;
  /** Time the tracker was not told of, because nothing moved. */
  #stillMs = 0;

  /**
   * @param makeTracker called with the detector's name once it has looked
   * @param nextId names a track: a uuid
   */
  constructor(makeTracker: (detector: string) => Tracker, nextId: () => string) {
    this.#makeTracker = makeTracker;
    this.#nextId = nextId;
  }

  get size(): number {
    return this.#tracker?.trackCount ?? 0;
  }

  follow(frame: DetectedFrame): TrackedFrame {
    const ended = this.#hasNewSize(frame.size) ? this.end() : [];
    const sincePreviousMs = frame.captureTimeMs - (this.#lastCaptureMs ?? frame.captureTimeMs);
    this.#size = frame.size;
    this.#lastCaptureMs = frame.captureTimeMs;
    if (frame.detector === "none") {
      // A still picture says nothing of where the boxes are gone: for the tracker no time passes.
      this.#stillMs += Math.max(0, sincePreviousMs);
      return this.#tracked(frame, [], ended);
    }
    this.#tracker ??= this.#makeTracker(frame.detector);
    const result = this.#tracker.update({
      timeMs: frame.captureTimeMs - this.#stillMs,
      boxes: frame.detections.map(toTrackerInput),
    });
    const boxes = frame.detections.flatMap((detection, index) =>
      this.#box(detection, result.tracks[index]!),
    );
    for (const number of result.ended) this.#forget(number, ended);
    return this.#tracked(frame, boxes, ended);
  }

  /** Ends every track. @returns the uuids that end */
  end(): string[] {
    const ended: string[] = [];
    for (const number of this.#tracker?.reset() ?? []) this.#forget(number, ended);
    return ended;
  }

  #hasNewSize(size: SizePx): boolean {
    const known = this.#size;
    return known !== null && (known.widthPx !== size.widthPx || known.heightPx !== size.heightPx);
  }

  #forget(number: number, ended: string[]): void {
    const trackId = this.#idOfNumber.get(number);
    if (trackId !== undefined) ended.push(trackId);
    this.#idOfNumber.delete(number);
  }

  #box(detection: Detection, tracked: TrackedDetection): TrackedBox[] {
    if (tracked.trackId === null) return [];
    const known = this.#idOfNumber.get(tracked.trackId);
    const trackId = known ?? this.#nextId();
    if (known === undefined) this.#idOfNumber.set(tracked.trackId, trackId);
    return [
      {
        ...detection,
        trackId,
        sourceTrackId: String(tracked.trackId),
        isNew: known === undefined,
        trackClass: classOf(tracked.classId),
      },
    ];
  }

  #tracked(
    frame: DetectedFrame,
    boxes: readonly TrackedBox[],
    endedTrackIds: readonly string[],
  ): TrackedFrame {
    return {
      cameraId: frame.cameraId,
      captureTimeMs: frame.captureTimeMs,
      size: frame.size,
      origin: "camera",
      boxes,
      endedTrackIds,
      ...(frame.descriptor === undefined ? {} : { descriptor: frame.descriptor }),
    };
  }
}

/** Without the appearance: within one camera, place and time tell more, and it is there seldom. */
function toTrackerInput(detection: Detection) {
  return {
    box: detection.boxPx,
    score: detection.score,
    classId: classIdOf(detection.objectClass),
  };
}
