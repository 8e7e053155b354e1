import type { Scores } from "../eval/index.ts";

const percent = (value: number): string => (100 * value).toFixed(2);

/** Columns in the order readers of tracking papers expect; shares in percent. */
const COLUMNS: readonly (readonly [string, (scores: Scores) => string])[] = [
  ["HOTA", (s) => percent(s.hota)],
  ["DetA", (s) => percent(s.detA)],
  ["AssA", (s) => percent(s.assA)],
  ["LocA", (s) => percent(s.locA)],
  ["IDF1", (s) => percent(s.idf1)],
  ["MOTA", (s) => percent(s.mota)],
  ["MOTP", (s) => percent(s.motp)],
  ["IDs", (s) => String(s.idSwitches)],
  ["Frag", (s) => String(s.fragmentations)],
  ["FP", (s) => String(s.falsePositives)],
  ["FN", (s) => String(s.falseNegatives)],
  ["ids", (s) => `${s.resultIds}/${s.truthIds}`],
];

/** One line per entry under a line of headings, columns aligned. */
export function scoreTable(
  entries: readonly { readonly label: string; readonly scores: Scores }[],
): string {
  const rows = [
    ["", ...COLUMNS.map(([heading]) => heading)],
    ...entries.map(({ label, scores }) => [label, ...COLUMNS.map(([, cell]) => cell(scores))]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      );
      return `${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}
