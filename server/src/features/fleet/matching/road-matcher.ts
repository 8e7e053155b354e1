import { AppError } from "../../../base/index.ts";
import type { RoadGraph, RoadPosition } from "../roads/index.ts";
import { EdgeIndex, type NearEdges } from "./edge-index.ts";
import { NearNodes } from "./near-nodes.ts";

export interface RoadMatcherOptions {
  /** Standard deviation of a position, metres. Default 7. */
  readonly noiseM?: number;
  /** How much way and straight line between fixes differ on average, metres. Default 10. */
  readonly detourM?: number;
  /** Vehicles remembered; the one not heard of the longest is forgotten. Default 20,000. */
  readonly vehiclesMax?: number;
}

export interface RoadMatcherStats {
  readonly vehicles: number;
  /** Vehicles forgotten because others came. */
  readonly forgotten: number;
  /** Times a vehicle's fixes did not fit together and the matching began anew. */
  readonly restarts: number;
  /** Fixes older than the one before, left out. */
  readonly late: number;
}

/** Edges that are weighed per fix: both directions of five roads. */
const CANDIDATES_MAX = 10;
/** Search radius in standard deviations; a fix farther from every road is on none. */
const REACH_DEVIATIONS = 6;
/** What turning round on the road costs: metres of detour. */
const TURN_ROUND_M = 70;
/** No road vehicle covers more: 100 m/s. */
const FASTEST_MPS = 100;
/** After so long without a fix, where it was says little about where it is. */
const GAP_MS_MAX = 60_000;
/** Ways this long are remembered between nodes; longer ones are looked for after gaps. */
const NEAR_M = 260;
const VEHICLES_MAX = 20_000;

interface Candidates extends NearEdges {
  /** Probability of each, given all fixes so far. */
  readonly weights: Float64Array;
}

interface Memory {
  current: Candidates;
  spare: Candidates;
  xM: number;
  yM: number;
  timeMs: number;
}

/**
 * Causal map matching by a hidden Markov model (Newson and Krumm, "Hidden Markov Map Matching
 * Through Noise and Sparseness", 2009): the distance of a fix from an edge is Gaussian, the
 * difference between the way driven and the straight line between two fixes exponential. Nothing
 * waits for later fixes, so the recursion is the forward one: with no lag its most probable edge is
 * the best that can be said, and its probability is the confidence. Both directions of a road are
 * edges of their own; turning round on a road and driving back against it are possible and unlikely.
 */
export class RoadMatcher {
  readonly #graph: RoadGraph;
  readonly #index: EdgeIndex;
  readonly #nearNodes: NearNodes;
  readonly #opposite: Int32Array;
  readonly #noiseM: number;
  readonly #detourM: number;
  readonly #vehiclesMax: number;
  /** Least recently heard first. */
  readonly #memories = new Map<string | number, Memory>();
  #forgotten = 0;
  #restarts = 0;
  #late = 0;

  constructor(graph: RoadGraph, options: RoadMatcherOptions = {}) {
    this.#graph = graph;
    this.#index = new EdgeIndex(graph);
    this.#nearNodes = new NearNodes(graph, NEAR_M);
    this.#opposite = oppositeEdges(graph);
    this.#noiseM = positive(options.noiseM ?? 7, "noiseM");
    this.#detourM = positive(options.detourM ?? 10, "detourM");
    this.#vehiclesMax = positive(options.vehiclesMax ?? VEHICLES_MAX, "vehiclesMax");
  }

  /**
   * Takes a vehicle's next fix (metres in the map's frame, UTC ms) and says where on the roads it
   * is. Null when no road is near, the fix is not finite, or it is older than the one before.
   */
  match(vehicleKey: string | number, xM: number, yM: number, timeMs: number): RoadPosition | null {
    if (!Number.isFinite(xM) || !Number.isFinite(yM) || !Number.isFinite(timeMs)) return null;
    const memory = this.#remember(vehicleKey);
    if (timeMs < memory.timeMs) {
      this.#late++;
      return null;
    }
    const next = memory.spare;
    this.#index.near(xM, yM, REACH_DEVIATIONS * this.#noiseM, next);
    // A fix off the roads leaves what is known: the next one may continue from there.
    if (next.count === 0) return null;
    const elapsedMs = timeMs - memory.timeMs;
    const follows =
      memory.current.count > 0 &&
      elapsedMs <= GAP_MS_MAX &&
      this.#follow(memory, next, Math.hypot(xM - memory.xM, yM - memory.yM), elapsedMs);
    if (!follows) {
      if (memory.current.count > 0) this.#restarts++;
      next.weights.fill(1, 0, next.count);
    }
    this.#weigh(next);
    memory.spare = memory.current;
    memory.current = next;
    [memory.xM, memory.yM, memory.timeMs] = [xM, yM, timeMs];
    return mostProbable(next);
  }

  /** Forgets a vehicle; its next fix starts anew. */
  forget(vehicleKey: string | number): void {
    this.#memories.delete(vehicleKey);
  }

  stats(): RoadMatcherStats {
    return {
      vehicles: this.#memories.size,
      forgotten: this.#forgotten,
      restarts: this.#restarts,
      late: this.#late,
    };
  }

  #remember(key: string | number): Memory {
    const known = this.#memories.get(key);
    if (known) {
      this.#memories.delete(key);
    } else if (this.#memories.size >= this.#vehiclesMax) {
      const [oldest] = this.#memories.keys();
      if (oldest !== undefined) this.#memories.delete(oldest);
      this.#forgotten++;
    }
    const memory = known ?? {
      current: noCandidates(),
      spare: noCandidates(),
      xM: 0,
      yM: 0,
      timeMs: -Infinity,
    };
    this.#memories.set(key, memory);
    return memory;
  }

  /** Carries the weights over to the next candidates. False when none can have been reached. */
  #follow(memory: Memory, next: Candidates, straightM: number, elapsedMs: number): boolean {
    const { current } = memory;
    const farthestM = (FASTEST_MPS * elapsedMs) / 1000 + 4 * this.#noiseM;
    if (straightM > farthestM) return false;
    next.weights.fill(0, 0, next.count);
    const wayMaxM = straightM + 8 * this.#detourM;
    let isReached = false;
    for (let before = 0; before < current.count; before++) {
      const weight = current.weights[before]!;
      if (weight < 1e-9) continue;
      const edge = current.edges[before]!;
      const leftM = this.#graph.edgeLengthM[edge]! - current.offsetsM[before]!;
      const end = this.#graph.edgeTo[edge]!;
      const between =
        wayMaxM - leftM <= NEAR_M
          ? (to: number): number => this.#nearNodes.lengthM(end, to)
          : this.#nearNodes.wider(end, wayMaxM - leftM);
      for (let after = 0; after < next.count; after++) {
        const offM = this.#detour(current, before, next, after, leftM, between);
        if (offM > 8 * this.#detourM + TURN_ROUND_M) continue;
        next.weights[after]! += weight * Math.exp(-offM / this.#detourM);
        isReached = true;
      }
    }
    return isReached;
  }

  /** How many metres the way between two candidates differs from the straight line between them. */
  #detour(
    current: Candidates,
    before: number,
    next: Candidates,
    after: number,
    leftM: number,
    between: (to: number) => number,
  ): number {
    const [from, to] = [current.edges[before]!, next.edges[after]!];
    const [startM, endM] = [current.offsetsM[before]!, next.offsetsM[after]!];
    const [dx, dy] = [next.xM[after]! - current.xM[before]!, next.yM[after]! - current.yM[before]!];
    const straightM = Math.sqrt(dx * dx + dy * dy);
    // Backwards counts as negative: noise while standing, or a vehicle the wrong way on its road.
    if (from === to) return Math.abs(endM - startM - straightM);
    const wayM = leftM + between(this.#graph.edgeFrom[to]!) + endM;
    if (this.#opposite[from] !== to) return Math.abs(wayM - straightM);
    const alongM = Math.abs(this.#graph.edgeLengthM[to]! - endM - startM);
    return Math.abs(Math.min(wayM, alongM) - straightM) + TURN_ROUND_M;
  }

  /** Multiplies by how well each edge explains the fix, and makes the sum 1. */
  #weigh({ count, distancesM, weights }: Candidates): void {
    let sum = 0;
    const nearestM = distancesM[0]!;
    for (let at = 0; at < count; at++) {
      const [away, least] = [distancesM[at]! / this.#noiseM, nearestM / this.#noiseM];
      weights[at]! *= Math.exp((least * least - away * away) / 2);
      sum += weights[at]!;
    }
    for (let at = 0; at < count; at++) weights[at]! /= sum;
  }
}

function mostProbable({ count, edges, offsetsM, weights }: Candidates): RoadPosition {
  let best = 0;
  for (let at = 1; at < count; at++) if (weights[at]! > weights[best]!) best = at;
  return { edge: edges[best]!, offsetM: offsetsM[best]!, confidence: weights[best]! };
}

function noCandidates(): Candidates {
  return {
    count: 0,
    edges: new Int32Array(CANDIDATES_MAX),
    offsetsM: new Float64Array(CANDIDATES_MAX),
    distancesM: new Float64Array(CANDIDATES_MAX),
    xM: new Float64Array(CANDIDATES_MAX),
    yM: new Float64Array(CANDIDATES_MAX),
    weights: new Float64Array(CANDIDATES_MAX),
  };
}

/** The edge back along the same road, or -1 on a one-way road. */
function oppositeEdges(graph: RoadGraph): Int32Array {
  const { edgeFrom, edgeTo, edgeLengthM } = graph;
  const opposite = new Int32Array(edgeFrom.length).fill(-1);
  const waiting = new Map<string, number[]>();
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    const back = waiting.get(`${edgeTo[edge]},${edgeFrom[edge]}`) ?? [];
    const at = back.findIndex((other) => Math.abs(edgeLengthM[other]! - edgeLengthM[edge]!) < 0.5);
    const [other] = at < 0 ? [] : back.splice(at, 1);
    if (other === undefined) {
      const key = `${edgeFrom[edge]},${edgeTo[edge]}`;
      const list = waiting.get(key);
      if (list) list.push(edge);
      else waiting.set(key, [edge]);
    } else {
      opposite[edge] = other;
      opposite[other] = edge;
    }
  }
  return opposite;
}

function positive(value: number, name: string): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new AppError("invalid", `Road matching: ${name} is ${value}, expected more than 0`);
}
