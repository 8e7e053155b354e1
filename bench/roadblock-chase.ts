import { planRoadblocks } from "../server/src/features/fleet/planner/index.ts";
import type { RoadblockPlan } from "../server/src/features/fleet/planner/index.ts";
import { seededRandom } from "./harness/index.ts";
import { OVERSPEED, waysTo } from "./roadblock-roads.ts";
import type { Ways } from "./roadblock-roads.ts";

/**
 * `planner`: the plan's units to its points, the rest intercept. `planner-when-closed`: the same
 * while the plan closes the net, and everybody intercepts while it does not.
 */
export const POLICIES = [
  "greedy-nearest",
  "intercept-only",
  "planner",
  "planner-when-closed",
] as const;
export type Policy = (typeof POLICIES)[number];

/** `caught`: a unit came near; `contained`: still inside after the time; `escaped`: at an exit. */
export type ChaseEnd = "caught" | "contained" | "escaped";

const STEP_S = 1;
const FIX_EVERY_S = 5;
const LIMIT_S = 180;
const CAUGHT_M = 12;
/** A runner turns away from a unit this near ahead, when the road lets it. */
const SEEN_M = 80;
const RUNNER_MPS = 22;
const UNIT_MPS = 25;
/** Shorter than the product's, for thousands of chases. */
const SEARCH = 300_000;
/** How often the runner takes another road than the shortest to its exit. */
const WHIM = 0.15;

interface Car {
  edge: number;
  offsetM: number;
}

interface UnitCar extends Car {
  /** Node to drive to, and the place on an edge behind it where the unit stops. */
  target: number;
  stop: Car | null;
}

/** One chase with `units` units; everything comes from the seed, so policies meet the same start. */
export function chase(ways: Ways, policy: Policy, units: number, seed: number): ChaseEnd {
  return new Chase(ways, policy, units, seed).run();
}

class Chase {
  readonly #ways: Ways;
  readonly #policy: Policy;
  readonly #random: () => number;
  readonly #units: UnitCar[];
  readonly #runner: Car;
  readonly #shut = new Set<number>();
  #wayOut: Int32Array;
  #plan: RoadblockPlan | null = null;

  constructor(ways: Ways, policy: Policy, units: number, seed: number) {
    const place = seededRandom(seed);
    const edgeCount = ways.graph.edgeFrom.length;
    this.#ways = ways;
    this.#policy = policy;
    this.#random = seededRandom(seed + 1_000_000);
    this.#runner = { edge: Math.floor(place() * edgeCount), offsetM: 0 };
    while (this.#secondsToExit(ways.graph.edgeFrom[this.#runner.edge]!) < 25) {
      this.#runner.edge = Math.floor(place() * edgeCount);
    }
    this.#units = Array.from({ length: units }, () => {
      const edge = Math.floor(place() * edgeCount);
      return { edge, offsetM: 0, target: ways.graph.edgeTo[edge]!, stop: null };
    });
    const favourite = ways.exits[Math.floor(place() * ways.exits.length)]!;
    this.#wayOut = waysTo(ways.graph, [favourite], this.#shut).next;
  }

  run(): ChaseEnd {
    for (let nowS = 0; nowS < LIMIT_S; nowS += STEP_S) {
      if (nowS % FIX_EVERY_S === 0) this.#command();
      if (this.#moveRunner()) return "escaped";
      for (const unit of this.#units) this.#moveUnit(unit);
      if (this.#units.some((unit) => this.#gapM(unit) < CAUGHT_M)) return "caught";
    }
    return "contained";
  }

  #secondsToExit(node: number): number {
    return Math.min(...this.#ways.exits.map((exit) => this.#ways.seconds(node, exit)));
  }

  #command(): void {
    for (const unit of this.#units) this.#send(unit, this.#ways.graph.edgeTo[this.#runner.edge]!);
    if (this.#policy !== "greedy-nearest") this.#intercept();
    if (this.#policy.startsWith("planner")) this.#block();
  }

  /** Every unit to the first node of the runner's likely way that it reaches before it. */
  #intercept(): void {
    const { ways, runner } = { ways: this.#ways, runner: this.#runner };
    const { graph } = ways;
    const start = graph.edgeTo[runner.edge]!;
    const exit = ways.exits.toSorted((a, b) => ways.seconds(start, a) - ways.seconds(start, b))[0]!;
    for (const unit of this.#units) {
      const from = graph.edgeTo[unit.edge]!;
      let node = start;
      while (node !== exit && ways.seconds(from, node) > ways.seconds(start, node)) {
        const edge = ways.next(node, exit);
        if (edge < 0) break;
        node = graph.edgeTo[edge]!;
      }
      if (ways.seconds(from, node) <= ways.seconds(start, node)) this.#send(unit, node);
    }
  }

  #block(): void {
    const plan = planRoadblocks({
      graph: this.#ways.graph,
      runner: {
        positions: [{ ...this.#runner, confidence: 1 }],
        leastMps: 8,
        mostMps: RUNNER_MPS,
      },
      units: this.#units.map(({ edge, offsetM }, id) => ({
        id,
        position: { edge, offsetM, confidence: 1 },
        mostMps: UNIT_MPS,
        fuelPercent: 100,
        damage: "normal",
      })),
      previous: this.#plan,
      options: {
        wrongWayFactor: null,
        overspeedFactor: OVERSPEED,
        reactionS: 0,
        searchLimit: SEARCH,
      },
    });
    const isFollowed = plan.outcome === "closed" || this.#policy === "planner";
    this.#plan = isFollowed ? plan : null;
    if (!isFollowed) return;
    for (const { unit: id, node, edge, offsetM } of plan.points) {
      const stop = node === null ? { edge, offsetM } : null;
      this.#send(this.#units[id]!, node ?? this.#ways.graph.edgeFrom[edge]!, stop);
    }
  }

  #send(unit: UnitCar, target: number, stop: Car | null = null): void {
    unit.target = target;
    unit.stop = stop;
  }

  /** @returns whether the runner left the map */
  #moveRunner(): boolean {
    const { graph, opposite } = this.#ways;
    const runner = this.#runner;
    const back = opposite[runner.edge]!;
    if (back >= 0 && this.#isBlockedAhead()) {
      this.#shut.add(graph.edgeTo[runner.edge]!);
      this.#wayOut = waysTo(graph, this.#ways.exits, this.#shut).next;
      runner.offsetM = Math.max(0, graph.edgeLengthM[runner.edge]! - runner.offsetM);
      runner.edge = back;
    }
    let leftS = STEP_S;
    while (leftS > 0) {
      leftS = this.#drive(runner, leftS, RUNNER_MPS);
      if (leftS <= 0) return false;
      const node = graph.edgeTo[runner.edge]!;
      if (graph.exit[node] === 1) return true;
      runner.edge = this.#runnerTurn(node);
      runner.offsetM = 0;
    }
    return false;
  }

  #isBlockedAhead(): boolean {
    const { graph } = this.#ways;
    const end = graph.edgeTo[this.#runner.edge]!;
    return this.#units.some((unit) => {
      const toEndM = this.#distanceM(this.#at(unit), [graph.nodeXM[end]!, graph.nodeYM[end]!]);
      const runnerToEndM = graph.edgeLengthM[this.#runner.edge]! - this.#runner.offsetM;
      return this.#gapM(unit) < SEEN_M && toEndM < runnerToEndM;
    });
  }

  #runnerTurn(node: number): number {
    const out = this.#ways.edgesOut[node]!;
    const shortest = this.#wayOut[node]!;
    const ahead = out.filter((edge) => edge !== this.#ways.opposite[this.#runner.edge]);
    const choice = ahead.length > 0 ? ahead : out;
    if (shortest >= 0 && this.#random() >= WHIM) return shortest;
    return choice[Math.floor(this.#random() * choice.length)]!;
  }

  #moveUnit(unit: UnitCar): void {
    const { graph, next, opposite } = this.#ways;
    let leftS = STEP_S;
    for (let turns = 0; leftS > 0 && turns < 20; turns++) {
      const { stop } = unit;
      if (stop !== null && (unit.edge === stop.edge || unit.edge === opposite[stop.edge])) {
        this.#approach(unit, stop, leftS);
        return;
      }
      const isAtStart = unit.offsetM === 0 && graph.edgeFrom[unit.edge] === unit.target;
      if (isAtStart && stop === null) return;
      if (isAtStart && stop !== null) {
        unit.edge = stop.edge;
        continue;
      }
      leftS = this.#drive(unit, leftS, UNIT_MPS);
      const node = graph.edgeTo[unit.edge]!;
      if (leftS <= 0 || (node === unit.target && stop === null)) return;
      const edge = node === unit.target ? stop!.edge : next(node, unit.target);
      if (edge < 0) return;
      unit.edge = edge;
      unit.offsetM = 0;
    }
  }

  /** Along the road of the stop, in whichever direction. */
  #approach(unit: UnitCar, stop: Car, seconds: number): void {
    const { graph } = this.#ways;
    if (unit.edge !== stop.edge) {
      unit.offsetM = graph.edgeLengthM[stop.edge]! - unit.offsetM;
      unit.edge = stop.edge;
    }
    const mostM = this.#speedMps(unit.edge, UNIT_MPS) * seconds;
    const wayM = stop.offsetM - unit.offsetM;
    unit.offsetM += Math.sign(wayM) * Math.min(Math.abs(wayM), mostM);
  }

  /** Drives to the end of the edge at most; returns the seconds left. */
  #drive(car: Car, seconds: number, mostMps: number): number {
    const speedMps = this.#speedMps(car.edge, mostMps);
    const wayM = this.#ways.graph.edgeLengthM[car.edge]! - car.offsetM;
    const neededS = wayM / speedMps;
    car.offsetM += Math.min(wayM, speedMps * seconds);
    return seconds - neededS;
  }

  #speedMps(edge: number, mostMps: number): number {
    return Math.min(mostMps, this.#ways.graph.edgeSpeedMps[edge]! * OVERSPEED);
  }

  #gapM(unit: Car): number {
    return this.#distanceM(this.#at(unit), this.#at(this.#runner));
  }

  #distanceM([ax, ay]: readonly number[], [bx, by]: readonly number[]): number {
    return Math.hypot(ax! - bx!, ay! - by!);
  }

  /** Straight between the ends of the edge: shapes bend little. */
  #at({ edge, offsetM }: Car): readonly [number, number] {
    const { graph } = this.#ways;
    const share = offsetM / graph.edgeLengthM[edge]!;
    const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
    return [
      graph.nodeXM[from]! + share * (graph.nodeXM[to]! - graph.nodeXM[from]!),
      graph.nodeYM[from]! + share * (graph.nodeYM[to]! - graph.nodeYM[from]!),
    ];
  }
}
