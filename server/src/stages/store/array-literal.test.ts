import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { plainArray, textArray } from "./array-literal.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.dispose());

it("PostgreSQL reads any text back as it was", async () => {
  const cell = fc.option(fc.string().map((text) => text.replaceAll("\0", "")));
  const special = ["", "null", "NULL", "{}", 'a"b', "\\", "a,b", " ", "\n", "'"];
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (random) => {
      const texts = [...special, ...random];
      const literal = textArray(texts, (text) => text);
      const { rows } = await sql<{ read: (string | null)[] }>`
        SELECT ${literal}::text[] AS read`.execute(database.db);
      expect(rows[0]?.read).toEqual(texts);
    }),
    { numRuns: 50 },
  );
});

it("writes numbers as they are, and what is none as NULL", () => {
  expect(plainArray([1, -2.5, null, Number.NaN, Infinity], (cell) => cell)).toBe(
    "{1,-2.5,NULL,NULL,NULL}",
  );
  expect(plainArray([], (cell) => cell)).toBe("{}");
});
