import { GatedMatcher } from "../assignment/gated-matcher.ts";

/** One way to explain a row: it is this column. */
export interface JointOption {
  readonly column: number;
  /** Natural log of the likelihood ratio against being in no column. */
  readonly logRatio: number;
}

export interface JointResult {
  /** Best joint assignment: column per row, -1 for none. */
  readonly columnOf: readonly number[];
  /** Marginal probability per row and option, in the order of the options. */
  readonly marginals: readonly (readonly number[])[];
  /** Marginal probability per row of being in no column. */
  readonly alone: readonly number[];
}

const ROUNDS_MAX = 100;
const CONVERGED = 1e-7;

/**
 * Assigns rows to columns, each column at most once, a row may stay alone. Gives the most probable
 * joint assignment and how probable each single link is over all joint assignments.
 *
 * Source: optimum by {@link GatedMatcher}; marginals by loopy belief propagation, Williams and Lau,
 * Approximate evaluation of marginal association probabilities with belief propagation (2014),
 * §III, which converges for every input (their theorem 2).
 */
export class JointAssignment {
  readonly #matcher = new GatedMatcher();

  solve(rows: readonly (readonly JointOption[])[], columns: number): JointResult {
    const matcher = this.#matcher;
    matcher.begin(rows.length, columns);
    rows.forEach((options, row) => {
      for (const { column, logRatio } of options) matcher.admit(row, column, logRatio);
    });
    matcher.match();
    const columnOf = rows.map((_, row) => matcher.columnOf[row]!);
    return { columnOf, ...marginalsOf(rows, columns) };
  }
}

function marginalsOf(
  rows: readonly (readonly JointOption[])[],
  columns: number,
): { marginals: number[][]; alone: number[] } {
  const weights = rows.map((options) => options.map(({ logRatio }) => Math.exp(logRatio)));
  const fromColumn = weights.map((row) => row.map(() => 1));
  const fromRow = weights.map((row) => row.map(() => 0));
  const inflow = new Float64Array(columns);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    inflow.fill(0);
    let change = 0;
    rows.forEach((options, row) => {
      const [weight, back, out] = [weights[row]!, fromColumn[row]!, fromRow[row]!];
      const sum = 1 + weight.reduce((total, w, i) => total + w * back[i]!, 0);
      options.forEach(({ column }, i) => {
        // Summed afresh: a difference of large numbers would lose the small ones.
        const rest = weight.length === 1 ? 1 : sumExcept(weight, back, i, sum);
        out[i] = weight[i]! / rest;
        inflow[column] = inflow[column]! + out[i]!;
      });
    });
    rows.forEach((options, row) => {
      options.forEach(({ column }, i) => {
        const next = 1 / (1 + Math.max(0, inflow[column]! - fromRow[row]![i]!));
        change = Math.max(change, Math.abs(next - fromColumn[row]![i]!));
        fromColumn[row]![i] = next;
      });
    });
    if (change < CONVERGED) break;
  }
  const alone = weights.map(
    (row, r) => 1 / (1 + row.reduce((total, w, i) => total + w * fromColumn[r]![i]!, 0)),
  );
  const marginals = weights.map((row, r) => row.map((w, i) => w * fromColumn[r]![i]! * alone[r]!));
  return { marginals, alone };
}

function sumExcept(
  weight: readonly number[],
  back: readonly number[],
  skipped: number,
  all: number,
): number {
  const part = weight[skipped]! * back[skipped]!;
  if (part < all * 0.5) return all - part;
  let sum = 1;
  for (let i = 0; i < weight.length; i++) if (i !== skipped) sum += weight[i]! * back[i]!;
  return sum;
}
