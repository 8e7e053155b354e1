/**
 * `npm run bench:mot`: every tracker over the same public detections, scored by the same evaluator,
 * with association speed on one core. Ends with 1 when our default misses a wanted figure.
 */
import { evaluate } from "@whereabouts/mot/eval";
import type { Scores } from "@whereabouts/mot/eval";

import { contestants } from "./mot-contestants.ts";
import type { Contestant } from "./mot-contestants.ts";
import { hasMotData, MOT_DATA_DIR, readMotSequences } from "./mot-data.ts";
import type { MotSequence } from "./mot-data.ts";

/** What our default must reach; shares in percent. */
const WANTED: Readonly<Record<string, { hota: number; idf1: number; mota: number }>> = {
  "MOT17-04-FRCNN": { hota: 57, idf1: 66, mota: 54.5 },
  "TUD-Campus": { hota: 53, idf1: 73, mota: 63 },
};
const FRAMES_PER_SECOND_WANTED = 4000;
const WARM_UPS = 2;
const REPEATS = 7;

interface Row {
  readonly name: string;
  readonly scores: Scores;
  readonly framesPerSecond: number;
}

if (!hasMotData()) {
  console.error(`No MOTChallenge data in ${MOT_DATA_DIR}: set MOT_DATA to its folder`);
  process.exit(2);
}
let missed = 0;
for (const sequence of readMotSequences()) {
  const rows = contestants().map((contestant) => measure(contestant, sequence));
  console.log(`${sequence.name}, ${sequence.frames} frames, ${sequence.detections.length} boxes`);
  for (const line of tableOf(rows)) console.log(line);
  for (const line of shortfalls(sequence, rows)) {
    console.log(`MISSED ${line}`);
    missed++;
  }
  console.log("");
}
process.exitCode = missed > 0 ? 1 : 0;

function measure(contestant: Contestant, sequence: MotSequence): Row {
  const scores = evaluate(sequence.truth, contestant.run(sequence));
  const associate = contestant.prepare(sequence);
  const times: number[] = [];
  for (let i = 0; i < WARM_UPS + REPEATS; i++) {
    const startMs = performance.now();
    associate();
    if (i >= WARM_UPS) times.push(performance.now() - startMs);
  }
  const medianMs = times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)]!;
  return { name: contestant.name, scores, framesPerSecond: (sequence.frames * 1000) / medianMs };
}

function tableOf(rows: readonly Row[]): string[] {
  const cells = [
    ["", "HOTA", "IDF1", "MOTA", "DetA", "AssA", "LocA", "IDs", "Frag", "ids", "frames/s"],
    ...rows.map(({ name, scores, framesPerSecond }) => [
      name,
      ...[scores.hota, scores.idf1, scores.mota, scores.detA, scores.assA, scores.locA].map(
        (share) => (share * 100).toFixed(2),
      ),
      String(scores.idSwitches),
      String(scores.fragmentations),
      String(scores.resultIds),
      framesPerSecond.toFixed(0),
    ]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  return cells.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
      .join("  "),
  );
}

function shortfalls(sequence: MotSequence, rows: readonly Row[]): string[] {
  const ours = rows[0]!;
  const wanted = WANTED[sequence.name]!;
  const short = (["hota", "idf1", "mota"] as const)
    .filter((key) => ours.scores[key] * 100 < wanted[key])
    .map((key) => `${key} ${(ours.scores[key] * 100).toFixed(2)}, wanted ${wanted[key]}`);
  const rivals = rows.filter(({ name }) => name.startsWith("npm "));
  const fastest = Math.max(FRAMES_PER_SECOND_WANTED, ...rivals.map((row) => row.framesPerSecond));
  if (ours.framesPerSecond < fastest) {
    short.push(`${ours.framesPerSecond.toFixed(0)} frames/s, wanted ${fastest.toFixed(0)}`);
  }
  return short;
}
