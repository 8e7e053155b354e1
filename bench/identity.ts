import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { siteSeed, type EnvironmentCode } from "@whereabouts/simulator";
import {
  replaySights,
  scoreSite,
  watchSite,
  type SiteScores,
} from "../server/src/testing/site-sights/index.ts";
import { ensureModels } from "../server/src/weights/index.ts";
import type { Bench, Figure } from "./harness/index.ts";
import { MODELS_DIR } from "./harness/bare-inference.ts";

/** Another day and seed than those on which settings were looked for. */
const FILM = { seed: 31, startMs: Date.UTC(2026, 10, 23, 9), seconds: 300 };
const DESCRIPTOR = "mobilenet-hsv";
const LEARNING_MS = 12_000;
const KEPT_WANTED = 0.95;
/** Cameras of each site that see nothing of each other's ground, and see most. */
const APART: Readonly<Record<EnvironmentCode, readonly string[]>> = {
  campus: ["c13", "c16"],
  factory: ["c02", "c04"],
};
const CACHE_DIR = path.join(tmpdir(), "whereabouts-site-sights");

interface Trial {
  readonly name: string;
  readonly scores: SiteScores;
}

/**
 * Identity end to end: each simulated site is drawn, encoded, watched by the product's perception
 * and taken through its stages up to `identify`; then the subjects on the plan are held against who
 * truly was in sight (30 % of the figure, 24 px). With and without appearance; with all cameras,
 * and with two that share no ground.
 *
 * A walk is one person's way through at least two cameras, until nobody sees them for 20 s. It is
 * unambiguous where the person shows clearly (60 %, for two seconds) and nobody else in sight is
 * within a metre; other stretches of it do not count. It is kept when every stretch mostly has one
 * and the same subject.
 */
export const identity: Bench = {
  name: "identity",
  run: async ({ size }) => {
    const isTiny = size === "tiny";
    const environments = isTiny ? (["factory"] as const) : (["campus", "factory"] as const);
    if (!isTiny) await ensureModels({ dir: MODELS_DIR, names: ["mobilenet-v1-025"] });
    const trials: Trial[] = [];
    for (const environment of environments) trials.push(...(await tryOut(environment, isTiny)));
    const figures = trials.flatMap(figuresOf);
    const full = trials.filter(({ name }) => name.endsWith("all cameras, looks"));
    const sum = (of: (scores: SiteScores) => number) =>
      full.reduce((total, { scores }) => total + of(scores), 0);
    const share = (kept: number, all: number) => (all === 0 ? 0 : kept / all);
    return {
      figures,
      ratios: [
        {
          name: "unambiguous walks kept",
          value: share(
            sum(({ walks }) => walks.walksKept),
            sum(({ walks }) => walks.walks),
          ),
          wanted: { atLeast: KEPT_WANTED },
        },
        {
          name: "steps from camera to camera kept",
          value: share(
            sum(({ walks }) => walks.handoversKept),
            sum(({ walks }) => walks.handovers),
          ),
        },
      ],
      digest: createHash("sha256").update(JSON.stringify(trials)).digest("hex").slice(0, 16),
    };
  },
};

async function tryOut(environment: EnvironmentCode, isTiny: boolean): Promise<Trial[]> {
  const all = isTiny ? ["c02"] : siteSeed(environment).cameras.map(({ code }) => code);
  const watched = await watchSite({
    ...FILM,
    ...(isTiny && { seconds: 3 }),
    cameras: all,
    descriptor: isTiny ? "hsv" : DESCRIPTOR,
    modelsDir: MODELS_DIR,
    cacheDir: CACHE_DIR,
  });
  const trials: Trial[] = [];
  for (const [cameras, codes] of [
    ["all cameras", all],
    ["cameras apart", APART[environment]],
  ] as const) {
    const sights = new Map([...watched].filter(([code]) => codes.includes(code)));
    for (const hasAppearance of [true, false]) {
      const instants = await replaySights({ environment, sights, hasAppearance });
      const name = `${environment}, ${cameras}, ${hasAppearance ? "looks" : "no looks"}`;
      trials.push({ name, scores: scoreSite(instants, isTiny ? 0 : LEARNING_MS) });
    }
  }
  return trials;
}

function figuresOf({ name, scores }: Trial): Figure[] {
  const { world, subjects, people, walks } = scores;
  const rows: readonly (readonly [string, number])[] = [
    ["HOTA", world.hota * 100],
    ["DetA", world.detA * 100],
    ["AssA", world.assA * 100],
    ["IDF1", world.idf1 * 100],
    ["subjects", subjects],
    ["truly in sight", people],
    ["switches each", world.idSwitches / Math.max(1, people)],
    ["walks", walks.walks],
    ["walks kept", walks.walksKept],
    ["steps", walks.handovers],
    ["steps kept", walks.handoversKept],
  ];
  return rows.map(([what, value]) => ({ name: `${name}: ${what}`, value, unit: "" }));
}
