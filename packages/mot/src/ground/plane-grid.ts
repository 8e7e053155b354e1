/** Cell edges are powers of two, metres: finer than the first serves nobody. */
const LEVEL_MIN = -3;
const LEVELS = 48;

/**
 * Finds the discs that may touch a square without looking at all of them. Each disc lies in a cell
 * of a grid whose cells are no smaller than its own radius, so that one unsure thing (a wide disc)
 * does not make the search for all the others wide. Nothing is allocated per disc.
 *
 * Source: hierarchical spatial hash of Eitz and Lixu, Hierarchical Spatial Hashing for Real-time
 * Collision Detection (2007), §3.
 */
export class PlaneGrid {
  /** Discs that the last `find` came upon, first `found` entries. */
  candidates = new Int32Array(64);
  found = 0;
  #head = new Int32Array(128).fill(-1);
  #next = new Int32Array(64);
  #level = new Int8Array(64);
  #cellX = new Float64Array(64);
  #cellY = new Float64Array(64);
  #count = 0;
  readonly #onLevel = new Int32Array(LEVELS);

  /** Forgets all discs and makes room for `capacity` of them. */
  clear(capacity: number): void {
    if (capacity > this.#next.length) this.#resize(2 ** Math.ceil(Math.log2(capacity)));
    this.#head.fill(-1);
    this.#onLevel.fill(0);
    this.#count = 0;
  }

  /** Adds disc number `disc`; numbers are given from 0 without gaps. */
  add(disc: number, x: number, y: number, radius: number): void {
    if (disc >= this.#next.length) this.#enlarge();
    this.#count = Math.max(this.#count, disc + 1);
    this.#link(disc, x, y, levelOf(radius));
  }

  /** Tells where a known disc is now. */
  move(disc: number, x: number, y: number, radius: number): void {
    const level = levelOf(radius);
    const edge = edgeOf(level);
    const isSame =
      level === this.#level[disc] &&
      Math.floor(x / edge) === this.#cellX[disc] &&
      Math.floor(y / edge) === this.#cellY[disc];
    if (isSame) return;
    this.#unlink(disc);
    this.#link(disc, x, y, level);
  }

  /**
   * Fills `candidates` with every disc, each once, whose radius times `stretch` may touch the
   * square of half-width `reach` around a point; some of them do not.
   */
  find(x: number, y: number, reach: number, stretch = 1): void {
    this.found = 0;
    for (let level = 0; level < LEVELS; level++) {
      const population = this.#onLevel[level]!;
      if (population === 0) continue;
      const edge = edgeOf(level);
      const wide = reach + edge * stretch;
      const span = (2 * wide) / edge + 1;
      if (span * span > this.#count + 16) this.#takeLevel(level);
      else this.#takeCells(level, x, y, wide);
    }
  }

  #takeCells(level: number, x: number, y: number, wide: number): void {
    const edge = edgeOf(level);
    const lastX = Math.floor((x + wide) / edge);
    const lastY = Math.floor((y + wide) / edge);
    for (let cellY = Math.floor((y - wide) / edge); cellY <= lastY; cellY++) {
      for (let cellX = Math.floor((x - wide) / edge); cellX <= lastX; cellX++) {
        let disc = this.#head[this.#bucket(level, cellX, cellY)]!;
        for (; disc >= 0; disc = this.#next[disc]!) {
          if (this.#cellX[disc] !== cellX || this.#cellY[disc] !== cellY) continue;
          if (this.#level[disc] === level) this.candidates[this.found++] = disc;
        }
      }
    }
  }

  #takeLevel(level: number): void {
    for (let disc = 0; disc < this.#count; disc++) {
      if (this.#level[disc] === level) this.candidates[this.found++] = disc;
    }
  }

  #link(disc: number, x: number, y: number, level: number): void {
    const edge = edgeOf(level);
    const cellX = Math.floor(x / edge);
    const cellY = Math.floor(y / edge);
    this.#level[disc] = level;
    this.#cellX[disc] = cellX;
    this.#cellY[disc] = cellY;
    const bucket = this.#bucket(level, cellX, cellY);
    this.#next[disc] = this.#head[bucket]!;
    this.#head[bucket] = disc;
    this.#onLevel[level] = this.#onLevel[level]! + 1;
  }

  #unlink(disc: number): void {
    const level = this.#level[disc]!;
    const bucket = this.#bucket(level, this.#cellX[disc]!, this.#cellY[disc]!);
    let at = this.#head[bucket]!;
    if (at === disc) this.#head[bucket] = this.#next[disc]!;
    else {
      while (this.#next[at] !== disc) at = this.#next[at]!;
      this.#next[at] = this.#next[disc]!;
    }
    this.#onLevel[level] = this.#onLevel[level]! - 1;
  }

  #bucket(level: number, cellX: number, cellY: number): number {
    const mixed =
      Math.imul(cellX, 0x9e3779b1) ^ Math.imul(cellY, 0x85ebca6b) ^ (level * 0x27d4eb2f);
    return (mixed ^ (mixed >>> 15)) & (this.#head.length - 1);
  }

  /** Doubles the room and keeps what lies in the grid. */
  #enlarge(): void {
    const [level, cellX, cellY] = [this.#level, this.#cellX, this.#cellY];
    this.#resize(this.#next.length * 2);
    this.#level.set(level);
    this.#cellX.set(cellX);
    this.#cellY.set(cellY);
    for (let disc = 0; disc < this.#count; disc++) {
      const bucket = this.#bucket(level[disc]!, cellX[disc]!, cellY[disc]!);
      this.#next[disc] = this.#head[bucket]!;
      this.#head[bucket] = disc;
    }
  }

  #resize(size: number): void {
    this.#head = new Int32Array(size * 2).fill(-1);
    this.#next = new Int32Array(size);
    this.#level = new Int8Array(size);
    this.#cellX = new Float64Array(size);
    this.#cellY = new Float64Array(size);
    this.candidates = new Int32Array(size);
  }
}

/** The finest level whose cells are at least `radius` wide. */
function levelOf(radius: number): number {
  const exact = Math.ceil(Math.log2(radius)) - LEVEL_MIN;
  return exact > 0 ? Math.min(exact, LEVELS - 1) : 0;
}

function edgeOf(level: number): number {
  return 2 ** (level + LEVEL_MIN);
}
