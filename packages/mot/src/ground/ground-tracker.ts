import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { CycleOrder } from "./cycle-order.ts";
import type {
  GroundArrays,
  GroundArraysResult,
  GroundObservation,
  GroundOptions,
  GroundResult,
} from "./ground.ts";
import { arraysOf, resultOf } from "./ground-objects.ts";
import {
  PLACE_STRIDE,
  PLANE_STRIDE,
  correctPlane,
  planeDistance,
  predictPlane,
} from "./plane-filter.ts";
import { PlaneGrid } from "./plane-grid.ts";
import { WorldTable } from "./world-table.ts";

/**
 * 99.99 % of true matches lie within: chi squared with two degrees of freedom. With the usual 99 %
 * a person seen 50 times a second would leave a double every two seconds.
 */
const GATE = 18.42;
/** An outlier lies beyond the gate: its double is looked for this many gates away. */
const DOUBLE_GATE = 4;

/**
 * Joins what overlapping cameras see on one plan into world tracks: one filter in metres per thing,
 * one assignment per camera and cycle, gated by the covariance of both sides. The order of the
 * observations of a cycle does not matter. A grid finds the pairs that may match, so the cost grows
 * with the observations, not with their square; `updateArrays` keeps its buffers from cycle to
 * cycle.
 *
 * Source: sequential multi-sensor update of Bar-Shalom and Li, Multitarget-Multisensor Tracking
 * (1995), §2.2; gate after §3.2.
 */
export class GroundTracker {
  readonly #options: Required<GroundOptions>;
  readonly #matcher = new GatedMatcher();
  readonly #grid = new PlaneGrid();
  readonly #order = new CycleOrder();
  readonly #table = new WorldTable();
  readonly #place = new Float64Array(PLACE_STRIDE);
  /** Row of each observation, and afterwards its world track. */
  #owners = new Int32Array(64);
  /** World track of each row as the cycle ends, 0 for one that is let go. */
  #settled = new Int32Array(64);
  #endedIds = new Int32Array(16);
  #endedCount = 0;
  #lastMs: number | null = null;
  #lastId = 0;

  constructor(options: GroundOptions = {}) {
    this.#options = {
      unseenMsMax: options.unseenMsMax ?? 3000,
      confirmCycles: options.confirmCycles ?? 2,
      acceleration: options.acceleration ?? 0.5,
    };
  }

  /**
   * One cycle: everything the cameras saw at (about) one instant. Input is not kept or changed.
   *
   * @throws RangeError when a time or place is not finite.
   */
  update(cycle: {
    readonly timeMs: number;
    readonly observations: readonly GroundObservation[];
  }): GroundResult {
    const arrays = arraysOf(cycle.timeMs, cycle.observations);
    return resultOf(arrays.count, this.updateArrays(arrays));
  }

  /**
   * The same as {@link update}, in flat arrays. Input is not kept or changed; the result belongs to
   * the tracker.
   *
   * @throws RangeError when a time or place is not finite or an array is too short.
   */
  updateArrays(cycle: GroundArrays): GroundArraysResult {
    checkCycle(cycle);
    if (cycle.count > this.#owners.length) {
      this.#owners = new Int32Array(2 ** Math.ceil(Math.log2(cycle.count)));
    }
    this.#order.sort(cycle);
    this.#table.beginCycle(this.#order.cameraCount);
    this.#predict(cycle.timeMs);
    let camera = 0;
    for (let from = 0; from < cycle.count; camera++) {
      const to = this.#order.endOfCamera(from, cycle.count);
      this.#associate(cycle.places, { from, to, camera });
      from = to;
    }
    this.#settle();
    for (let i = 0; i < cycle.count; i++) this.#owners[i] = this.#settled[this.#owners[i]!]!;
    const { worldIds, count, states, unseenMs } = this.#table;
    return {
      worldIds: this.#owners,
      trackCount: count,
      trackIds: worldIds,
      states,
      unseenMs,
      endedIds: this.#endedIds,
      endedCount: this.#endedCount,
    };
  }

  #predict(timeMs: number): void {
    const elapsedMs = this.#lastMs === null ? 0 : Math.max(0, timeMs - this.#lastMs);
    this.#lastMs = timeMs;
    const { count, states, unseenMs } = this.#table;
    this.#grid.clear(count);
    for (let row = 0; row < count; row++) {
      const at = row * PLANE_STRIDE;
      predictPlane(states, at, elapsedMs / 1000, this.#options.acceleration);
      unseenMs[row] = unseenMs[row]! + elapsedMs;
      this.#grid.add(row, states[at]!, states[at + 1]!, reachOf(states[at + 4]!, states[at + 9]!));
    }
  }

  /** Links one camera's observations; what nobody claims starts a row. */
  #associate(
    places: Float64Array,
    { from, to, camera }: { readonly from: number; readonly to: number; readonly camera: number },
  ): void {
    const known = this.#table.count;
    this.#matcher.begin(to - from, known);
    for (let i = from; i < to; i++) this.#admitNear(i - from, places, this.#order.indices[i]!);
    this.#matcher.match();
    for (let i = from; i < to; i++) {
      const index = this.#order.indices[i]!;
      const column = this.#matcher.columnOf[i - from]!;
      const row = this.#take(column, places, index * PLACE_STRIDE);
      this.#owners[index] = row;
      this.#table.markSeen(row, camera);
    }
  }

  #admitNear(line: number, places: Float64Array, index: number): void {
    const at = index * PLACE_STRIDE;
    const grid = this.#grid;
    const { states } = this.#table;
    grid.find(places[at]!, places[at + 1]!, reachOf(places[at + 2]!, places[at + 4]!));
    for (let i = 0; i < grid.found; i++) {
      const row = grid.candidates[i]!;
      const distance = planeDistance(states, row * PLANE_STRIDE, places, at);
      this.#matcher.admit(line, row, GATE - distance);
    }
  }

  /** Corrects a row by a measured point, or starts one (-1). @returns its number. */
  #take(matched: number, places: Float64Array, from: number): number {
    const table = this.#table;
    const row = matched >= 0 ? matched : table.start(places, from);
    const at = row * PLANE_STRIDE;
    if (matched >= 0) correctPlane(table.states, at, places, from);
    const { states } = table;
    const reach = reachOf(states[at + 4]!, states[at + 9]!);
    if (matched >= 0) this.#grid.move(row, states[at]!, states[at + 1]!, reach);
    else this.#grid.add(row, states[at]!, states[at + 1]!, reach);
    return row;
  }

  /** True for a newcomer in the place of a known thing that no camera saw beside it. */
  #isDouble(row: number): boolean {
    const { states, worldIds } = this.#table;
    const at = row * PLANE_STRIDE;
    this.#place[0] = states[at]!;
    this.#place[1] = states[at + 1]!;
    this.#place[2] = states[at + 4]!;
    this.#place[3] = states[at + 5]!;
    this.#place[4] = states[at + 9]!;
    const stretch = Math.sqrt(DOUBLE_GATE);
    const reach = reachOf(this.#place[2], this.#place[4]) * stretch;
    this.#grid.find(this.#place[0], this.#place[1], reach, stretch);
    for (let i = 0; i < this.#grid.found; i++) {
      const other = this.#grid.candidates[i]!;
      if (worldIds[other] === 0 || this.#table.shareCamera(row, other)) continue;
      const distance = planeDistance(states, other * PLANE_STRIDE, this.#place, 0);
      if (distance < GATE * DOUBLE_GATE) return true;
    }
    return false;
  }

  /** Confirms what was seen, forgets what was not for too long. */
  #settle(): void {
    const table = this.#table;
    const { count } = table;
    if (count > this.#settled.length) this.#settled = new Int32Array(table.worldIds.length);
    this.#endedCount = 0;
    let kept = 0;
    // All rows are judged before any is moved: a double is looked for by row number.
    for (let row = 0; row < count; row++) {
      const stays = table.isSeen(row) ? this.#confirm(row) : this.#outlasts(row);
      this.#settled[row] = stays ? table.worldIds[row]! : -1;
      if (!stays && table.worldIds[row]! > 0) this.#noteEnded(table.worldIds[row]!);
    }
    for (let row = 0; row < count; row++) {
      if (this.#settled[row] === -1) this.#settled[row] = 0;
      else table.move(row, kept++);
    }
    table.count = kept;
  }

  /** @returns false for a double, which is let go. */
  #confirm(row: number): boolean {
    const table = this.#table;
    if (table.worldIds[row] === 0 && this.#isDouble(row)) return false;
    table.unseenMs[row] = 0;
    const cycles = table.cycles[row]! + 1;
    table.cycles[row] = cycles;
    if (table.worldIds[row] === 0 && cycles >= this.#options.confirmCycles) {
      table.worldIds[row] = ++this.#lastId;
    }
    return true;
  }

  #outlasts(row: number): boolean {
    const { worldIds, unseenMs } = this.#table;
    return worldIds[row]! > 0 && unseenMs[row]! <= this.#options.unseenMsMax;
  }

  #noteEnded(worldId: number): void {
    if (this.#endedCount === this.#endedIds.length) {
      const longer = new Int32Array(this.#endedIds.length * 2);
      longer.set(this.#endedIds);
      this.#endedIds = longer;
    }
    this.#endedIds[this.#endedCount++] = worldId;
  }
}

/** How far along an axis the gate can let a point with these variances reach, metres. */
function reachOf(xx: number, yy: number): number {
  return Math.sqrt(GATE * Math.max(xx, yy, 0));
}

function checkCycle({ timeMs, count, cameras, places }: GroundArrays): void {
  let isSound = Number.isFinite(timeMs) && cameras.length >= count;
  for (let i = 0; i < count * PLACE_STRIDE; i++) if (!(Math.abs(places[i]!) < 1e9)) isSound = false;
  if (!isSound) {
    throw new RangeError("Cannot track a cycle with a time or place that is not finite");
  }
}
