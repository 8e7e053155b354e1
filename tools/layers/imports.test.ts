import { describe, expect, it } from "vitest";

import { checkImports } from "./imports.ts";

const reasonsFor = (file: string, text: string) =>
  checkImports([{ file, text }]).map((violation) => violation.reason);

const allowed: readonly [file: string, text: string][] = [
  ["server/src/stages/track/track-stage.ts", 'import { sort } from "@whereabouts/mot";'],
  [
    "server/src/stages/track/track-stage.ts",
    'import type { X } from "../../pipeline/contract.ts";',
  ],
  ["server/src/stages/track/bytetrack/index.ts", 'import { a } from "../track-stage.ts";'],
  ["server/src/features/live/index.ts", 'import { a } from "../access/index.ts";'],
  ["server/src/features/live/index.ts", 'import type { Bus } from "../../bus/contract.ts";'],
  ["server/src/model/frame.ts", 'import type { Clock } from "../base/index.ts";'],
  ["packages/contracts/src/route.ts", 'import type { z } from "zod";'],
  ["server/src/app.ts", 'import { stages } from "./stages/detect/registry.ts";'],
  ["server/src/main.ts", 'import { start } from "./app.ts";'],
  ["server/src/features/live/live.test.ts", 'import { db } from "../../testing/database.ts";'],
  ["server/src/workers/perception.ts", 'import { a } from "../stages/decode/index.ts";'],
  ["packages/mot/src/cli/run.ts", 'import { sort } from "../trackers/sort.ts";'],
  ["packages/mot/src/cli/run.ts", 'import { readFile } from "node:fs";'],
  ["console/src/app/api.ts", 'import { ROLES } from "@whereabouts/contracts";'],
];

const refused: readonly [file: string, text: string, reason: RegExp][] = [
  ["packages/mot/src/sort.ts", 'import fs from "node:fs";', /mot runs in any environment/],
  ["packages/mot/src/sort.ts", 'import { z } from "zod";', /mot runs in any environment/],
  ["packages/contracts/src/a.ts", 'import { m } from "@whereabouts/mot";', /may not import mot/],
  ["server/src/base/log.ts", 'import { x } from "../model/index.ts";', /base may not import model/],
  [
    "server/src/model/frame.ts",
    'import { assert } from "../base/index.ts";',
    /may not import base/,
  ],
  ["server/src/stages/zones/a.ts", 'import { m } from "@whereabouts/mot";', /may not import mot/],
  [
    "server/src/stages/zones/a.ts",
    'import { x } from "../track/index.ts";',
    /stages\/zones may not/,
  ],
  [
    "server/src/stages/zones/a.ts",
    'import { x } from "../../features/sites/index.ts";',
    /features/,
  ],
  ["server/src/stages/zones/a.ts", 'import { x } from "../../config/index.ts";', /config/],
  ["server/src/stages/zones/a.ts", 'import { x } from "../../db/index.ts";', /db/],
  ["server/src/pipeline/order.ts", 'import { x } from "../stages/track/index.ts";', /pipeline may/],
  ["server/src/features/live/a.ts", 'import { x } from "../access/token.ts";', /private/],
  ["server/src/features/live/a.ts", 'import { x } from "../../stages/track/index.ts";', /stages/],
  [
    "server/src/features/live/a.ts",
    'import { x } from "../../app.ts";',
    /only main, testing, acceptance, bench, tools/,
  ],
  ["server/src/features/live/a.ts", 'import { x } from "../../testing/index.ts";', /and tests may/],
  [
    "server/src/features/live/a.ts",
    'const x = await import("../../transport/index.ts");',
    /transport/,
  ],
  ["server/src/features/live/a.ts", 'import fastify from "fastify";', /fastify stays in transport/],
  [
    "server/src/transport/http.ts",
    'export * from "../features/live/index.ts";',
    /transport may not/,
  ],
  ["server/src/shelf/a.ts", 'import { x } from "../base/index.ts";', /not in the layer table/],
  ["server/src/base/a.ts", 'import { x } from "./b.test.ts";', /is no test/],
  [
    "console/src/app/api.ts",
    'import { x } from "../../../server/src/base/index.ts";',
    /console may/,
  ],
];

describe("checkImports", () => {
  it.each(allowed)("accepts %s: %s", (file, text) => {
    expect(reasonsFor(file, text)).toEqual([]);
  });

  it.each(refused)("refuses %s: %s", (file, text, reason) => {
    expect(reasonsFor(file, text)).toEqual([expect.stringMatching(reason)]);
  });

  it("reports the line of the import", () => {
    const text = '// one\n// two\nimport { x } from "../model/index.ts";\n';
    expect(checkImports([{ file: "server/src/base/log.ts", text }])[0]?.line).toBe(3);
  });
});
