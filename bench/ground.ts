import { writeFile } from "node:fs/promises";
import path from "node:path";

import { GroundTracker } from "@whereabouts/mot/ground";

import { walkersOf } from "./ground-crowd.ts";
import { drawCost, exponentOf } from "./ground-plot.ts";
import type { CostPanel } from "./ground-plot.ts";
import { percentile } from "./harness/index.ts";
import type { Bench, Figure } from "./harness/index.ts";

/** A cycle of the wanted size: all objects seen by all cameras, fifteen times a second. */
const WANTED = { objects: 900, cameras: 4, p50Ms: 30, p99Ms: 60 };
const CYCLE_MS = 1000 / 15;
const WARM_UPS = 30;
const PLOT_PATH = path.resolve(import.meta.dirname, "../docs/ground-cost.svg");
/** Near-linear: what a search through a grid may add to it. */
const EXPONENT_MAX = 1.25;

interface Load {
  readonly objects: number;
  readonly cameras: number;
}

interface Run extends Load {
  readonly cyclesMs: readonly number[];
  /**
   * Time of one core that a cycle takes, which other work on the machine does not stretch. A mean,
   * because the system counts it in ticks of some milliseconds.
   */
  readonly coreMsMean: number;
  /** Cycles in which the tracker did not report exactly the people there are. */
  readonly miscounted: number;
  readonly digest: number;
}

/**
 * Ground-plane fusion on one core: the time of one cycle against objects and cameras. The full size
 * draws it as `docs/ground-cost.svg`.
 */
export const ground: Bench = {
  name: "ground",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    const cycles = tiny ? 5 : 300;
    const main = measure(tiny ? { objects: 20, cameras: 2 } : WANTED, cycles);
    const sweep = (tiny ? [] : sweepLoads()).map((load) => measure(load, 60));
    const all = [...sweep, main];
    const panels = tiny ? [] : panelsOf(sweep);
    if (!tiny) await writeFile(PLOT_PATH, drawCost(panels));
    return {
      figures: [...sweep.flatMap(figuresOf), ...figuresOf(main)],
      ratios: [
        {
          name: "cycle p50 / wanted",
          value: percentile(main.cyclesMs, 0.5) / WANTED.p50Ms,
          wanted: { atMost: 1 },
        },
        {
          name: "cycle p99 / wanted",
          value: percentile(main.cyclesMs, 0.99) / WANTED.p99Ms,
          wanted: { atMost: 1 },
        },
        {
          name: "cycles longer than their interval",
          value: main.cyclesMs.filter((ms) => ms > CYCLE_MS).length,
          wanted: { atMost: 0 },
        },
        {
          name: "cycles with a wrong count",
          value: all.reduce((sum, { miscounted }) => sum + miscounted, 0),
          wanted: { atMost: 0 },
        },
        ...panels.map(({ axis, points }) => ({
          name: `growth with ${axis}, exponent`,
          value: exponentOf(points),
          wanted: { atMost: EXPONENT_MAX },
        })),
      ],
      digest: all.map((run) => run.digest.toString(16)).join("-"),
    };
  },
};

function sweepLoads(): Load[] {
  return [
    ...[100, 200, 500, 1000, 2000].map((objects) => ({ objects, cameras: 4 })),
    ...[1, 2, 4, 8, 16].map((cameras) => ({ objects: 900, cameras })),
  ];
}

function measure({ objects, cameras }: Load, cycles: number): Run {
  const crowd = walkersOf({ objects, cameras, seed: 7 });
  const tracker = new GroundTracker();
  const cyclesMs: number[] = [];
  let coreUs = 0;
  let miscounted = 0;
  let digest = 0;
  for (let cycle = 0; cycle < WARM_UPS + cycles; cycle++) {
    const seen = crowd.look(cycle * CYCLE_MS);
    const startMs = performance.now();
    const core = process.threadCpuUsage();
    const result = tracker.updateArrays(seen);
    const { user, system } = process.threadCpuUsage(core);
    const tookMs = performance.now() - startMs;
    if (cycle < WARM_UPS) continue;
    cyclesMs.push(tookMs);
    coreUs += user + system;
    const confirmed = result.trackIds.subarray(0, result.trackCount).filter((id) => id > 0);
    if (confirmed.length !== objects) miscounted++;
    for (let i = 0; i < seen.count; i++) digest = Math.imul(digest ^ result.worldIds[i]!, 16777619);
  }
  const coreMsMean = coreUs / 1000 / cycles;
  return { objects, cameras, cyclesMs, coreMsMean, miscounted, digest: digest >>> 0 };
}

function figuresOf({ objects, cameras, cyclesMs, coreMsMean }: Run): Figure[] {
  const name = `${objects} objects x ${cameras} cameras`;
  return [
    { name: `${name} p50`, value: percentile(cyclesMs, 0.5), unit: "ms" },
    { name: `${name} p99`, value: percentile(cyclesMs, 0.99), unit: "ms" },
    { name: `${name} core mean`, value: coreMsMean, unit: "ms" },
  ];
}

function panelsOf(sweep: readonly Run[]): CostPanel[] {
  const byObjects = sweep.filter(({ objects, cameras }) => cameras === 4 && objects !== 900);
  const byCameras = sweep.filter(({ objects }) => objects === 900);
  return [
    {
      title: "4 cameras that see everybody",
      axis: "objects",
      points: byObjects.map(({ objects, coreMsMean }) => ({ load: objects, coreMs: coreMsMean })),
    },
    {
      title: "900 objects that every camera sees",
      axis: "cameras",
      points: byCameras.map(({ cameras, coreMsMean }) => ({ load: cameras, coreMs: coreMsMean })),
    },
  ];
}
