import { z } from "zod";

/** Answer of every refused call that is not a validation failure. */
export const ErrorBody = z.object({ detail: z.string() });
export type ErrorBody = z.output<typeof ErrorBody>;

/** One violated field. `loc` starts with `body`, `query` or `path`. */
export const FieldError = z.object({
  type: z.string(),
  loc: z.array(z.union([z.string(), z.number()])),
  msg: z.string(),
  input: z.unknown().optional(),
  ctx: z.record(z.string(), z.unknown()).optional(),
});
export type FieldError = z.output<typeof FieldError>;

/** Answer with status 422. */
export const ValidationErrorBody = z.object({ detail: z.array(FieldError) });
export type ValidationErrorBody = z.output<typeof ValidationErrorBody>;
