import { writeFile } from "node:fs/promises";
import path from "node:path";

import { buildShippedMap, SHIPPED_MAPS } from "../server/src/features/fleet/maps/index.ts";
import { planRoadblocks } from "../server/src/features/fleet/planner/index.ts";
import { buildRoadGraph } from "../server/src/features/fleet/roads/index.ts";
import type { RoadGraph } from "../server/src/features/fleet/roads/index.ts";
import { percentile, seededRandom } from "./harness/index.ts";
import type { Bench } from "./harness/index.ts";
import { chase, POLICIES } from "./roadblock-chase.ts";
import type { ChaseEnd, Policy } from "./roadblock-chase.ts";
import { drawEnds, drawTimes } from "./roadblock-plot.ts";
import { waysOf } from "./roadblock-roads.ts";

const UNITS = 8;
const BUDGET_MS = 50;
const DOCS_PATH = path.resolve(import.meta.dirname, "../docs");

/** How the chases of one policy on one map ended. */
export interface EndCount {
  readonly map: string;
  readonly policy: Policy;
  readonly ends: Readonly<Record<ChaseEnd, number>>;
}

/** Planner time for one size of town and fleet. */
export interface PlanTime {
  readonly nodes: number;
  readonly units: number;
  readonly planMs: readonly number[];
  readonly proven: number;
}

/**
 * Roadblocks: how seeded chases end under each policy on the shipped maps, and the planner's time
 * against nodes and vehicles. The full size draws both into `docs/`.
 */
export const roadblocks: Bench = {
  name: "roadblocks",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    const maps = tiny ? SHIPPED_MAPS.slice(0, 1) : SHIPPED_MAPS;
    const counts = maps.flatMap((map) => {
      const ways = waysOf(buildShippedMap(map).graph);
      return POLICIES.map((policy): EndCount => {
        const ends = { caught: 0, contained: 0, escaped: 0 };
        for (let seed = 0; seed < (tiny ? 2 : 1000); seed++) {
          ends[chase(ways, policy, UNITS, seed)]++;
        }
        return { map: map.name, policy, ends };
      });
    });
    const times = tiny ? [measure(5, 2, 3)] : timePlans();
    if (!tiny) {
      await writeFile(path.join(DOCS_PATH, "roadblock-chases.svg"), drawEnds(counts));
      await writeFile(path.join(DOCS_PATH, "roadblock-times.svg"), drawTimes(times));
    }
    const largest = times.at(-1)!;
    return {
      figures: [
        ...counts.flatMap(({ map, policy, ends }) =>
          Object.entries(ends).map(([end, value]) => ({
            name: `${map}: ${policy} ${end}`,
            value,
            unit: "chases",
          })),
        ),
        ...times.flatMap(({ nodes, units, planMs, proven }) => {
          const name = `${nodes} nodes x ${units} vehicles`;
          return [
            { name: `${name} p50`, value: percentile(planMs, 0.5), unit: "ms" },
            { name: `${name} p99`, value: percentile(planMs, 0.99), unit: "ms" },
            { name: `${name} proven`, value: proven, unit: `of ${planMs.length}` },
          ];
        }),
      ],
      ratios: [
        {
          name: "largest plan p99 / budget",
          value: percentile(largest.planMs, 0.99) / BUDGET_MS,
          wanted: { atMost: 1 },
        },
      ],
      digest: counts.map(({ ends }) => Object.values(ends).join(".")).join("-"),
    };
  },
};

/** Sizes of town and fleet whose plans are timed. */
function loads(): { readonly side: number; readonly units: number }[] {
  return [
    ...[10, 22, 32].map((side) => ({ side, units: 20 })),
    ...[1, 5, 10, 20].map((units) => ({ side: 45, units })),
  ];
}

/** Time per plan against nodes and vehicles, the largest last. */
export function timePlans(): PlanTime[] {
  return loads().map(({ side, units }) => measure(side, units, 60));
}

/** Time per plan, in towns of `side` x `side` crossings. */
function measure(side: number, units: number, plans: number): PlanTime {
  const random = seededRandom(side);
  const graph = gridTown(side, random);
  const edge = (): number => Math.floor(random() * graph.edgeFrom.length);
  const on = () => ({ edge: edge(), offsetM: 10, confidence: 1 });
  const planMs: number[] = [];
  let proven = 0;
  for (let run = -10; run < plans; run++) {
    const request = {
      graph,
      runner: { positions: [on()], leastMps: 10, mostMps: 20 },
      units: Array.from({ length: units }, (_, id) => ({
        id,
        position: on(),
        mostMps: 22 + random() * 12,
        fuelPercent: 100,
        damage: "normal" as const,
      })),
    };
    const startMs = performance.now();
    const plan = planRoadblocks(request);
    const tookMs = performance.now() - startMs;
    if (run < 0) continue;
    planMs.push(tookMs);
    if (plan.proven) proven++;
  }
  return { nodes: side * side, units, planMs, proven };
}

/** Crossings 100 m apart with a few streets missing, and exits on a seventh of the border. */
function gridTown(side: number, random: () => number): RoadGraph {
  const nodes = Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const isBorder = x === 0 || y === 0 || x === side - 1 || y === side - 1;
    return { xM: x * 100, yM: y * 100, exit: isBorder && random() < 0.15 };
  });
  const edges = nodes.flatMap((_, i) => {
    const speedMps = random() < 0.3 ? 20 : 14;
    const right = (i + 1) % side !== 0 && random() < 0.85 ? [i + 1] : [];
    const up = i + side < side * side && random() < 0.85 ? [i + side] : [];
    return [...right, ...up].map((to) => ({ from: i, to, speedMps, bothWays: random() < 0.9 }));
  });
  return buildRoadGraph(nodes, edges);
}
