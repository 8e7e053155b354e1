import type { RoadGraph } from "../roads/index.ts";

/** Nearest points of the edges around a place, nearest first; `count` of each list are valid. */
export interface NearEdges {
  count: number;
  readonly edges: Int32Array;
  readonly offsetsM: Float64Array;
  readonly distancesM: Float64Array;
  /** The nearest point itself, metres of the map's frame. */
  readonly xM: Float64Array;
  readonly yM: Float64Array;
}

const CELL_M = 50;
const CELLS_MAX = 4_000_000;

/** Finds the edges near a point: their segments sorted into square cells. */
export class EdgeIndex {
  readonly #segments: Segments;
  readonly #cellM: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #minXM: number;
  readonly #minYM: number;
  /** Segments of cell `c` are `members[first[c]]` to `members[first[c + 1]]` (exclusive). */
  readonly #first: Uint32Array;
  readonly #members: Uint32Array;
  /** Slot of an edge among the candidates being gathered; -1 otherwise. */
  readonly #slotOfEdge: Int32Array;

  constructor(graph: RoadGraph) {
    this.#segments = segmentsOf(graph);
    const { ax, ay, bx, by } = this.#segments;
    const [minXM, minYM] = [least(ax, bx), least(ay, by)];
    const [widthM, heightM] = [-least(ax, bx, -1) - minXM, -least(ay, by, -1) - minYM];
    this.#cellM = Math.max(CELL_M, Math.sqrt((widthM * heightM) / CELLS_MAX));
    this.#minXM = minXM;
    this.#minYM = minYM;
    this.#columns = Math.floor(widthM / this.#cellM) + 1;
    this.#rows = Math.floor(heightM / this.#cellM) + 1;
    this.#slotOfEdge = new Int32Array(graph.edgeFrom.length).fill(-1);
    const pairs = this.#cellsOfSegments();
    this.#first = new Uint32Array(this.#columns * this.#rows + 1);
    for (const [cell] of pairs) this.#first[cell + 1]!++;
    for (let cell = 1; cell < this.#first.length; cell++) {
      this.#first[cell]! += this.#first[cell - 1]!;
    }
    const next = this.#first.slice();
    this.#members = new Uint32Array(pairs.length);
    for (const [cell, segment] of pairs) this.#members[next[cell]!++] = segment;
  }

  /** Fills `found` with the nearest edges within `radiusM` of a point, at most as many as fit. */
  near(xM: number, yM: number, radiusM: number, found: NearEdges): void {
    found.count = 0;
    const left = this.#column(xM - radiusM);
    const right = this.#column(xM + radiusM);
    const top = this.#row(yM + radiusM);
    for (let row = this.#row(yM - radiusM); row <= top; row++) {
      for (let column = left; column <= right; column++) {
        const cell = row * this.#columns + column;
        for (let at = this.#first[cell]!; at < this.#first[cell + 1]!; at++) {
          this.#consider(this.#members[at]!, xM, yM, radiusM, found);
        }
      }
    }
    for (let slot = 0; slot < found.count; slot++) this.#slotOfEdge[found.edges[slot]!] = -1;
  }

  #consider(segment: number, xM: number, yM: number, radiusM: number, found: NearEdges): void {
    const { ax, ay, bx, by, edge, startM, scale } = this.#segments;
    const [ux, uy] = [bx[segment]! - ax[segment]!, by[segment]! - ay[segment]!];
    const [wx, wy] = [xM - ax[segment]!, yM - ay[segment]!];
    const squared = ux * ux + uy * uy;
    const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (wx * ux + wy * uy) / squared));
    const [dx, dy] = [wx - along * ux, wy - along * uy];
    const distanceM = Math.sqrt(dx * dx + dy * dy);
    if (distanceM > radiusM) return;
    const of = edge[segment]!;
    const offsetM = startM[segment]! + along * Math.sqrt(squared) * scale[segment]!;
    let slot = this.#slotOfEdge[of]!;
    if (slot >= 0) {
      if (distanceM >= found.distancesM[slot]!) return;
    } else if (found.count < found.edges.length) {
      slot = found.count++;
    } else {
      slot = found.count - 1;
      if (distanceM >= found.distancesM[slot]!) return;
      this.#slotOfEdge[found.edges[slot]!] = -1;
    }
    const at = this.#settle(slot, distanceM, found);
    found.edges[at] = of;
    found.offsetsM[at] = offsetM;
    found.distancesM[at] = distanceM;
    found.xM[at] = xM - dx;
    found.yM[at] = yM - dy;
    this.#slotOfEdge[of] = at;
  }

  /** Makes room where a candidate at this distance belongs, giving up `slot`. */
  #settle(slot: number, distanceM: number, found: NearEdges): number {
    const { edges, offsetsM, distancesM, xM, yM } = found;
    let at = slot;
    for (; at > 0 && distancesM[at - 1]! > distanceM; at--) {
      edges[at] = edges[at - 1]!;
      offsetsM[at] = offsetsM[at - 1]!;
      distancesM[at] = distancesM[at - 1]!;
      xM[at] = xM[at - 1]!;
      yM[at] = yM[at - 1]!;
      this.#slotOfEdge[edges[at]!] = at;
    }
    return at;
  }

  #cellsOfSegments(): (readonly [cell: number, segment: number])[] {
    const { ax, ay, bx, by } = this.#segments;
    const pairs: (readonly [number, number])[] = [];
    for (let segment = 0; segment < ax.length; segment++) {
      const right = this.#column(Math.max(ax[segment]!, bx[segment]!));
      const top = this.#row(Math.max(ay[segment]!, by[segment]!));
      for (let row = this.#row(Math.min(ay[segment]!, by[segment]!)); row <= top; row++) {
        const left = this.#column(Math.min(ax[segment]!, bx[segment]!));
        for (let column = left; column <= right; column++) {
          pairs.push([row * this.#columns + column, segment]);
        }
      }
    }
    return pairs;
  }

  #column(xM: number): number {
    const column = Math.floor((xM - this.#minXM) / this.#cellM);
    return Math.min(Math.max(column, 0), this.#columns - 1);
  }

  #row(yM: number): number {
    const row = Math.floor((yM - this.#minYM) / this.#cellM);
    return Math.min(Math.max(row, 0), this.#rows - 1);
  }
}

/** The straight pieces of all edges, as columns. */
interface Segments {
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  readonly bx: Float64Array;
  readonly by: Float64Array;
  readonly edge: Uint32Array;
  /** Where the piece starts along its edge, metres of the edge's length. */
  readonly startM: Float64Array;
  /** Metres of the edge's length per drawn metre: a length may be given, not measured. */
  readonly scale: Float64Array;
}

function segmentsOf(graph: RoadGraph): Segments {
  const rows: (readonly number[])[] = [];
  for (let edge = 0; edge < graph.edgeFrom.length; edge++) {
    const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
    const inner = graph.edgeShape[edge] ?? [];
    const ends = [graph.nodeXM[to]!, graph.nodeYM[to]!];
    const path = [graph.nodeXM[from]!, graph.nodeYM[from]!, ...inner, ...ends];
    const steps: number[] = [];
    for (let at = 2; at < path.length; at += 2) {
      steps.push(Math.hypot(path[at]! - path[at - 2]!, path[at + 1]! - path[at - 1]!));
    }
    const drawnM = steps.reduce((sum, step) => sum + step, 0);
    const scale = drawnM > 0 ? graph.edgeLengthM[edge]! / drawnM : 0;
    let startM = 0;
    steps.forEach((step, index) => {
      rows.push([...path.slice(2 * index, 2 * index + 4), edge, startM, scale]);
      startM += step * scale;
    });
  }
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
  return {
    ax: column(0),
    ay: column(1),
    bx: column(2),
    by: column(3),
    edge: Uint32Array.from(rows, (row) => row[4]!),
    startM: column(5),
    scale: column(6),
  };
}

function least(a: Float64Array, b: Float64Array, sign = 1): number {
  let found = Infinity;
  for (const values of [a, b]) {
    for (const value of values) if (value * sign < found) found = value * sign;
  }
  return found === Infinity ? 0 : found;
}
