import type { Scores } from "@whereabouts/mot/eval";

/** HOTA, IDF1 and MOTA in percent. */
export type Shares = readonly [hota: number, idf1: number, mota: number];
export const SHARE_NAMES = ["HOTA", "IDF1", "MOTA"] as const;

/** What is asked of one sequence, and what was measured of others on the same boxes. */
export interface SequenceFigures {
  /** Our default's least. */
  readonly wanted: Shares;
  /** The best figure of any one of thirteen known trackers. */
  readonly best: Shares;
  /** Of the originals, by the name of our contestant: ours have to be within one point. */
  readonly originals: Readonly<Record<string, Shares>>;
}

export const FIGURES: Readonly<Record<string, SequenceFigures>> = {
  "MOT17-04-FRCNN": {
    wanted: [57, 66, 54.5],
    best: [55.0, 62.8, 54.3],
    originals: {
      bytetrack: [53.0, 61.9, 53.9],
      ocsort: [52.8, 61.7, 53.2],
      sort: [49.8, 56.4, 54.0],
      "npm moving-things (kdTree)": [46.0, 50.4, 51.9],
    },
  },
  "TUD-Campus": {
    wanted: [53, 73, 63],
    best: [51.8, 71.3, 62.7],
    originals: { bytetrack: [51.4, 71.3, 61.3] },
  },
};

/** How far our copy of a published tracker may be from the original. */
export const FAITHFUL_WITHIN = 1;
/** Frames per second of association that our default has to reach, on one core. */
export const SPEED_WANTED = 4000;
/** The sequence that the speed is about. */
export const SPEED_SEQUENCE = "MOT17-04-FRCNN";

export function sharesOf({ hota, idf1, mota }: Scores): Shares {
  return [hota * 100, idf1 * 100, mota * 100];
}
