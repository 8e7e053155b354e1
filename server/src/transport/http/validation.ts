import type { Route } from "@whereabouts/contracts";
import { z } from "zod";
import { AppError, type ErrorDetail } from "../../base/index.ts";
import { toFieldErrors, type RequestPart } from "./field-errors.ts";

/** What arrived, before any schema saw it. */
export interface RawParts {
  readonly params: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface ValidParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The schemas of one route; a route without a schema for a part gets that part as it came. */
export type PartSchemas = Pick<Route, "params" | "query" | "body">;

/**
 * Checks path, query and body of one call together, so that the answer names every bad field.
 *
 * @throws AppError `invalid` with one detail per violated field
 */
export function createValidator(schemas: PartSchemas): (raw: RawParts) => ValidParts {
  const repeatable = repeatableKeys(schemas.query);
  return (raw) => {
    const errors: ErrorDetail[] = [];
    const params = check(schemas.params, raw.params, "path", errors);
    const query = check(schemas.query, lastOfEach(raw.query, repeatable), "query", errors);
    const body = check(schemas.body, raw.body, "body", errors);
    if (errors.length > 0) {
      throw new AppError("invalid", "Request is not valid", { details: errors });
    }
    return { params, query, body };
  };
}

function check(
  schema: z.ZodType | undefined,
  value: unknown,
  part: RequestPart,
  errors: ErrorDetail[],
): unknown {
  if (schema === undefined) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  errors.push(...toFieldErrors(parsed.error.issues, part, value));
  return undefined;
}

/** Of a repeated query parameter the last one counts, unless the schema wants a list. */
function lastOfEach(
  query: Readonly<Record<string, unknown>>,
  repeatable: ReadonlySet<string>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (repeatable.has(name)) result[name] = Array.isArray(value) ? value : [value];
    else result[name] = Array.isArray(value) ? value.at(-1) : value;
  }
  return result;
}

function repeatableKeys(schema: z.ZodType | undefined): ReadonlySet<string> {
  if (!(schema instanceof z.ZodObject)) return new Set();
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  return new Set(Object.keys(shape).filter((key) => shape[key] && isList(shape[key])));
}

function isList(schema: z.ZodType): boolean {
  let inner: unknown = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodDefault
  ) {
    inner = inner.unwrap();
  }
  return inner instanceof z.ZodArray;
}
