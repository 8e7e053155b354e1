/** A broken house rule, printed as `file:line reason`. */
export interface Violation {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong and what was expected. */
  readonly reason: string;
}
