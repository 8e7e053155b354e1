import { evaluate } from "@whereabouts/mot/eval";
import { describe, expect, it } from "vitest";

import { contestants } from "./mot-contestants.ts";
import { hasMotData, MOT_DATA_DIR, readMotSequences } from "./mot-data.ts";
import { FAITHFUL_WITHIN, FIGURES, sharesOf } from "./mot-figures.ts";
import { measureRates } from "./mot-rates.ts";

describe("trackers on public sequences", () => {
  it.skipIf(!hasMotData() && process.env["CI"] !== "true")(
    `reach their figures (data in ${MOT_DATA_DIR})`,
    () => {
      const shares = (name: string, sequence: ReturnType<typeof readMotSequences>[number]) => {
        const contestant = contestants().find((candidate) => candidate.name === name)!;
        return sharesOf(evaluate(sequence.truth, contestant.run(sequence)));
      };
      for (const sequence of readMotSequences()) {
        const { wanted, originals } = FIGURES[sequence.name]!;
        shares("whereabouts", sequence).forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(wanted[i]!);
        });
        for (const [name, published] of Object.entries(originals)) {
          shares(name, sequence).forEach((share, i) => {
            expect(Math.abs(share - published[i]!), `${name} on ${sequence.name}`).toBeLessThan(
              FAITHFUL_WITHIN,
            );
          });
        }
      }
    },
  );

  it.skipIf(!hasMotData() && process.env["CI"] !== "true")(
    `keep their order with frames left out (data in ${MOT_DATA_DIR})`,
    () => {
      const names = ["whereabouts", "bytetrack", "ocsort", "sort"];
      const some = contestants().filter(({ name }) => names.includes(name));
      for (const sequence of readMotSequences()) {
        const rows = measureRates(sequence, some);
        const oursAt = (fps: number) =>
          rows.find((row) => row.fps === fps && row.name === "whereabouts")!.shares;
        const beaten = rows
          .filter(({ name }) => name !== "whereabouts")
          .flatMap(({ fps, name, shares }) =>
            shares.some((share, i) => share >= oursAt(fps)[i]!) ? [`${name} at ${fps}`] : [],
          );
        expect(beaten).toEqual([]);
      }
    },
  );
});
