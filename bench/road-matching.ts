import { buildShippedMap, SHIPPED_MAPS } from "../server/src/features/fleet/maps/index.ts";
import { RoadMatcher } from "../server/src/features/fleet/matching/index.ts";
import { drive, normal } from "../server/src/features/fleet/matching/testing.ts";
import type { DrivenSecond } from "../server/src/features/fleet/matching/testing.ts";
import type { RoadGraph } from "../server/src/features/fleet/roads/index.ts";
import { seededRandom, type Bench, type Figure } from "./harness/index.ts";

const NOISES_M = [5, 10] as const;
/** What a fix may cost when 10,000 vehicles report each second. */
const WANTED_US = 50;
/** The first fixes of a drive say nothing of its direction. */
const WARM_UP = 5;

/** How often a vehicle is matched to the road it is truly on, and what a fix costs. */
export const roadMatching: Bench = {
  name: "road-matching",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    const figures: Figure[] = [];
    let digest = 0;
    let dearestUs = 0;
    for (const shipped of tiny ? SHIPPED_MAPS.slice(0, 1) : SHIPPED_MAPS) {
      const { graph } = buildShippedMap(shipped);
      const random = seededRandom(shipped.id);
      const vehicles = Array.from({ length: tiny ? 5 : 300 }, () =>
        drive(graph, tiny ? 20 : 200, random),
      );
      for (const noiseM of NOISES_M) {
        const run = match(graph, vehicles, noiseM, random);
        const label = `${shipped.name}, noise ${noiseM} m`;
        figures.push(
          { name: `${label}: right edge and direction`, value: 100 * run.right, unit: "%" },
          {
            name: `${label}: the same, a crossing early or late`,
            value: 100 * run.near,
            unit: "%",
          },
          { name: `${label}: right road`, value: 100 * run.rightRoad, unit: "%" },
          { name: `${label}: right edge, confidence >= 0.9`, value: 100 * run.sure, unit: "%" },
          {
            name: `${label}: right road by the nearest alone`,
            value: 100 * run.nearest,
            unit: "%",
          },
          { name: `${label}: core time per fix`, value: run.coreUs, unit: "us" },
        );
        dearestUs = Math.max(dearestUs, run.coreUs);
        digest += Math.round(1e6 * run.right);
      }
    }
    return {
      figures,
      ratios: [
        {
          name: "core time per fix / wanted",
          value: dearestUs / WANTED_US,
          wanted: { atMost: 1 },
        },
      ],
      digest: digest.toString(16),
    };
  },
};

interface Run {
  readonly right: number;
  readonly near: number;
  readonly rightRoad: number;
  readonly sure: number;
  readonly nearest: number;
  readonly coreUs: number;
}

/** All vehicles second by second, as they would report. */
function match(
  graph: RoadGraph,
  vehicles: readonly (readonly DrivenSecond[])[],
  noiseM: number,
  random: () => number,
): Run {
  const fixes = vehicles.map((driven) =>
    driven.map(
      ({ xM, yM }) => [xM + noiseM * normal(random), yM + noiseM * normal(random)] as const,
    ),
  );
  const matcher = new RoadMatcher(graph);
  const matched = fixes.map((list) => new Array<number>(list.length).fill(-1));
  const confidences = fixes.map((list) => new Float64Array(list.length));
  const seconds = Math.max(...fixes.map((list) => list.length));
  let count = 0;
  const core = process.threadCpuUsage();
  for (let second = 0; second < seconds; second++) {
    for (let vehicle = 0; vehicle < fixes.length; vehicle++) {
      const fix = fixes[vehicle]![second];
      if (!fix) continue;
      const position = matcher.match(vehicle, fix[0], fix[1], second * 1000);
      count++;
      if (!position) continue;
      matched[vehicle]![second] = position.edge;
      confidences[vehicle]![second] = position.confidence;
    }
  }
  const { user, system } = process.threadCpuUsage(core);
  const isSameRoad = (a: number, b: number): boolean =>
    a === b || (graph.edgeFrom[a] === graph.edgeTo[b] && graph.edgeTo[a] === graph.edgeFrom[b]);
  const isOnward = (a: number, b: number): boolean =>
    !isSameRoad(a, b) &&
    (graph.edgeTo[a] === graph.edgeFrom[b] || graph.edgeTo[b] === graph.edgeFrom[a]);
  const lone = new RoadMatcher(graph);
  const tally = { all: 0, right: 0, near: 0, road: 0, sure: 0, sureRight: 0, nearest: 0 };
  vehicles.forEach((driven, vehicle) => {
    for (let second = WARM_UP; second < driven.length; second++) {
      const truth = driven[second]!.edge;
      const edge = matched[vehicle]![second]!;
      tally.all++;
      if (edge === truth) tally.right++;
      if (edge === truth || (edge >= 0 && isOnward(edge, truth))) tally.near++;
      if (edge >= 0 && isSameRoad(edge, truth)) tally.road++;
      if (confidences[vehicle]![second]! >= 0.9) {
        tally.sure++;
        if (edge === truth) tally.sureRight++;
      }
      // A vehicle that nothing is known of is put on the nearest road.
      lone.forget(0);
      const [x, y] = fixes[vehicle]![second]!;
      const nearest = lone.match(0, x, y, 0);
      if (nearest && isSameRoad(nearest.edge, truth)) tally.nearest++;
    }
  });
  return {
    right: tally.right / tally.all,
    near: tally.near / tally.all,
    rightRoad: tally.road / tally.all,
    sure: tally.sureRight / Math.max(tally.sure, 1),
    nearest: tally.nearest / tally.all,
    coreUs: (user + system) / count,
  };
}
