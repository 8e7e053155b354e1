/**
 * Best matching over admissible pairs only. Maximises the total gain; a pair that is not given, or
 * that gains nothing, is never matched. Rows whose best column nobody else claims are done at once;
 * a contest is settled by a search that goes no further than the contest reaches, so the cost
 * grows with the pairs that were given, not with rows times columns.
 *
 * Equals a dense solver with a cost limit: `gain = limit - cost`.
 *
 * Source: successive shortest augmenting paths with dual prices, Jonker and Volgenant, A shortest
 * augmenting path algorithm for dense and sparse linear assignment problems (1987), §4; every row
 * may also stay alone, at no gain.
 */
export class GatedMatcher {
  /** Column of each row, -1 for none; valid until the next `begin`. */
  columnOf = new Int32Array(64);
  #rows = 0;
  #edges = 0;
  #edgeRow = new Int32Array(256);
  #edgeColumn = new Int32Array(256);
  #edgeGain = new Float64Array(256);
  /** Edges in the order of their rows; those of a row start at `#rowStart`. */
  #byRow = new Int32Array(256);
  #rowStart = new Int32Array(65);
  #rowPrice = new Float64Array(64);
  #rowOf = new Int32Array(64);
  #columnPrice = new Float64Array(64);
  /** Shortest known way from the searching row to a column, and the row before it. */
  #length = new Float64Array(64);
  #via = new Int32Array(64);
  /** Search that last reached the column. */
  #reachedBy = new Int32Array(64);
  #search = 0;
  /** Columns reached by the search; the first `#passed` of them are passed for good. */
  #frontier = new Int32Array(64);
  #reached = 0;
  #passed = 0;

  begin(rows: number, columns: number): void {
    this.#reserve(rows, columns);
    this.#rows = rows;
    this.#edges = 0;
    this.#search = 0;
    this.columnOf.fill(-1, 0, rows);
    this.#rowStart.fill(0, 0, rows + 1);
    this.#rowOf.fill(-1, 0, columns);
    this.#columnPrice.fill(0, 0, columns);
    this.#reachedBy.fill(0, 0, columns);
  }

  /** Admits a pair; one that gains nothing is ignored. */
  admit(row: number, column: number, gain: number): void {
    if (!(gain > 0)) return;
    if (this.#edges === this.#edgeRow.length) this.#growEdges();
    const edge = this.#edges++;
    this.#edgeRow[edge] = row;
    this.#edgeColumn[edge] = column;
    this.#edgeGain[edge] = gain;
    this.#rowStart[row + 1] = this.#rowStart[row + 1]! + 1;
  }

  /** Fills `columnOf` and returns the number of matched pairs. */
  match(): number {
    this.#sortEdges();
    for (let row = 0; row < this.#rows; row++) this.#takeBest(row);
    for (let row = 0; row < this.#rows; row++) {
      if (this.columnOf[row] === -1 && this.#rowPrice[row]! < 0) this.#augment(row);
    }
    let matched = 0;
    for (let row = 0; row < this.#rows; row++) if (this.columnOf[row] !== -1) matched++;
    return matched;
  }

  /** Counting sort by row; keeps the order in which the pairs of a row were admitted. */
  #sortEdges(): void {
    const start = this.#rowStart;
    for (let row = 0; row < this.#rows; row++) start[row + 1] = start[row + 1]! + start[row]!;
    for (let edge = this.#edges - 1; edge >= 0; edge--) {
      const next = this.#edgeRow[edge]! + 1;
      start[next] = start[next]! - 1;
      this.#byRow[start[next]!] = edge;
    }
    for (let row = 0; row < this.#rows; row++) start[row] = start[row + 1]!;
    start[this.#rows] = this.#edges;
  }

  /** Prices a row by its best column and takes that if it is free. */
  #takeBest(row: number): void {
    let best = -1;
    let gain = 0;
    for (let i = this.#rowStart[row]!; i < this.#rowStart[row + 1]!; i++) {
      const edge = this.#byRow[i]!;
      if (this.#edgeGain[edge]! <= gain) continue;
      gain = this.#edgeGain[edge]!;
      best = this.#edgeColumn[edge]!;
    }
    this.#rowPrice[row] = -gain;
    if (best === -1 || this.#rowOf[best] !== -1) return;
    this.columnOf[row] = best;
    this.#rowOf[best] = row;
  }

  /** Finds a place for one more row, moving others where that costs least. */
  #augment(start: number): void {
    this.#search++;
    this.#reached = 0;
    this.#passed = 0;
    let row = start;
    let length = 0;
    let alone = start;
    let aloneLength = -this.#rowPrice[start]!;
    for (;;) {
      this.#reachFrom(row, length);
      const column = this.#nearest();
      if (column === -1 || this.#length[column]! >= aloneLength) {
        this.#reprice(start, aloneLength);
        const left = this.columnOf[alone]!;
        this.columnOf[alone] = -1;
        if (alone !== start) this.#shift(start, left);
        return;
      }
      if (this.#rowOf[column] === -1) {
        this.#reprice(start, this.#length[column]!);
        this.#shift(start, column);
        return;
      }
      this.#passed++;
      row = this.#rowOf[column]!;
      length = this.#length[column]!;
      if (length - this.#rowPrice[row]! < aloneLength) {
        alone = row;
        aloneLength = length - this.#rowPrice[row]!;
      }
    }
  }

  #reachFrom(row: number, length: number): void {
    const base = length - this.#rowPrice[row]!;
    for (let i = this.#rowStart[row]!; i < this.#rowStart[row + 1]!; i++) {
      const edge = this.#byRow[i]!;
      const column = this.#edgeColumn[edge]!;
      const way = Math.max(length, base - this.#edgeGain[edge]! - this.#columnPrice[column]!);
      if (this.#reachedBy[column] !== this.#search) {
        this.#reachedBy[column] = this.#search;
        this.#frontier[this.#reached++] = column;
      } else if (way >= this.#length[column]!) continue;
      this.#length[column] = way;
      this.#via[column] = row;
    }
  }

  /** Brings the nearest column that was not passed to the front of those; -1 for none. */
  #nearest(): number {
    let best = this.#passed;
    if (best >= this.#reached) return -1;
    for (let i = best + 1; i < this.#reached; i++) {
      if (this.#length[this.#frontier[i]!]! < this.#length[this.#frontier[best]!]!) best = i;
    }
    const column = this.#frontier[best]!;
    this.#frontier[best] = this.#frontier[this.#passed]!;
    this.#frontier[this.#passed] = column;
    return column;
  }

  /** Keeps every pair's reduced cost at or above zero, and that of matched pairs at zero. */
  #reprice(start: number, total: number): void {
    this.#rowPrice[start] = this.#rowPrice[start]! + total;
    for (let i = 0; i < this.#passed; i++) {
      const column = this.#frontier[i]!;
      const row = this.#rowOf[column]!;
      const rest = total - this.#length[column]!;
      this.#columnPrice[column] = this.#columnPrice[column]! - rest;
      this.#rowPrice[row] = this.#rowPrice[row]! + rest;
    }
  }

  /** Gives `column` to the row before it on the way, its old column to the one before that, ... */
  #shift(start: number, column: number): void {
    let free = column;
    for (;;) {
      const row = this.#via[free]!;
      const left = this.columnOf[row]!;
      this.columnOf[row] = free;
      this.#rowOf[free] = row;
      if (row === start) return;
      free = left;
    }
  }

  #growEdges(): void {
    const size = this.#edgeRow.length * 2;
    const row = new Int32Array(size);
    const column = new Int32Array(size);
    const gain = new Float64Array(size);
    row.set(this.#edgeRow);
    column.set(this.#edgeColumn);
    gain.set(this.#edgeGain);
    this.#edgeRow = row;
    this.#edgeColumn = column;
    this.#edgeGain = gain;
    this.#byRow = new Int32Array(size);
  }

  #reserve(rows: number, columns: number): void {
    if (rows > this.columnOf.length) {
      const size = 2 ** Math.ceil(Math.log2(rows));
      this.columnOf = new Int32Array(size);
      this.#rowStart = new Int32Array(size + 1);
      this.#rowPrice = new Float64Array(size);
    }
    if (columns <= this.#rowOf.length) return;
    const size = 2 ** Math.ceil(Math.log2(columns));
    this.#rowOf = new Int32Array(size);
    this.#columnPrice = new Float64Array(size);
    this.#length = new Float64Array(size);
    this.#via = new Int32Array(size);
    this.#reachedBy = new Int32Array(size);
    this.#frontier = new Int32Array(size);
  }
}
