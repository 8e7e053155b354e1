import path from "node:path";

import { describe, expect, it } from "vitest";

import { checkImports } from "./imports.ts";
import { isTest, listFiles } from "./source-files.ts";
import { functionsOf, importsOf } from "./syntax.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const sources = listFiles(ROOT, ["ts", "tsx"]).filter(({ file }) => !isTest(file));
const productSources = sources.filter(({ file }) => /^(server|console)\/src\//.test(file));
/** Names of packages and functions that would be a second tracker beside the library. */
const TRACKING =
  /kalman|munkres|hungarian|jonker|lapjv|bytetrack|deep-?sort|things-tracker|homography/i;

describe("the server tracks with the library and nothing else", () => {
  it.each(["stages/track", "stages/locate", "features/cameras"])("%s uses it", (folder) => {
    const own = productSources.filter(({ file }) => file.startsWith(`server/src/${folder}/`));
    const specifiers = own.flatMap((source) => importsOf(source).map((site) => site.specifier));
    expect(specifiers).toContain("@whereabouts/mot");
  });

  it("depends on no other tracker", () => {
    const packages = listFiles(ROOT, ["json"]).filter(({ file }) => file.endsWith("package.json"));
    const names = packages.flatMap(({ text }) => {
      const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
      return Object.keys(dependencies);
    });
    expect(names).toContain("@whereabouts/mot");
    expect(names.filter((name) => TRACKING.test(name))).toEqual([]);
  });

  it("holds no assignment, filter or homography of its own", () => {
    const named = productSources.flatMap((source) =>
      functionsOf(source)
        .filter(({ name }) => TRACKING.test(name))
        .map(({ name }) => `${source.file}: ${name}`),
    );
    expect(named).toEqual([]);
  });

  it("may not import the peer that benches measure against", () => {
    const text = 'import { Tracker } from "node-moving-things-tracker";';
    expect(checkImports([{ file: "server/src/stages/track/a.ts", text }])).toHaveLength(1);
    expect(checkImports([{ file: "bench/mot-contestants.ts", text }])).toEqual([]);
  });
});
