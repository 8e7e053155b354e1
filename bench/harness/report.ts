import type { BenchResult, Figure, Ratio } from "./bench.ts";

/** The result as lines for people: figures, ratios with their bounds, digest, and verdict. */
export function report(name: string, result: BenchResult): readonly string[] {
  const labels = [...result.figures, ...result.ratios].map((row) => row.name.length);
  const width = Math.max(...labels, 7);
  return [
    name,
    ...result.figures.map((figure) => `  ${figure.name.padEnd(width)}  ${figureText(figure)}`),
    ...result.ratios.map((ratio) => `  ${ratio.name.padEnd(width)}  ${ratioText(ratio)}`),
    `  ${"digest".padEnd(width)}  ${result.digest}`,
    `  ${"verdict".padEnd(width)}  ${verdict(result)}`,
  ];
}

function verdict(result: BenchResult): string {
  const names = missed(result).map(({ name }) => name);
  return names.length === 0 ? "held" : `NOT held: ${names.join(", ")}`;
}

/** Ratios outside their bound. */
export function missed(result: BenchResult): readonly Ratio[] {
  return result.ratios.filter((ratio) => !isHeld(ratio));
}

function isHeld({ value, wanted }: Ratio): boolean {
  if (wanted === undefined) return true;
  return "atLeast" in wanted ? value >= wanted.atLeast : value <= wanted.atMost;
}

function figureText({ value, unit }: Figure): string {
  return `${round(value)} ${unit}`;
}

function ratioText(ratio: Ratio): string {
  const { value, wanted } = ratio;
  if (wanted === undefined) return round(value);
  const bound = "atLeast" in wanted ? `>= ${wanted.atLeast}` : `<= ${wanted.atMost}`;
  return `${round(value)}  wanted ${bound}${isHeld(ratio) ? "" : "  MISSED"}`;
}

function round(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 3;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
