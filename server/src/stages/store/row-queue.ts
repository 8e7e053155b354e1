import type { ZonedFrame } from "../../model/index.ts";
import { rowCountOf } from "./batch-rows.ts";

/** A frame that waits for its commit. */
export interface Pending {
  readonly frame: ZonedFrame;
  readonly rows: number;
  readonly sinceMs: number;
  settled: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** First-in first-out queue of frames, limited by the rows they hold. */
export class RowQueue {
  readonly limitRows: number;
  #items: Pending[] = [];
  #rows = 0;

  constructor(limitRows: number) {
    this.limitRows = limitRows;
  }

  get rows(): number {
    return this.#rows;
  }

  get length(): number {
    return this.#items.length;
  }

  /** A frame without rows still costs a place. */
  static costOf(frame: ZonedFrame): number {
    return Math.max(1, rowCountOf(frame));
  }

  push(item: Pending): void {
    this.#items.push(item);
    this.#rows += item.rows;
  }

  /** Removes the oldest frames until the limit holds; the newest always stays. */
  trim(): Pending[] {
    let count = 0;
    let rows = this.#rows;
    while (rows > this.limitRows && count < this.#items.length - 1)
      rows -= this.#items[count++]!.rows;
    return this.#remove(count);
  }

  /** Takes the oldest frames, at most `maxRows` rows but at least one frame. */
  take(maxRows: number): Pending[] {
    let count = 0;
    let rows = 0;
    while (
      count < this.#items.length &&
      (count === 0 || rows + this.#items[count]!.rows <= maxRows)
    ) {
      rows += this.#items[count++]!.rows;
    }
    return this.#remove(count);
  }

  /** Removes the frames that wait since before `deadlineMs`. */
  expire(deadlineMs: number): Pending[] {
    const first = this.#items.findIndex((item) => item.sinceMs >= deadlineMs);
    return this.#remove(first < 0 ? this.#items.length : first);
  }

  #remove(count: number): Pending[] {
    const removed = this.#items.splice(0, count);
    for (const item of removed) this.#rows -= item.rows;
    return removed;
  }
}
