import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { parseMotFile } from "@whereabouts/mot/eval";
import type { MotRow } from "@whereabouts/mot/eval";

/** One MOTChallenge sequence with its public detections. */
export interface MotSequence {
  readonly name: string;
  readonly fps: number;
  readonly frames: number;
  readonly detections: readonly MotRow[];
  readonly truth: readonly MotRow[];
}

const SEQUENCES = [
  { name: "MOT17-04-FRCNN", folder: "MOT17-04", detections: "det-FRCNN", fps: 30, frames: 1050 },
  { name: "TUD-Campus", folder: "TUD-Campus", detections: "det", fps: 25, frames: 71 },
] as const;

/** MOTChallenge data is licensed for measuring only and never part of the checkout. */
export const MOT_DATA_DIR =
  process.env["MOT_DATA"] ?? path.resolve(import.meta.dirname, "../../shared/data/mot");

export function hasMotData(): boolean {
  return SEQUENCES.every(({ folder }) => existsSync(path.join(MOT_DATA_DIR, folder, "gt/gt.txt")));
}

export function readMotSequences(): MotSequence[] {
  return SEQUENCES.map(({ name, folder, detections, fps, frames }) => {
    const read = (file: string): MotRow[] =>
      parseMotFile(readFileSync(path.join(MOT_DATA_DIR, folder, file), "utf8"));
    return {
      name,
      fps,
      frames,
      detections: read(`${detections}/det.txt`),
      truth: read("gt/gt.txt"),
    };
  });
}
