import type { CutProblem } from "./cut-problem.ts";
import { reachedPast } from "./cut-problem.ts";
import { FlowNetwork, UNCUT } from "./flow.ts";

const SOURCE = 0;
const SINK = 1;

/**
 * The problem as a flow network: every vertex that can be held is split in two with an arc between
 * that costs what holding it costs; every exit has an arc to the sink that costs what leaving it open
 * costs. A minimum cut is then the cheapest mixture of both (Menger's theorem in its flow form; Even,
 * 1975, "An algorithm for determining the connectivity of graphs", for the splitting).
 *
 * Vertices that the runner reaches without passing any holdable one are all the source.
 */
export class CutNetwork {
  readonly flow: FlowNetwork;
  /** Holdable vertices that lie between the runner and an exit. */
  readonly sites: readonly number[];
  /** Indices of exits that can be cut off by holding everything that can be held. */
  readonly openable: readonly number[];
  /** Indices of exits that nothing cuts off. */
  readonly doomed: readonly number[];
  readonly #siteArc: Int32Array;
  readonly #siteIn: Int32Array;
  readonly #siteOut: Int32Array;
  readonly #exitArc: Int32Array;
  readonly #fixedArcs: readonly number[];

  constructor(problem: CutProblem) {
    const { vertexCount, holdMask, sources, exits } = problem;
    const isSource = new Uint8Array(vertexCount);
    for (const vertex of sources) isSource[vertex] = 1;
    const holdable = (vertex: number): boolean => holdMask[vertex] !== 0 && isSource[vertex] === 0;
    const all: number[] = [];
    for (let vertex = 0; vertex < vertexCount; vertex++) if (holdable(vertex)) all.push(vertex);
    const merged = reachedPast(problem, all);
    const wanted = reachesExit(problem);
    this.sites = all.filter((vertex) => wanted[vertex] === 1);
    this.doomed = exits.flatMap(({ vertex }, i) => (merged[vertex] === 1 ? [i] : []));
    this.openable = exits.flatMap(({ vertex }, i) => (merged[vertex] === 1 ? [] : [i]));

    let nodes = 2;
    const inNode = new Int32Array(vertexCount).fill(-1);
    const outNode = new Int32Array(vertexCount).fill(-1);
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      if (wanted[vertex] === 0) continue;
      inNode[vertex] = merged[vertex] === 1 ? SOURCE : nodes++;
      outNode[vertex] = holdable(vertex) ? nodes++ : inNode[vertex]!;
    }
    this.flow = new FlowNetwork(nodes);
    this.#siteArc = Int32Array.from(this.sites, (site) =>
      this.flow.add(inNode[site]!, outNode[site]!),
    );
    this.#siteIn = Int32Array.from(this.sites, (site) => inNode[site]!);
    this.#siteOut = Int32Array.from(this.sites, (site) => outNode[site]!);
    const exitsOpen = this.openable.map((i) => outNode[exits[i]!.vertex]!);
    this.#exitArc = Int32Array.from(exitsOpen, (node) => this.flow.add(node, SINK));
    this.#fixedArcs = this.#addRoads(problem, inNode, outNode);
  }

  #addRoads(problem: CutProblem, inNode: Int32Array, outNode: Int32Array): number[] {
    const { vertexCount, firstArc, arcTo, arcOpen } = problem;
    const arcs: number[] = [];
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      const from = outNode[vertex]!;
      if (from === -1) continue;
      for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
        const to = inNode[arcTo[arc]!]!;
        if (arcOpen[arc] === 0 || to <= SINK || to === from) continue;
        arcs.push(this.flow.add(from, to));
      }
    }
    return arcs;
  }

  /** Sets all capacities, by position in `sites` and `openable`, and clears the flow. */
  reset(siteCost: (at: number) => number, exitCost: (at: number) => number): void {
    for (const arc of this.#fixedArcs) this.flow.reset(arc, UNCUT);
    this.#siteArc.forEach((arc, at) => this.flow.reset(arc, siteCost(at)));
    this.#exitArc.forEach((arc, at) => this.flow.reset(arc, exitCost(at)));
  }

  /** Lets the holding of a site cost more; the flow stays. */
  raise(at: number, by: number): void {
    this.flow.raise(this.#siteArc[at]!, by);
  }

  augment(enough: number): number {
    return this.flow.augment(SOURCE, SINK, enough);
  }

  /** Positions in `sites` of the minimum cut nearest to the runner, or nearest to the exits. */
  cutSites(end: "runner" | "exits"): number[] {
    const near = end === "runner";
    const side = near ? this.flow.sourceSide(SOURCE) : this.flow.sinkSide(SINK);
    const [inSide, outSide] = near ? [1, 0] : [0, 1];
    const cut: number[] = [];
    for (let at = 0; at < this.sites.length; at++) {
      if (side[this.#siteIn[at]!] === inSide && side[this.#siteOut[at]!] === outSide) cut.push(at);
    }
    return cut;
  }
}

/** 1 for every vertex from which the runner could go on to some exit. */
function reachesExit({ vertexCount, firstArc, arcTo, arcOpen, exits }: CutProblem): Uint8Array {
  const firstInto = new Uint32Array(vertexCount + 2);
  for (const to of arcTo) firstInto[to + 2]!++;
  for (let vertex = 0; vertex <= vertexCount; vertex++)
    firstInto[vertex + 1]! += firstInto[vertex]!;
  const from = new Uint32Array(arcTo.length);
  const open = new Uint8Array(arcTo.length);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      const at = firstInto[arcTo[arc]! + 1]!++;
      from[at] = vertex;
      open[at] = arcOpen[arc]!;
    }
  }
  const reaches = new Uint8Array(vertexCount);
  const queue = new Int32Array(vertexCount);
  let count = 0;
  for (const { vertex } of exits) {
    if (reaches[vertex] === 0) queue[count++] = vertex;
    reaches[vertex] = 1;
  }
  for (let at = 0; at < count; at++) {
    const vertex = queue[at]!;
    for (let into = firstInto[vertex]!; into < firstInto[vertex + 1]!; into++) {
      const before = from[into]!;
      if (open[into] === 0 || reaches[before] === 1) continue;
      reaches[before] = 1;
      queue[count++] = before;
    }
  }
  return reaches;
}
