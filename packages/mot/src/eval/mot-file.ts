import type { Box } from "../tracker.ts";
import { MotFileError, parseFrame, parseNumber, readLines } from "./text-lines.ts";

/** One line of a MOTChallenge file. */
export interface MotRow {
  /** From 1. */
  readonly frame: number;
  /** Identity; -1 in detection files. */
  readonly id: number;
  /** x1, y1, x2, y2 in pixels. */
  readonly box: Box;
  /** Detection score; in truth files 0 marks a row to be ignored. */
  readonly confidence: number;
  /** MOTChallenge class (1 = pedestrian); -1 where the file has none. */
  readonly classId: number;
  /** Share of the thing that can be seen, 0..1; -1 where the file has none. */
  readonly visibility: number;
}

const FIELDS_MIN = 6;
const FIELDS_MAX = 16;

/**
 * Reads `frame,id,left,top,width,height[,confidence[,class[,visibility]]]` lines; blank lines are
 * skipped, missing fields are 1, -1 and -1.
 *
 * Source: MOT16 (Milan et al. 2016), §5.3 and tables 4 and 5.
 *
 * @throws MotFileError naming the first line that is not of this form.
 */
export function parseMotFile(text: string): MotRow[] {
  return readLines(text, parseRow);
}

function parseRow(content: string, line: number): MotRow {
  const fields = content.split(",", FIELDS_MAX + 1);
  if (fields.length < FIELDS_MIN || fields.length > FIELDS_MAX) {
    throw new MotFileError(line, `expected ${FIELDS_MIN} to ${FIELDS_MAX} fields with commas`);
  }
  const number = (index: number, absent: number): number =>
    index < fields.length ? parseNumber(fields[index]!, line) : absent;
  const frame = parseFrame(fields[0]!, line);
  const id = number(1, -1);
  if (!Number.isInteger(id)) throw new MotFileError(line, `id ${id}, expected a whole number`);
  const [left, top, width, height] = [number(2, 0), number(3, 0), number(4, 0), number(5, 0)];
  if (width < 0 || height < 0) {
    throw new MotFileError(line, `size ${width} x ${height}, expected no negative side`);
  }
  return {
    frame,
    id,
    box: [left, top, left + width, top + height],
    confidence: number(6, 1),
    classId: number(7, -1),
    visibility: number(8, -1),
  };
}

/** Writes rows as a MOTChallenge result file, two decimals, one line each, in the order given. */
export function formatMotFile(rows: readonly MotRow[]): string {
  return rows
    .map(({ frame, id, box, confidence }) => {
      const sides = [box[0], box[1], box[2] - box[0], box[3] - box[1]];
      const place = sides.map((value) => value.toFixed(2)).join(",");
      return `${frame},${id},${place},${Number(confidence.toFixed(4))},-1,-1,-1\n`;
    })
    .join("");
}

/** Rows by frame: entry `f` holds frame `f + 1`, up to the last frame of any row. */
export function groupByFrame<Row extends { readonly frame: number }>(
  rows: readonly Row[],
  frames?: number,
): Row[][] {
  const last = rows.reduce((most, row) => Math.max(most, row.frame), frames ?? 0);
  const grouped: Row[][] = Array.from({ length: last }, () => []);
  for (const row of rows) grouped[row.frame - 1]!.push(row);
  return grouped;
}
