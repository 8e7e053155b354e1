import type { Detection, TrackerArrays } from "../tracker.ts";
import { sortIndices } from "./sort-indices.ts";

/** A coordinate beyond this is not a pixel; keeps every square and product finite. */
const COORDINATE_MAX = 1e7;
const SIDE_MIN = 1e-3;

/**
 * The frame in flat arrays, best score first. Row order depends on the detections alone and not on
 * how the caller listed them, so that nothing downstream can depend on it either. Boxes that are no
 * boxes (not finite, no area, absurdly large) are left out.
 */
export class DetectionTable {
  /** Usable detections. */
  count = 0;
  /** Detections as handed in. */
  inputCount = 0;
  /** Row to index in the caller's list. */
  source = new Int32Array(64);
  /** x1, y1, x2, y2 per row, pixels. */
  box = new Float64Array(64 * 4);
  score = new Float64Array(64);
  classId = new Int32Array(64);
  /** Classes that may be one thing share a group. */
  group = new Int32Array(64);
  /** Row of the track that took the detection, -1 for none. */
  track = new Int32Array(64);
  appearance: (ArrayLike<number> | null)[] = [];
  readonly #groups: ReadonlyMap<number, number>;
  #rawBox = new Float64Array(64 * 4);
  #rawScore = new Float64Array(64);
  #order = new Int32Array(64);
  #scratch = new Int32Array(64);

  constructor(groups: ReadonlyMap<number, number>) {
    this.#groups = groups;
  }

  load(detections: readonly Detection[]): void {
    const count = detections.length;
    this.#reserve(count);
    for (let i = 0; i < count; i++) {
      const { box, score } = detections[i]!;
      this.#rawBox[i * 4] = box[0];
      this.#rawBox[i * 4 + 1] = box[1];
      this.#rawBox[i * 4 + 2] = box[2];
      this.#rawBox[i * 4 + 3] = box[3];
      this.#rawScore[i] = score;
    }
    this.#arrange(count);
    for (let row = 0; row < this.count; row++) {
      const detection = detections[this.source[row]!]!;
      this.#setClass(row, detection.classId ?? 0);
      this.appearance[row] = detection.appearance ?? null;
    }
  }

  loadArrays(frame: TrackerArrays): void {
    this.#reserve(frame.count);
    for (let i = 0; i < frame.count * 4; i++) this.#rawBox[i] = frame.boxes[i]!;
    for (let i = 0; i < frame.count; i++) this.#rawScore[i] = frame.scores[i]!;
    this.#arrange(frame.count);
    for (let row = 0; row < this.count; row++) {
      this.#setClass(row, frame.classIds?.[this.source[row]!] ?? 0);
      this.appearance[row] = null;
    }
  }

  #setClass(row: number, classId: number): void {
    this.classId[row] = classId;
    this.group[row] = this.#groups.get(classId) ?? classId;
  }

  #arrange(inputCount: number): void {
    this.inputCount = inputCount;
    let count = 0;
    for (let i = 0; i < inputCount; i++) {
      if (isUsable(this.#rawBox, i * 4, this.#rawScore[i]!)) this.#order[count++] = i;
    }
    this.count = count;
    sortIndices(this.#order, count, this.#scratch, this.#precedes);
    for (let row = 0; row < count; row++) {
      const from = this.#order[row]!;
      this.source[row] = from;
      this.score[row] = this.#rawScore[from]!;
      for (let k = 0; k < 4; k++) this.box[row * 4 + k] = this.#rawBox[from * 4 + k]!;
      this.track[row] = -1;
    }
  }

  readonly #precedes = (a: number, b: number): boolean => {
    const difference = this.#rawScore[a]! - this.#rawScore[b]!;
    if (difference !== 0) return difference > 0;
    for (let k = 0; k < 4; k++) {
      const side = this.#rawBox[a * 4 + k]! - this.#rawBox[b * 4 + k]!;
      if (side !== 0) return side < 0;
    }
    return false;
  };

  #reserve(count: number): void {
    if (count <= this.score.length) return;
    const size = 2 ** Math.ceil(Math.log2(count));
    this.source = new Int32Array(size);
    this.box = new Float64Array(size * 4);
    this.score = new Float64Array(size);
    this.classId = new Int32Array(size);
    this.group = new Int32Array(size);
    this.track = new Int32Array(size);
    this.#rawBox = new Float64Array(size * 4);
    this.#rawScore = new Float64Array(size);
    this.#order = new Int32Array(size);
    this.#scratch = new Int32Array(size);
  }
}

function isUsable(box: Float64Array, at: number, score: number): boolean {
  for (let k = 0; k < 4; k++) if (!(Math.abs(box[at + k]!) <= COORDINATE_MAX)) return false;
  return (
    Number.isFinite(score) &&
    box[at + 2]! - box[at]! >= SIDE_MIN &&
    box[at + 3]! - box[at + 1]! >= SIDE_MIN
  );
}
