import { evaluate } from "@whereabouts/mot/eval";
import { describe, expect, it } from "vitest";

import { contestants } from "./mot-contestants.ts";
import { hasMotData, MOT_DATA_DIR, readMotSequences } from "./mot-data.ts";

/** HOTA, IDF1, MOTA in percent: our default's least, and what was published of the others. */
const FIGURES: Readonly<
  Record<string, Readonly<Record<string, readonly [number, number, number]>>>
> = {
  "MOT17-04-FRCNN": {
    bytetrack: [53.0, 61.9, 53.9],
    ocsort: [52.8, 61.7, 53.2],
    sort: [49.8, 56.4, 54.0],
    "npm moving-things (kdTree)": [46.0, 50.4, 51.9],
  },
  "TUD-Campus": { bytetrack: [51.4, 71.3, 61.3] },
};
const WANTED: Readonly<Record<string, readonly [number, number, number]>> = {
  "MOT17-04-FRCNN": [57, 66, 54.5],
  "TUD-Campus": [53, 73, 63],
};

describe("trackers on public sequences", () => {
  it.skipIf(!hasMotData() && process.env["CI"] !== "true")(
    `reach their figures (data in ${MOT_DATA_DIR})`,
    () => {
      const shares = (name: string, sequence: ReturnType<typeof readMotSequences>[number]) => {
        const contestant = contestants().find((candidate) => candidate.name === name)!;
        const { hota, idf1, mota } = evaluate(sequence.truth, contestant.run(sequence));
        return [hota * 100, idf1 * 100, mota * 100];
      };
      for (const sequence of readMotSequences()) {
        shares("whereabouts", sequence).forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(WANTED[sequence.name]![i]!);
        });
        for (const [name, published] of Object.entries(FIGURES[sequence.name]!)) {
          shares(name, sequence).forEach((share, i) => {
            expect(Math.abs(share - published[i]!), `${name} on ${sequence.name}`).toBeLessThan(1);
          });
        }
      }
    },
  );
});
