/**
 * Writes `docs/openapi.json` from the routes' own schemas, and the console's types from that. With
 * `--check` it compares instead, and ends with 1 when either differs.
 */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import openapiTS, { astToString } from "openapi-typescript";

import { collectRoutes } from "../../server/src/app.ts";
import { buildOpenApi } from "../../server/src/transport/http/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const DOCUMENT = "docs/openapi.json";
const TYPES = "console/src/app/api-types.ts";
const TYPES_HEADER = "// Generated from the OpenAPI document by `npm run openapi`. Do not edit.\n";

async function generate(): Promise<ReadonlyMap<string, string>> {
  const { version } = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8"));
  const document = buildOpenApi({ title: "Whereabouts", version, ...(await collectRoutes()) });
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const types = astToString(await openapiTS(text));
  return new Map([
    [DOCUMENT, text],
    [TYPES, TYPES_HEADER + types],
  ]);
}

const check = process.argv.includes("--check");
for (const [file, wanted] of await generate()) {
  const absolute = path.join(ROOT, file);
  if (!check) {
    await writeFile(absolute, wanted);
  } else if ((await readFile(absolute, "utf8")) !== wanted) {
    console.error(`${file} differs from the routes: run npm run openapi`);
    process.exitCode = 1;
  }
}
