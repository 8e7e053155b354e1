/**
 * `npm run bench:mot [-- --rates]`: every tracker over the same public detections, scored by the
 * same evaluator, with association speed on one core, then what is wanted of our default line by
 * line. With `--rates` also the same with frames left out. Ends with 1 when a line is not held.
 */
import { evaluate } from "@whereabouts/mot/eval";
import type { Scores } from "@whereabouts/mot/eval";

import { contestants } from "./mot-contestants.ts";
import type { Contestant } from "./mot-contestants.ts";
import { hasMotData, MOT_DATA_DIR, readMotSequences } from "./mot-data.ts";
import type { MotSequence } from "./mot-data.ts";
import {
  FAITHFUL_WITHIN,
  FIGURES,
  SHARE_NAMES,
  sharesOf,
  SPEED_SEQUENCE,
  SPEED_WANTED,
} from "./mot-figures.ts";
import { measureRates } from "./mot-rates.ts";

const WARM_UPS = 2;
const REPEATS = 7;

interface Row {
  readonly name: string;
  readonly scores: Scores;
  /** Of one core's time, which other work on the machine does not stretch. */
  readonly framesPerSecond: number;
}

/** One line of what is wanted. */
interface Line {
  readonly what: string;
  readonly value: string;
  readonly wanted: string;
  readonly known: string;
  readonly isHeld: boolean;
}

if (!hasMotData()) {
  console.error(`No MOTChallenge data in ${MOT_DATA_DIR}: set MOT_DATA to its folder`);
  process.exit(2);
}
const withRates = process.argv.includes("--rates");
const lines: Line[] = [];
for (const sequence of readMotSequences()) {
  const rows = contestants().map((contestant) => measure(contestant, sequence));
  console.log(`${sequence.name}, ${sequence.frames} frames, ${sequence.detections.length} boxes`);
  printTable(scoreCells(rows));
  if (withRates) printTable(rateCells(sequence));
  lines.push(...linesOf(sequence, rows));
}
printTable([
  ["wanted of our default", "ours", "wanted", "[best known]", ""],
  ...lines.map(({ what, value, wanted, known, isHeld }) => [
    what,
    value,
    wanted,
    known,
    isHeld ? "held" : "NOT HELD",
  ]),
]);
process.exitCode = lines.every(({ isHeld }) => isHeld) ? 0 : 1;

function measure(contestant: Contestant, sequence: MotSequence): Row {
  const scores = evaluate(sequence.truth, contestant.run(sequence));
  const associate = contestant.prepare(sequence);
  for (let i = 0; i < WARM_UPS; i++) associate();
  // Ticks of the clock are some milliseconds long: the short sequence is repeated until they count.
  const repeats = Math.max(REPEATS, Math.ceil((REPEATS * 1000) / sequence.frames));
  const before = process.threadCpuUsage();
  for (let i = 0; i < repeats; i++) associate();
  const { user, system } = process.threadCpuUsage(before);
  const framesPerSecond = (sequence.frames * repeats * 1e6) / Math.max(1, user + system);
  return { name: contestant.name, scores, framesPerSecond };
}

function scoreCells(rows: readonly Row[]): string[][] {
  return [
    ["", "HOTA", "IDF1", "MOTA", "DetA", "AssA", "LocA", "IDs", "Frag", "ids", "frames/s"],
    ...rows.map(({ name, scores, framesPerSecond }) => [
      name,
      ...[...sharesOf(scores), scores.detA * 100, scores.assA * 100, scores.locA * 100].map(
        (share) => share.toFixed(2),
      ),
      String(scores.idSwitches),
      String(scores.fragmentations),
      String(scores.resultIds),
      framesPerSecond.toFixed(0),
    ]),
  ];
}

function rateCells(sequence: MotSequence): string[][] {
  return [
    ["frames left out", "frames/s", ...SHARE_NAMES],
    ...measureRates(sequence, contestants()).map(({ fps, name, shares }) => [
      name,
      fps.toFixed(1),
      ...shares.map((share) => share.toFixed(1)),
    ]),
  ];
}

function linesOf(sequence: MotSequence, rows: readonly Row[]): Line[] {
  const figures = FIGURES[sequence.name];
  const ours = rows[0];
  if (figures === undefined || ours === undefined) return [];
  const quality = sharesOf(ours.scores).map((value, i): Line => {
    const wanted = figures.wanted[i]!;
    return {
      what: `${sequence.name} ${SHARE_NAMES[i]}`,
      value: value.toFixed(2),
      wanted: `>= ${wanted}`,
      known: `[${figures.best[i]!.toFixed(1)}]`,
      isHeld: value >= wanted,
    };
  });
  const faithful = rows.flatMap(({ name, scores }): Line[] => {
    const original = figures.originals[name];
    if (original === undefined) return [];
    const shares = sharesOf(scores);
    return [
      {
        what: `${sequence.name} ${name} as the original`,
        value: shares.map((value) => value.toFixed(1)).join(" / "),
        wanted: `within ${FAITHFUL_WITHIN}`,
        known: `[${original.map((value) => value.toFixed(1)).join(" / ")}]`,
        isHeld: shares.every((value, i) => Math.abs(value - original[i]!) <= FAITHFUL_WITHIN),
      },
    ];
  });
  return [...quality, ...faithful, ...(sequence.name === SPEED_SEQUENCE ? speedLines(rows) : [])];
}

function speedLines([ours, ...others]: readonly Row[]): Line[] {
  const value = ours!.framesPerSecond.toFixed(0);
  const rivals = others.filter(({ name }) => name.startsWith("npm "));
  return [
    {
      what: "association, frames/s on one core",
      value,
      wanted: `>= ${SPEED_WANTED}`,
      known: "",
      isHeld: ours!.framesPerSecond >= SPEED_WANTED,
    },
    ...rivals.map(({ name, framesPerSecond }) => ({
      what: `faster than ${name}`,
      value,
      wanted: `> ${framesPerSecond.toFixed(0)}`,
      known: "",
      isHeld: ours!.framesPerSecond > framesPerSecond,
    })),
  ];
}

/** Columns aligned, the first to the left, with an empty line after it. */
function printTable(cells: readonly (readonly string[])[]): void {
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  for (const line of cells) {
    const padded = line.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!),
    );
    console.log(padded.join("  ").trimEnd());
  }
  console.log("");
}
