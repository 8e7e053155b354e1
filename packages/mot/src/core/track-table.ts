import { VOTE_SLOTS, castVote, leadingVote } from "./class-vote.ts";
import { floatColumn, growColumn, intColumn, moveRow } from "./column.ts";
import type { Column } from "./column.ts";
import type { DetectionTable } from "./detection-table.ts";

const ROWS = 64;

/**
 * The tracks of one tracker, one row each in order of birth. Rows are dense: removing compacts, so
 * loops run from 0 to `count` and numbers rise with the row.
 */
export class TrackTable {
  count = 0;
  /** Number as reported, 0 until the track is confirmed. */
  readonly id = intColumn(1, ROWS);
  /** Row of this frame's detection, -1 when unseen. */
  readonly detection = intColumn(1, ROWS);
  /** 1 when the track is reported in this frame. */
  readonly isShown = intColumn(1, ROWS);
  /** 1 when this frame reports the number for the first time. */
  readonly isNew = intColumn(1, ROWS);
  readonly group = intColumn(1, ROWS);
  /** Detections taken so far. */
  readonly hits = intColumn(1, ROWS);
  /** Detections taken since the last frame without one. */
  readonly streak = intColumn(1, ROWS);
  /** Tracker time of the first and of the last detection, ms. */
  readonly bornMs = floatColumn(1, ROWS);
  readonly seenMs = floatColumn(1, ROWS);
  readonly score = floatColumn(1, ROWS);
  /** Where the tracker thinks the thing is, x1, y1, x2, y2. */
  readonly box = floatColumn(4, ROWS);
  /** The last detection's box. */
  readonly observed = floatColumn(4, ROWS);
  readonly motion: Column<Float64Array>;
  /** What else an algorithm keeps per track. */
  readonly extra: Column<Float64Array>;
  /** Running mean of the appearance, null until one was given. */
  readonly appearance: (Float64Array | null)[] = [];
  ended = new Int32Array(ROWS);
  endedCount = 0;
  readonly #voteClass = intColumn(VOTE_SLOTS, ROWS);
  readonly #voteWeight = floatColumn(VOTE_SLOTS, ROWS);
  readonly #columns: readonly (Column<Float64Array> | Column<Int32Array>)[];
  #lastId = 0;
  #rows = ROWS;

  /** @param strides numbers per track of the motion state and of the algorithm's own column. */
  constructor(strides: { readonly motion: number; readonly extra: number }) {
    this.motion = floatColumn(strides.motion, ROWS);
    this.extra = floatColumn(strides.extra, ROWS);
    this.#columns = [
      this.id,
      this.detection,
      this.isShown,
      this.isNew,
      this.group,
      this.hits,
      this.streak,
      this.bornMs,
      this.seenMs,
      this.score,
      this.box,
      this.observed,
      this.motion,
      this.extra,
      this.#voteClass,
      this.#voteWeight,
    ];
  }

  /** Forgets what the previous frame said. */
  beginFrame(): void {
    this.endedCount = 0;
    for (let row = 0; row < this.count; row++) {
      this.detection.data[row] = -1;
      this.isShown.data[row] = 0;
      this.isNew.data[row] = 0;
    }
  }

  /** A new row for a detection, unconfirmed, with its columns zeroed. */
  add(detections: DetectionTable, detection: number, nowMs: number): number {
    if (this.count === this.#rows) this.#grow();
    const row = this.count++;
    for (const { data, stride } of this.#columns) data.fill(0, row * stride, (row + 1) * stride);
    this.appearance[row] = null;
    this.bornMs.data[row] = nowMs;
    this.group.data[row] = detections.group[detection]!;
    this.observe(row, detections, detection, nowMs);
    return row;
  }

  /** Notes that a detection belongs to a track: all but the motion state. */
  observe(row: number, detections: DetectionTable, detection: number, nowMs: number): void {
    detections.track[detection] = row;
    this.detection.data[row] = detection;
    this.hits.data[row] = this.hits.data[row]! + 1;
    this.streak.data[row] = this.streak.data[row]! + 1;
    this.seenMs.data[row] = nowMs;
    const score = detections.score[detection]!;
    this.score.data[row] = score;
    for (let k = 0; k < 4; k++) {
      this.observed.data[row * 4 + k] = detections.box[detection * 4 + k]!;
    }
    const classId = detections.classId[detection]!;
    castVote(this.#voteClass.data, this.#voteWeight.data, row * VOTE_SLOTS, classId, score);
  }

  /** Reports the track in this frame, numbering it the first time. */
  show(row: number): void {
    this.isShown.data[row] = 1;
    if (this.id.data[row] !== 0) return;
    this.id.data[row] = ++this.#lastId;
    this.isNew.data[row] = 1;
  }

  classOf(row: number): number {
    return leadingVote(this.#voteClass.data, this.#voteWeight.data, row * VOTE_SLOTS);
  }

  /** Removes every row for which `isOver` holds, keeping the order of the rest. */
  removeWhere(detections: DetectionTable, isOver: (row: number) => boolean): void {
    let to = 0;
    const count = this.count;
    for (let from = 0; from < count; from++) {
      if (isOver(from)) {
        this.#end(detections, from);
        continue;
      }
      if (to !== from) this.#move(from, to);
      const detection = this.detection.data[to]!;
      if (detection >= 0) detections.track[detection] = to;
      to++;
    }
    this.count = to;
    this.appearance.length = to;
  }

  #end(detections: DetectionTable, row: number): void {
    const detection = this.detection.data[row]!;
    if (detection >= 0) detections.track[detection] = -1;
    if (this.id.data[row] === 0) return;
    if (this.endedCount === this.ended.length) {
      const grown = new Int32Array(this.ended.length * 2);
      grown.set(this.ended);
      this.ended = grown;
    }
    this.ended[this.endedCount++] = this.id.data[row]!;
  }

  #move(from: number, to: number): void {
    const rows = { from, to };
    for (const column of this.#columns) moveRow(column, rows);
    this.appearance[to] = this.appearance[from]!;
  }

  #grow(): void {
    for (const column of this.#columns) growColumn(column);
    this.#rows *= 2;
  }
}
