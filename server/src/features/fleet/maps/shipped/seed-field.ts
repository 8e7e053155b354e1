import type { MapBounds, MapPoint } from "../plan/index.ts";

/** What a cell's seed was planted for, and on which side of its line. */
export interface SeedTag {
  readonly tag: number;
  readonly side: -1 | 0 | 1;
}

/** Seeds of the blocks of a town, none too near another. */
export class SeedField {
  readonly points: MapPoint[] = [];
  readonly tags: SeedTag[] = [];
  readonly #bounds: MapBounds;

  constructor(bounds: MapBounds) {
    this.#bounds = bounds;
  }

  /** Plants a seed unless it is off the map or another stands within `apartM`. */
  plant(point: MapPoint, tag: number, apartM: number): void {
    if (this.#isFree(point, apartM)) this.#add(point, { tag, side: 0 });
  }

  /**
   * Plants a seed to the left and one to the right of each point of a line: the border between
   * them follows the line.
   */
  pairs(line: readonly MapPoint[], asideM: number, tags: readonly [number, number]): void {
    line.forEach(([x, y], index) => {
      const before = line[Math.max(index - 1, 0)]!;
      const after = line[Math.min(index + 1, line.length - 1)]!;
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const lengthM = Math.hypot(dx, dy) || 1;
      const [nx, ny] = [(-dy / lengthM) * asideM, (dx / lengthM) * asideM];
      const left: MapPoint = [x + nx, y + ny];
      const right: MapPoint = [x - nx, y - ny];
      if (!this.#isFree(left, asideM * 1.3) || !this.#isFree(right, asideM * 1.3)) return;
      this.#add(left, { tag: tags[0], side: 1 });
      this.#add(right, { tag: tags[1], side: -1 });
    });
  }

  #add(point: MapPoint, tag: SeedTag): void {
    this.points.push(point);
    this.tags.push(tag);
  }

  #isFree([x, y]: MapPoint, apartM: number): boolean {
    const { minXM, minYM, maxXM, maxYM } = this.#bounds;
    if (x < minXM || x > maxXM || y < minYM || y > maxYM) return false;
    return this.points.every(([otherX, otherY]) => Math.hypot(otherX - x, otherY - y) >= apartM);
  }
}
