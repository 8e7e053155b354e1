/** Capacity of what may not be cut. Sums of it stay exact integers. */
export const UNCUT = 2 ** 44;

/**
 * A directed flow network whose arcs keep their flow while capacities rise, so that a maximum flow
 * is found from the last one.
 *
 * Source: Dinic (1970), "Algorithm for solution of a problem of maximum flow in networks with power
 * estimation": breadth-first levels, then blocking flow along them.
 */
export class FlowNetwork {
  readonly nodeCount: number;
  /** Arcs looked at since construction. */
  looked = 0;
  readonly #head: Int32Array;
  #next = new Int32Array(1024);
  #to = new Int32Array(1024);
  #residual = new Float64Array(1024);
  #arcCount = 0;
  readonly #level: Int32Array;
  readonly #current: Int32Array;
  readonly #queue: Int32Array;
  readonly #path: Int32Array;

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.#head = new Int32Array(nodeCount).fill(-1);
    this.#level = new Int32Array(nodeCount);
    this.#current = new Int32Array(nodeCount);
    this.#queue = new Int32Array(nodeCount);
    this.#path = new Int32Array(nodeCount);
  }

  /** Adds an arc without capacity; returns its number. */
  add(from: number, to: number): number {
    if (this.#arcCount + 2 > this.#to.length) this.#grow();
    const arc = this.#arcCount;
    this.#link(from, to);
    this.#link(to, from);
    return arc;
  }

  /** Sets what an arc can take and clears its flow. */
  reset(arc: number, capacity: number): void {
    this.#residual[arc] = capacity;
    this.#residual[arc ^ 1] = 0;
  }

  /** Lets an arc that may carry flow take more. */
  raise(arc: number, by: number): void {
    this.#residual[arc]! += by;
  }

  /** Adds flow until it is maximal or above `enough`; returns what was added. */
  augment(source: number, sink: number, enough: number): number {
    let added = 0;
    while (added <= enough && this.#setLevels(source, sink)) {
      this.#current.set(this.#head);
      for (;;) {
        const sent = this.#sendAlongOnePath(source, sink);
        if (sent === 0) break;
        added += sent;
        if (added > enough) return added;
      }
    }
    return added;
  }

  /** 1 for every node that the source still reaches. Of a maximum flow: the nearest minimum cut. */
  sourceSide(source: number): Uint8Array {
    return this.#reach(source, 0);
  }

  /** 1 for every node that still reaches the sink. Of a maximum flow: the farthest minimum cut. */
  sinkSide(sink: number): Uint8Array {
    return this.#reach(sink, 1);
  }

  #reach(start: number, backwards: 0 | 1): Uint8Array {
    const reached = new Uint8Array(this.nodeCount);
    reached[start] = 1;
    this.#queue[0] = start;
    let count = 1;
    for (let at = 0; at < count; at++) {
      for (let arc = this.#head[this.#queue[at]!]!; arc !== -1; arc = this.#next[arc]!) {
        this.looked++;
        const to = this.#to[arc]!;
        if (reached[to] === 1 || this.#residual[arc ^ backwards]! <= 0) continue;
        reached[to] = 1;
        this.#queue[count++] = to;
      }
    }
    return reached;
  }

  #setLevels(source: number, sink: number): boolean {
    this.#level.fill(-1);
    this.#level[source] = 0;
    this.#queue[0] = source;
    let count = 1;
    for (let at = 0; at < count; at++) {
      const node = this.#queue[at]!;
      if (node === sink) return true;
      for (let arc = this.#head[node]!; arc !== -1; arc = this.#next[arc]!) {
        this.looked++;
        const to = this.#to[arc]!;
        if (this.#level[to] !== -1 || this.#residual[arc]! <= 0) continue;
        this.#level[to] = this.#level[node]! + 1;
        this.#queue[count++] = to;
      }
    }
    return false;
  }

  #sendAlongOnePath(source: number, sink: number): number {
    let node = source;
    let depth = 0;
    while (node !== sink) {
      const arc = this.#current[node]!;
      if (arc === -1) {
        if (depth === 0) return 0;
        this.#level[node] = -1;
        node = this.#to[this.#path[--depth]! ^ 1]!;
        this.#current[node] = this.#next[this.#current[node]!]!;
        continue;
      }
      this.looked++;
      const to = this.#to[arc]!;
      if (this.#residual[arc]! > 0 && this.#level[to] === this.#level[node]! + 1) {
        this.#path[depth++] = arc;
        node = to;
      } else {
        this.#current[node] = this.#next[arc]!;
      }
    }
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < depth; i++) least = Math.min(least, this.#residual[this.#path[i]!]!);
    for (let i = 0; i < depth; i++) {
      const arc = this.#path[i]!;
      this.#residual[arc]! -= least;
      this.#residual[arc ^ 1]! += least;
    }
    return least;
  }

  #link(from: number, to: number): void {
    const arc = this.#arcCount++;
    this.#to[arc] = to;
    this.#next[arc] = this.#head[from]!;
    this.#head[from] = arc;
  }

  #grow(): void {
    const next = new Int32Array(this.#to.length * 2);
    const to = new Int32Array(next.length);
    const residual = new Float64Array(next.length);
    next.set(this.#next);
    to.set(this.#to);
    residual.set(this.#residual);
    this.#next = next;
    this.#to = to;
    this.#residual = residual;
  }
}
