import type { TravelNetwork } from "./travel-network.ts";

/** How a vehicle moves: its most, m/s, and how it treats an edge's speed and direction. */
export interface Mover {
  readonly mostMps: number;
  readonly overspeedFactor: number;
  readonly wrongWayFactor: number | null;
}

/** Where and when a vehicle starts: parallel lists of vertices and seconds. */
export interface Starts {
  readonly vertices: readonly number[];
  readonly timesS: readonly number[];
}

export interface TravelLimits {
  /** Vertices that cannot be entered: 1. */
  readonly blocked?: Uint8Array;
  /** Arrivals later than this stay Infinity; seconds. */
  readonly untilS?: number;
}

/** Seconds that an arc takes a mover; Infinity where it may not drive. */
export function arcS(network: TravelNetwork, arc: number, mover: Mover): number {
  const wrong = network.arcWrongWay[arc] === 1;
  if (wrong && mover.wrongWayFactor === null) return Number.POSITIVE_INFINITY;
  const speedMps = Math.min(mover.mostMps, network.arcSpeedMps[arc]! * mover.overspeedFactor);
  const seconds = network.arcLengthM[arc]! / speedMps;
  return wrong ? seconds * (mover.wrongWayFactor ?? 1) : seconds;
}

/** Earliest arrivals by Dijkstra's algorithm; keeps its work arrays between calls. */
export class Travel {
  #heapVertex = new Int32Array(256);
  #heapS = new Float64Array(256);
  #count = 0;

  /** Seconds per vertex, Infinity where the mover does not get. */
  arrivals(
    network: TravelNetwork,
    mover: Mover,
    starts: Starts,
    { blocked, untilS = Number.POSITIVE_INFINITY }: TravelLimits = {},
  ): Float64Array {
    const timesS = new Float64Array(network.vertexCount).fill(Number.POSITIVE_INFINITY);
    this.#count = 0;
    starts.vertices.forEach((vertex, i) => {
      const startS = starts.timesS[i] ?? 0;
      if (blocked?.[vertex] === 1 || startS > untilS || startS >= timesS[vertex]!) return;
      timesS[vertex] = startS;
      this.#push(vertex, startS);
    });
    while (this.#count > 0) {
      const nowS = this.#heapS[0]!;
      const vertex = this.#pop();
      if (nowS > timesS[vertex]!) continue;
      const end = network.firstArc[vertex + 1]!;
      for (let arc = network.firstArc[vertex]!; arc < end; arc++) {
        const to = network.arcTo[arc]!;
        const thereS = nowS + arcS(network, arc, mover);
        if (thereS >= timesS[to]! || thereS > untilS || blocked?.[to] === 1) continue;
        timesS[to] = thereS;
        this.#push(to, thereS);
      }
    }
    return timesS;
  }

  #push(vertex: number, timeS: number): void {
    if (this.#count === this.#heapVertex.length) this.#grow();
    let at = this.#count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#heapS[parent]! <= timeS) break;
      this.#heapS[at] = this.#heapS[parent]!;
      this.#heapVertex[at] = this.#heapVertex[parent]!;
      at = parent;
    }
    this.#heapS[at] = timeS;
    this.#heapVertex[at] = vertex;
  }

  #pop(): number {
    const top = this.#heapVertex[0]!;
    const timeS = this.#heapS[--this.#count]!;
    const vertex = this.#heapVertex[this.#count]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && this.#heapS[child + 1]! < this.#heapS[child]!) child++;
      if (this.#heapS[child]! >= timeS) break;
      this.#heapS[at] = this.#heapS[child]!;
      this.#heapVertex[at] = this.#heapVertex[child]!;
      at = child;
    }
    this.#heapS[at] = timeS;
    this.#heapVertex[at] = vertex;
    return top;
  }

  #grow(): void {
    const heapVertex = new Int32Array(this.#heapVertex.length * 2);
    const heapS = new Float64Array(heapVertex.length);
    heapVertex.set(this.#heapVertex);
    heapS.set(this.#heapS);
    this.#heapVertex = heapVertex;
    this.#heapS = heapS;
  }
}
