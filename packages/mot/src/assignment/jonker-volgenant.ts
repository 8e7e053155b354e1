/**
 * Optimal rectangular assignment by shortest augmenting paths, with its work arrays kept between
 * calls. One instance per caller; not re-entrant.
 *
 * Sources: Jonker and Volgenant (1987), "A shortest augmenting path algorithm for dense and sparse
 * linear assignment problems"; rectangular form after Crouse (2016), "On implementing 2D
 * rectangular assignment algorithms", §III.
 */
export class JonkerVolgenant {
  #u = new Float64Array(16);
  #v = new Float64Array(16);
  #shortest = new Float64Array(16);
  #path = new Int32Array(16);
  #rowOfColumn = new Int32Array(16);
  #columnOfRow = new Int32Array(16);
  #remaining = new Int32Array(16);
  #rowVisited = new Uint8Array(16);
  #columnVisited = new Uint8Array(16);

  /**
   * Least-cost assignment of every row to its own column.
   *
   * @param cost row-major `rows` x `columns` finite numbers, `rows <= columns`; only read.
   * @returns column of each row; a view that the next call overwrites.
   * @throws RangeError with more rows than columns.
   */
  solve(cost: ArrayLike<number>, rows: number, columns: number): Int32Array {
    if (rows > columns) {
      throw new RangeError(
        `Cannot assign ${rows} rows to ${columns} columns: expected rows <= columns`,
      );
    }
    this.#reset(rows, columns);
    for (let row = 0; row < rows; row++) this.#augment(cost, row, rows, columns);
    return this.#columnOfRow;
  }

  #augment(cost: ArrayLike<number>, start: number, rows: number, columns: number): void {
    const sink = this.#findSink(cost, start, columns);
    const least = this.#shortest[sink]!;
    this.#u[start] = this.#u[start]! + least;
    for (let row = 0; row < rows; row++) {
      if (this.#rowVisited[row] === 0 || row === start) continue;
      this.#u[row] = this.#u[row]! + least - this.#shortest[this.#columnOfRow[row]!]!;
    }
    for (let column = 0; column < columns; column++) {
      if (this.#columnVisited[column] === 0) continue;
      this.#v[column] = this.#v[column]! - (least - this.#shortest[column]!);
    }
    let column = sink;
    for (;;) {
      const row = this.#path[column]!;
      this.#rowOfColumn[column] = row;
      const previous = this.#columnOfRow[row]!;
      this.#columnOfRow[row] = column;
      if (row === start) return;
      column = previous;
    }
  }

  /** Grows a shortest-path tree from `start` until it meets a free column. */
  #findSink(cost: ArrayLike<number>, start: number, columns: number): number {
    const { shortest, remaining, rowVisited, columnVisited } = this.#fresh(columns);
    let left = columns;
    let row = start;
    let least = 0;
    for (;;) {
      rowVisited[row] = 1;
      let nearest = -1;
      let lowest = Number.POSITIVE_INFINITY;
      const base = least - this.#u[row]!;
      for (let i = 0; i < left; i++) {
        const column = remaining[i]!;
        const length = base + cost[row * columns + column]! - this.#v[column]!;
        if (length < shortest[column]!) {
          shortest[column] = length;
          this.#path[column] = row;
        }
        const known = shortest[column]!;
        if (known < lowest || (known === lowest && this.#rowOfColumn[column] === -1)) {
          lowest = known;
          nearest = i;
        }
      }
      least = lowest;
      const column = remaining[nearest]!;
      columnVisited[column] = 1;
      remaining[nearest] = remaining[--left]!;
      if (this.#rowOfColumn[column] === -1) return column;
      row = this.#rowOfColumn[column]!;
    }
  }

  #fresh(columns: number): {
    shortest: Float64Array;
    remaining: Int32Array;
    rowVisited: Uint8Array;
    columnVisited: Uint8Array;
  } {
    for (let column = 0; column < columns; column++) {
      this.#shortest[column] = Number.POSITIVE_INFINITY;
      this.#remaining[column] = columns - column - 1;
      this.#columnVisited[column] = 0;
      this.#rowVisited[column] = 0;
    }
    return this.#scratch;
  }

  #scratch = this.#bundle();

  #bundle() {
    return {
      shortest: this.#shortest,
      remaining: this.#remaining,
      rowVisited: this.#rowVisited,
      columnVisited: this.#columnVisited,
    };
  }

  #reset(rows: number, columns: number): void {
    if (columns > this.#v.length) this.#grow(2 ** Math.ceil(Math.log2(columns)));
    for (let i = 0; i < columns; i++) {
      this.#v[i] = 0;
      this.#rowOfColumn[i] = -1;
    }
    for (let i = 0; i < rows; i++) {
      this.#u[i] = 0;
      this.#columnOfRow[i] = -1;
    }
  }

  #grow(size: number): void {
    this.#u = new Float64Array(size);
    this.#v = new Float64Array(size);
    this.#shortest = new Float64Array(size);
    this.#path = new Int32Array(size);
    this.#rowOfColumn = new Int32Array(size);
    this.#columnOfRow = new Int32Array(size);
    this.#remaining = new Int32Array(size);
    this.#rowVisited = new Uint8Array(size);
    this.#columnVisited = new Uint8Array(size);
    this.#scratch = this.#bundle();
  }
}
