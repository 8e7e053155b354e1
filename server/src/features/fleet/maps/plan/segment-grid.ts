import type { MapPoint } from "./street.ts";

/** Finds segments near each other without comparing all pairs. */
export class SegmentGrid {
  readonly #cellM: number;
  readonly #cells = new Map<string, number[]>();

  constructor(cellM: number) {
    this.#cellM = cellM;
  }

  add(index: number, from: MapPoint, to: MapPoint): void {
    for (const key of this.#keys(from, to)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(index);
      else this.#cells.set(key, [index]);
    }
  }

  /** Segments whose cells the box around `from` and `to` touches, each once. */
  near(from: MapPoint, to: MapPoint): Set<number> {
    const found = new Set<number>();
    for (const key of this.#keys(from, to)) {
      for (const index of this.#cells.get(key) ?? []) found.add(index);
    }
    return found;
  }

  *#keys(from: MapPoint, to: MapPoint): Generator<string> {
    const cell = (value: number): number => Math.floor(value / this.#cellM);
    const marginM = 2;
    for (
      let x = cell(Math.min(from[0], to[0]) - marginM);
      x <= cell(Math.max(from[0], to[0]) + marginM);
      x++
    ) {
      for (
        let y = cell(Math.min(from[1], to[1]) - marginM);
        y <= cell(Math.max(from[1], to[1]) + marginM);
        y++
      ) {
        yield `${x},${y}`;
      }
    }
  }
}
