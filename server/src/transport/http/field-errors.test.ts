import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { toFieldErrors } from "./field-errors.ts";

function errorsOf(schema: z.ZodType, input: unknown) {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : toFieldErrors(parsed.error.issues, "body", input);
}

const cases: readonly [name: string, schema: z.ZodType, input: unknown, expected: object][] = [
  ["a missing field", z.object({ a: z.string() }), {}, { type: "missing", loc: ["body", "a"] }],
  ["a number for text", z.object({ a: z.string() }), { a: 1 }, { type: "string_type", input: 1 }],
  ["text for a number", z.object({ a: z.number() }), { a: "x" }, { type: "float_parsing" }],
  ["text for a whole number", z.object({ a: z.int() }), { a: 1.5 }, { type: "int_type" }],
  ["text for a boolean", z.object({ a: z.boolean() }), { a: "x" }, { type: "bool_parsing" }],
  ["a list of bad items", z.array(z.number()), [1, null], { type: "float_type", loc: ["body", 1] }],
  ["text for an object", z.object({}), "x", { type: "model_attributes_type", loc: ["body"] }],
  [
    "a word that is not allowed",
    z.enum(["a", "b", "c"]),
    "d",
    { type: "enum", msg: "Input should be 'a', 'b' or 'c'" },
  ],
  [
    "a short list",
    z.array(z.number()).min(2),
    [1],
    { type: "too_short", ctx: { field_type: "List", min_length: 2, actual_length: 1 } },
  ],
  ["a long text", z.string().max(1), "ab", { type: "string_too_long", ctx: { max_length: 1 } }],
  ["a value at an open bound", z.number().gt(1), 1, { type: "greater_than", ctx: { gt: 1 } }],
  ["a bad uuid", z.uuid(), "x", { type: "uuid_parsing" }],
  ["an unknown key", z.strictObject({}), { b: 1 }, { type: "extra_forbidden", loc: ["body", "b"] }],
  [
    "the closest branch of a union",
    z.union([z.object({ a: z.string(), b: z.string() }), z.object({ c: z.number() })]),
    { c: "x" },
    { type: "float_parsing", loc: ["body", "c"] },
  ],
];

describe("toFieldErrors", () => {
  test.each(cases)("names %s", (_name, schema, input, expected) => {
    expect(errorsOf(schema, input)[0]).toMatchObject(expected);
  });

  test("always gives an answer that is JSON and holds no long input", () => {
    const schema = z.object({ a: z.string().max(3), b: z.array(z.int()).min(1) });
    fc.assert(
      fc.property(fc.anything({ withBigInt: false }), (input) => {
        for (const error of errorsOf(schema, input)) {
          expect(error.type).not.toBe("");
          expect(error.msg).not.toBe("");
          expect(JSON.stringify(error).length).toBeLessThan(10_000);
        }
      }),
    );
  });
});
