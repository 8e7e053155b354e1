/** A line that is not of the form its file has. */
export class MotFileError extends Error {
  override readonly name = "MotFileError";
  /** From 1. */
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`Cannot read line ${line} of the MOT file: ${reason}`);
    this.line = line;
  }
}

const FRAME_MAX = 10_000_000;
const VALUE_MAX = 1e7;

/** Rows of a text, one per line that is not blank. Lines are numbered from 1. */
export function readLines<Row>(text: string, parse: (content: string, line: number) => Row): Row[] {
  const rows: Row[] = [];
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).trim();
    start = end + 1;
    line++;
    if (content !== "") rows.push(parse(content, line));
  }
  return rows;
}

/** @throws MotFileError for what is no whole number from 1. */
export function parseFrame(field: string, line: number): number {
  const frame = parseNumber(field, line);
  if (!Number.isInteger(frame) || frame < 1 || frame > FRAME_MAX) {
    throw new MotFileError(line, `frame ${frame}, expected a whole number from 1 to ${FRAME_MAX}`);
  }
  return frame;
}

/** @throws MotFileError for what is no number, or one beyond 1e7. */
export function parseNumber(field: string, line: number): number {
  const text = field.trim();
  const value = text === "" ? Number.NaN : Number(text);
  if (!(Math.abs(value) <= VALUE_MAX)) {
    throw new MotFileError(line, `"${text.slice(0, 24)}", expected a number up to ${VALUE_MAX}`);
  }
  return value;
}
