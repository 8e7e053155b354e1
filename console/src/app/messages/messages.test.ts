import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

const sources = path.resolve(import.meta.dirname, "../..");
const languages = ["en", "ko", "pt"] as const;
/** What i18next puts behind a key for counted things. */
const PLURAL = /_(one|other)$/;
type Tree = { readonly [key: string]: string | Tree };

const files = new Map(
  languages.map((language) => {
    const text = readFileSync(path.join(import.meta.dirname, `${language}.json`), "utf8");
    return [language, flatten(JSON.parse(text) as Tree)];
  }),
);
const english = files.get("en") ?? new Map<string, string>();
const code = globSync("**/*.{ts,tsx}", { cwd: sources, exclude: ["**/*.test.*"] })
  .map((file) => readFileSync(path.join(sources, file), "utf8"))
  .join("\n");

describe.each(["ko", "pt"] as const)("message file %s", (language) => {
  const messages = files.get(language) ?? new Map<string, string>();

  test("has exactly the keys of the English one", () => {
    expect([...messages.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test("fills the same places in every message", () => {
    for (const [key, text] of english) {
      expect([key, placesIn(messages.get(key) ?? "")]).toEqual([key, placesIn(text)]);
    }
  });
});

test("every key the console uses exists", () => {
  const used = [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(used.length).toBeGreaterThan(100);
  const isThere = (key: string) => english.has(key) || english.has(`${key}_other`);
  expect(used.filter((key) => !isThere(key))).toEqual([]);
  const prefixes = [...code.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)].map((match) => match[1] ?? "");
  const begun = (prefix: string) => [...english.keys()].some((key) => key.startsWith(prefix));
  expect(prefixes.filter((prefix) => !begun(prefix))).toEqual([]);
});

test("every message is used", () => {
  const prefixes = [...code.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)].map((match) => match[1] ?? "");
  const unused = [...english.keys()].filter(
    (key) =>
      !code.includes(`"${key.replace(PLURAL, "")}"`) &&
      !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) flat.set(key, text);
  }
  return flat;
}

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").toSorted();
}
