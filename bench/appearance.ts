import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createScene, simulatedCamera, truthBoxes } from "@whereabouts/simulator";
import { overlapOf, type PixelBox } from "../server/src/model/index.ts";
import { FILM_START_MS } from "../server/src/testing/site-film/index.ts";
import { ensureModels } from "../server/src/weights/index.ts";
import { MODELS_DIR } from "./harness/bare-inference.ts";
import { describeVideo, type DescribedVideo } from "./harness/described-video.ts";
import type { Bench, Figure } from "./harness/index.ts";
import { separation, type Labelled } from "./harness/separation.ts";
import { filmSite } from "./harness/site-video.ts";

const DESCRIPTORS = ["hsv", "mobilenet-hsv"] as const;
const VIDEOS = path.resolve(import.meta.dirname, "../../shared/data/videos");
/** Counted by eye: six persons, one after another. */
const PERSONS_S = [
  [6, 19.8],
  [22.8, 44.8],
  [50.5, 69.8],
  [74.5, 87],
  [92.5, 120],
  [123.5, 136.5],
] as const;
/** Pictures closer than this show the same pose: no proof of knowing anybody again. */
const APART_MS = 2_000;
const OVERLAP_MIN = 0.5;
const VISIBLE_MIN = 0.5;

type Labels = (look: {
  readonly atMs: number;
  readonly boxPx: PixelBox;
  readonly objectClass: string;
}) => string | null;
type Vectors = Record<string, Labelled[]>;

/**
 * How well appearance tells whether two crops show one person: in recordings of seven persons, and
 * on the simulated campus within a camera and across cameras in different light.
 */
export const appearance: Bench = {
  name: "appearance",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    await ensureModels({ dir: MODELS_DIR, names: ["mobilenet-v1-025", "centernet-640x384"] });
    const codes = tiny ? ["c12", "c13"] : ["c09", "c12", "c13", "c16"];
    const site = await describeSite(codes, tiny ? 12 : 60);
    const recorded = tiny || !existsSync(VIDEOS) ? null : await describeRecordings();
    const figures = DESCRIPTORS.flatMap((name): Figure[] => [
      ...(recorded ? told(`${name}, recordings`, recorded[name]!, isApart) : []),
      ...(tiny ? [] : told(`${name}, one simulated camera`, site.vectors[name]!, isWithin)),
      ...told(`${name}, across simulated cameras`, site.vectors[name]!, isAcross),
      { name: `${name}, CPU`, value: site.cpuMs[name]!, unit: "ms per described picture" },
    ]);
    const [plain, both] = DESCRIPTORS.map((name) => separation(site.vectors[name]!, isAcross).auc);
    const count = (vectors: Vectors | null) => vectors?.[DESCRIPTORS[0]]?.length ?? 0;
    return {
      figures,
      ratios: [{ name: "AUC across cameras, mobilenet-hsv / hsv", value: both! / plain! }],
      digest: `${count(site.vectors)} simulated crops, ${count(recorded)} recorded`,
    };
  },
};

const isApart = (a: Labelled, b: Labelled): boolean =>
  a.subject !== b.subject || Math.abs(a.atMs - b.atMs) >= APART_MS;
const isWithin = (a: Labelled, b: Labelled): boolean => a.camera === b.camera && isApart(a, b);
const isAcross = (a: Labelled, b: Labelled): boolean => a.camera !== b.camera;

function told(
  name: string,
  vectors: readonly Labelled[],
  isPair: (a: Labelled, b: Labelled) => boolean,
): Figure[] {
  const { auc, equalErrorRate, threshold } = separation(vectors, isPair);
  return [
    { name: `${name}, AUC`, value: auc, unit: "" },
    { name: `${name}, equal error rate`, value: 100 * equalErrorRate, unit: "%" },
    { name: `${name}, at similarity`, value: threshold, unit: "" },
  ];
}

async function describeSite(
  codes: readonly string[],
  seconds: number,
): Promise<{ readonly vectors: Vectors; readonly cpuMs: Readonly<Record<string, number>> }> {
  const site = await filmSite(codes, { seconds, settings: {} });
  const options = { detector: "motion", fps: 3, seconds, descriptors: DESCRIPTORS } as const;
  const vectors: Vectors = {};
  const videos: DescribedVideo[] = [];
  try {
    for (const { code, sourceUrl } of site.cameras) {
      const video = await describeVideo(fileURLToPath(sourceUrl), options);
      collect(vectors, { video, camera: code, labelOf: simulatedLabels(code) });
      videos.push(video);
    }
  } finally {
    await site.dispose();
  }
  const cpuMs: Record<string, number> = {};
  for (const name of DESCRIPTORS) {
    const costs = videos.flatMap((video) => video.costs.filter((cost) => cost.name === name));
    const sum = (what: "cpuMs" | "pictures") => costs.reduce((all, cost) => all + cost[what], 0);
    cpuMs[name] = sum("cpuMs") / Math.max(1, sum("pictures"));
  }
  return { vectors, cpuMs };
}

async function describeRecordings(): Promise<Vectors> {
  const vectors: Vectors = {};
  const options = {
    detector: "centernet",
    fps: 3,
    seconds: 140,
    descriptors: DESCRIPTORS,
  } as const;
  const persons = await describeVideo(path.join(VIDEOS, "one-by-one-persons.mp4"), options);
  const labelOf: Labels = ({ atMs, objectClass }) => {
    const index = PERSONS_S.findIndex(([from, to]) => atMs >= from * 1000 && atMs <= to * 1000);
    return objectClass === "person" && index >= 0 ? `person ${index}` : null;
  };
  collect(vectors, { video: persons, camera: "hall", labelOf });
  const dog = await describeVideo(path.join(VIDEOS, "person-and-dog.mp4"), options);
  const walkerOf: Labels = ({ objectClass }) => (objectClass === "person" ? "walker" : null);
  collect(vectors, { video: dog, camera: "yard", labelOf: walkerOf });
  return vectors;
}

/** Whoever of the truth fills a box, when enough of them shows; people only. */
function simulatedLabels(code: string): Labels {
  const scene = createScene({ environment: simulatedCamera(code).environment });
  return ({ atMs, boxPx }) => {
    const best = truthBoxes(scene, code, FILM_START_MS + atMs)
      .filter((truth) => truth.actorClass === "person" && truth.visibleFraction >= VISIBLE_MIN)
      .map((truth) => ({ truth, overlap: overlapOf(truth.visibleBoxPx, boxPx) }))
      .toSorted((a, b) => b.overlap - a.overlap)[0];
    return best !== undefined && best.overlap >= OVERLAP_MIN ? best.truth.actorId : null;
  };
}

/** Adds the vectors of whoever has a name. */
function collect(
  vectors: Vectors,
  from: { readonly video: DescribedVideo; readonly camera: string; readonly labelOf: Labels },
): void {
  const { video, camera, labelOf } = from;
  for (const { atMs, boxes, vectors: found } of video.looks) {
    for (const [index, { boxPx, objectClass }] of boxes.entries()) {
      const subject = labelOf({ atMs, boxPx, objectClass });
      if (subject === null || DESCRIPTORS.some((name) => !found[name]?.[index])) continue;
      for (const name of DESCRIPTORS) {
        const vector = found[name]![index]!;
        (vectors[name] ??= []).push({ subject, camera, atMs, vector });
      }
    }
  }
}
