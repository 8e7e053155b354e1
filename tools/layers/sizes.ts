import { isTest, type SourceFile } from "./source-files.ts";
import { functionsOf } from "./syntax.ts";
import type { Violation } from "./violation.ts";

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
/** Markup is laid out one attribute a line; splitting a form only to count fewer hides its shape. */
const COMPONENT_LINES_MAX = 120;

export interface SizeException {
  readonly file: string;
  /** Lines it may have today. Lower it when the file shrinks; never raise it. */
  readonly linesMax: number;
  readonly why: string;
}

/** Files that are long for a reason: data tables. Unneeded entries are violations themselves. */
export const SIZE_EXCEPTIONS: readonly SizeException[] = [];

/**
 * Refuses files over 500 lines and functions over 70, components with markup over 120. Test files
 * may hold long `describe` blocks.
 * Generated files say so in their first line and are left out.
 */
export function checkSizes(
  sources: readonly SourceFile[],
  exceptions: readonly SizeException[] = SIZE_EXCEPTIONS,
): readonly Violation[] {
  const written = sources.filter((source) => !isGenerated(source));
  return [
    ...written.flatMap((source) => fileViolations(source, exceptions)),
    ...written.flatMap(functionViolations),
    ...exceptions.flatMap((exception) => staleViolations(exception, written)),
  ];
}

function isGenerated(source: SourceFile): boolean {
  return /^\/(\/|\*\*?\s*\n?).{0,80}\bgenerated\b/i.test(source.text);
}

function fileViolations(
  source: SourceFile,
  exceptions: readonly SizeException[],
): readonly Violation[] {
  const lines = lineCount(source);
  const exception = exceptions.find(({ file }) => file === source.file);
  const max = exception?.linesMax ?? FILE_LINES_MAX;
  if (lines <= max) return [];
  return [
    { file: source.file, line: max, reason: `File has ${lines} lines, at most ${max} are allowed` },
  ];
}

function functionViolations(source: SourceFile): readonly Violation[] {
  if (isTest(source.file)) return [];
  const max = source.file.endsWith(".tsx") ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
  return functionsOf(source)
    .filter((site) => site.lineCount > max)
    .map((site) => ({
      file: source.file,
      line: site.line,
      reason: `${site.name} has ${site.lineCount} lines, at most ${max} are allowed`,
    }));
}

function staleViolations(
  exception: SizeException,
  sources: readonly SourceFile[],
): readonly Violation[] {
  const source = sources.find(({ file }) => file === exception.file);
  if (source !== undefined && lineCount(source) > FILE_LINES_MAX) return [];
  const reason = `${exception.file} needs no size exception any more; remove it`;
  return [{ file: "tools/layers/sizes.ts", line: 1, reason }];
}

function lineCount(source: SourceFile): number {
  return source.text.replace(/\n$/, "").split("\n").length;
}
