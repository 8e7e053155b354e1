import type { RoadGraph } from "../roads/index.ts";

/** Nodes within reach of one, ascending, with the length of the shortest way to each. */
interface Reach {
  readonly nodes: Int32Array;
  readonly lengthsM: Float64Array;
}

/** Nodes kept around one; farther ones count as not reached. */
const NODES_MAX = 512;

/** Lengths of shortest ways between nodes not far apart, remembered per starting node. */
export class NearNodes {
  readonly #graph: RoadGraph;
  readonly #radiusM: number;
  readonly #leaving: readonly (readonly number[])[];
  readonly #reaches: (Reach | null)[];

  constructor(graph: RoadGraph, radiusM: number) {
    this.#graph = graph;
    this.#radiusM = radiusM;
    const leaving: number[][] = Array.from(graph.nodeXM, () => []);
    graph.edgeFrom.forEach((from, edge) => leaving[from]!.push(edge));
    this.#leaving = leaving;
    this.#reaches = leaving.map(() => null);
  }

  /** Metres from one node to another along directed edges; Infinity beyond the radius. */
  lengthM(from: number, to: number): number {
    const reach = (this.#reaches[from] ??= this.#explore(from, this.#radiusM, NODES_MAX));
    return lookUp(reach, to);
  }

  /** A function like {@link lengthM} from one node, for a wider radius, not remembered. */
  wider(from: number, radiusM: number): (to: number) => number {
    const reach = this.#explore(from, radiusM, this.#leaving.length);
    return (to) => lookUp(reach, to);
  }

  /** Dijkstra's algorithm up to a radius. */
  #explore(start: number, radiusM: number, nodesMax: number): Reach {
    const { edgeTo, edgeLengthM } = this.#graph;
    const bestM = new Map<number, number>([[start, 0]]);
    const done = new Set<number>();
    const heap = new NodeHeap();
    heap.push(start, 0);
    while (heap.size > 0 && done.size < nodesMax) {
      const node = heap.pop();
      if (done.has(node)) continue;
      done.add(node);
      const hereM = bestM.get(node)!;
      for (const edge of this.#leaving[node]!) {
        const to = edgeTo[edge]!;
        const thereM = hereM + edgeLengthM[edge]!;
        if (thereM > radiusM || thereM >= (bestM.get(to) ?? Infinity)) continue;
        bestM.set(to, thereM);
        heap.push(to, thereM);
      }
    }
    const nodes = Int32Array.from(done).toSorted();
    return { nodes, lengthsM: Float64Array.from(nodes, (node) => bestM.get(node)!) };
  }
}

function lookUp({ nodes, lengthsM }: Reach, node: number): number {
  let [low, high] = [0, nodes.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = nodes[middle]!;
    if (at === node) return lengthsM[middle]!;
    if (at < node) low = middle + 1;
    else high = middle - 1;
  }
  return Infinity;
}

/** Nodes by length, the shortest first. */
class NodeHeap {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  push(node: number, key: number): void {
    let at = this.#nodes.push(node) - 1;
    this.#keys.push(key);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#keys[parent]! <= key) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number {
    const last = this.#nodes.length - 1;
    this.#swap(0, last);
    const top = this.#nodes.pop()!;
    this.#keys.pop();
    for (let at = 0; ;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#keys[child + 1]! < this.#keys[child]!) child++;
      if (this.#keys[child]! >= this.#keys[at]!) break;
      this.#swap(at, child);
      at = child;
    }
    return top;
  }

  #swap(a: number, b: number): void {
    [this.#nodes[a], this.#nodes[b]] = [this.#nodes[b]!, this.#nodes[a]!];
    [this.#keys[a], this.#keys[b]] = [this.#keys[b]!, this.#keys[a]!];
  }
}
