import { scoresOf } from "./evaluate.ts";
import type { Scores } from "./evaluate.ts";
import { groupByFrame } from "./mot-file.ts";
import { lastFrame, sequenceOf } from "./sequence.ts";
import type { ScoredSequence } from "./sequence.ts";
import { MotFileError, parseFrame, parseNumber, readLines } from "./text-lines.ts";

/** One thing at one place of the plan in one frame. */
export interface WorldRow {
  /** From 1. */
  readonly frame: number;
  readonly id: number;
  /** Metres on the plan. */
  readonly positionM: readonly [number, number];
}

export interface WorldOptions {
  /**
   * Distance at which two places are nothing alike, metres; a match needs half of it or less.
   * Default 2, as in the reference.
   */
  readonly zeroDistanceM?: number;
}

const ZERO_DISTANCE_M = 2;
const FIELDS_MIN = 4;
const FIELDS_MAX = 16;

/**
 * Scores tracks on the plan: HOTA, IDF1 and the CLEAR scores with the likeness
 * max(0, 1 - d / d0) of two places d metres apart in the place of IoU. CLEAR and IDF1 match from a
 * likeness of 0.5 on, which is d0 / 2 or nearer; `motp` is the mean likeness, so that
 * (1 - motp) d0 is the mean distance of matches.
 *
 * Source: the Euclidean similarity of TrackEval (Luiten and Hoffhues 2020), d0 = 2 m there.
 *
 * @throws RangeError when one identity stands twice in a frame, or for a distance not above 0.
 */
export function evaluateWorld(
  truth: readonly WorldRow[],
  result: readonly WorldRow[],
  options: WorldOptions = {},
): Scores {
  return scoresOf(prepareWorldSequence(truth, result, options));
}

/** The sequence that {@link evaluateWorld} scores. @throws RangeError likewise. */
export function prepareWorldSequence(
  truth: readonly WorldRow[],
  result: readonly WorldRow[],
  options: WorldOptions = {},
): ScoredSequence {
  const zeroDistanceM = options.zeroDistanceM ?? ZERO_DISTANCE_M;
  if (!(zeroDistanceM > 0 && Number.isFinite(zeroDistanceM))) {
    throw new RangeError(`Cannot score with a distance of ${zeroDistanceM} m: expected above 0`);
  }
  const truthFrames = groupByFrame(truth, lastFrame(result));
  const resultFrames = groupByFrame(result, truthFrames.length);
  const frames = truthFrames.map((rows, index) => ({ truth: rows, result: resultFrames[index]! }));
  return sequenceOf(frames, ({ positionM: [x, y] }, { positionM: [u, v] }) =>
    Math.max(0, 1 - Math.hypot(x - u, y - v) / zeroDistanceM),
  );
}

/**
 * Reads `frame,id,x,y` lines, metres on the plan; blank lines are skipped, further fields ignored.
 *
 * @throws MotFileError naming the first line that is not of this form.
 */
export function parseWorldFile(text: string): WorldRow[] {
  return readLines(text, (content, line) => {
    const fields = content.split(",", FIELDS_MAX + 1);
    if (fields.length < FIELDS_MIN || fields.length > FIELDS_MAX) {
      throw new MotFileError(line, `expected ${FIELDS_MIN} to ${FIELDS_MAX} fields with commas`);
    }
    const frame = parseFrame(fields[0]!, line);
    const id = parseNumber(fields[1]!, line);
    if (!Number.isInteger(id)) throw new MotFileError(line, `id ${id}, expected a whole number`);
    return { frame, id, positionM: [parseNumber(fields[2]!, line), parseNumber(fields[3]!, line)] };
  });
}

/** Writes rows as {@link parseWorldFile} reads them, millimetres, one line each, in order. */
export function formatWorldFile(rows: readonly WorldRow[]): string {
  return rows
    .map(({ frame, id, positionM: [x, y] }) => `${frame},${id},${x.toFixed(3)},${y.toFixed(3)}\n`)
    .join("");
}
