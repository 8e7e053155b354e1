import type {
  Box,
  CameraMotion,
  CoastingTrack,
  TrackedDetection,
  Tracker,
  TrackerArrays,
  TrackerArraysResult,
  TrackerFrame,
  TrackerName,
  TrackerResult,
} from "../tracker.ts";
import type { Algorithm, StepContext } from "./algorithm.ts";
import { DetectionTable } from "./detection-table.ts";

interface ArraysResult {
  count: number;
  trackIds: Int32Array;
  isNew: Uint8Array;
  boxes: Float64Array;
  classIds: Int32Array;
  endedCount: number;
  ended: Int32Array;
}

/** Runs an algorithm over frames: time, input and output are the same for all of them. */
export class TrackerRun implements Tracker {
  readonly #algorithm: Algorithm;
  readonly #detections: DetectionTable;
  readonly #context: StepContext = { nowMs: 0, elapsedMs: 0, frameNumber: 0, cameraMotion: null };
  #lastTimeMs: number | null = null;
  readonly #result: ArraysResult = {
    count: 0,
    trackIds: new Int32Array(64),
    isNew: new Uint8Array(64),
    boxes: new Float64Array(64 * 4),
    classIds: new Int32Array(64),
    endedCount: 0,
    ended: new Int32Array(0),
  };

  constructor(algorithm: Algorithm, classGroups: ReadonlyMap<number, number>) {
    this.#algorithm = algorithm;
    this.#detections = new DetectionTable(classGroups);
  }

  get name(): TrackerName {
    return this.#algorithm.name;
  }

  get trackCount(): number {
    return this.#algorithm.tracks.count;
  }

  update(frame: TrackerFrame): TrackerResult {
    checkTime(frame.timeMs);
    this.#detections.load(frame.boxes);
    this.#step(frame.timeMs, frame.cameraMotion ?? null);
    const tracks: TrackedDetection[] = frame.boxes.map((detection) => ({
      trackId: null,
      isNew: false,
      box: copyBox(detection.box, 0),
      classId: detection.classId ?? 0,
    }));
    for (let row = 0; row < this.#detections.count; row++) {
      const shown = this.#shown(row);
      if (shown !== null) tracks[this.#detections.source[row]!] = shown;
    }
    return { tracks, coasting: this.#coasting(), ended: this.#ended() };
  }

  updateArrays(frame: TrackerArrays): TrackerArraysResult {
    checkTime(frame.timeMs);
    this.#detections.loadArrays(frame);
    this.#step(frame.timeMs, frame.cameraMotion ?? null);
    this.#fillArrays(frame);
    return this.#result;
  }

  reset(): number[] {
    const { tracks } = this.#algorithm;
    tracks.beginFrame();
    tracks.removeWhere(this.#detections, () => true);
    this.#lastTimeMs = null;
    return this.#ended();
  }

  #step(timeMs: number, cameraMotion: CameraMotion | null): void {
    const context = this.#context;
    context.elapsedMs = this.#lastTimeMs === null ? 0 : Math.max(0, timeMs - this.#lastTimeMs);
    context.nowMs += context.elapsedMs;
    context.frameNumber++;
    context.cameraMotion = cameraMotion;
    this.#lastTimeMs = timeMs;
    this.#algorithm.tracks.beginFrame();
    this.#algorithm.step(this.#detections, context);
  }

  #shown(detection: number): TrackedDetection | null {
    const { tracks } = this.#algorithm;
    const row = this.#detections.track[detection]!;
    if (row < 0 || tracks.isShown.data[row] === 0) return null;
    return {
      trackId: tracks.id.data[row]!,
      isNew: tracks.isNew.data[row] === 1,
      box: copyBox(tracks.box.data, row * 4),
      classId: tracks.classOf(row),
    };
  }

  #coasting(): CoastingTrack[] {
    const { tracks } = this.#algorithm;
    const coasting: CoastingTrack[] = [];
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.id.data[row] === 0 || tracks.detection.data[row]! >= 0) continue;
      coasting.push({
        trackId: tracks.id.data[row]!,
        box: copyBox(tracks.box.data, row * 4),
        unseenMs: this.#context.nowMs - tracks.seenMs.data[row]!,
        classId: tracks.classOf(row),
        isCredible: this.#algorithm.isCredible(row, this.#context.nowMs),
      });
    }
    return coasting;
  }

  #ended(): number[] {
    const { ended, endedCount } = this.#algorithm.tracks;
    return Array.from(ended.subarray(0, endedCount)).toSorted((a, b) => a - b);
  }

  #fillArrays(frame: TrackerArrays): void {
    const { tracks } = this.#algorithm;
    const result = this.#result;
    if (frame.count > result.trackIds.length) growResult(result, frame.count);
    result.count = frame.count;
    for (let i = 0; i < frame.count; i++) {
      result.trackIds[i] = 0;
      result.isNew[i] = 0;
      result.classIds[i] = frame.classIds?.[i] ?? 0;
      for (let k = i * 4; k < i * 4 + 4; k++) result.boxes[k] = frame.boxes[k]!;
    }
    for (let detection = 0; detection < this.#detections.count; detection++) {
      const row = this.#detections.track[detection]!;
      if (row < 0 || tracks.isShown.data[row] === 0) continue;
      const i = this.#detections.source[detection]!;
      result.trackIds[i] = tracks.id.data[row]!;
      result.isNew[i] = tracks.isNew.data[row]!;
      result.classIds[i] = tracks.classOf(row);
      for (let k = 0; k < 4; k++) result.boxes[i * 4 + k] = tracks.box.data[row * 4 + k]!;
    }
    result.endedCount = tracks.endedCount;
    result.ended = tracks.ended;
    if (tracks.endedCount > 1) tracks.ended.subarray(0, tracks.endedCount).sort();
  }
}

function growResult(result: ArraysResult, count: number): void {
  const size = 2 ** Math.ceil(Math.log2(count));
  result.trackIds = new Int32Array(size);
  result.isNew = new Uint8Array(size);
  result.boxes = new Float64Array(size * 4);
  result.classIds = new Int32Array(size);
}

function checkTime(timeMs: number): void {
  if (!Number.isFinite(timeMs)) {
    throw new RangeError(`Cannot track a frame at time ${timeMs}: expected finite milliseconds`);
  }
}

function copyBox(box: ArrayLike<number>, at: number): Box {
  return [box[at]!, box[at + 1]!, box[at + 2]!, box[at + 3]!];
}
