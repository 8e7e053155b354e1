import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createLog, systemClock } from "../../server/src/base/index.ts";
import { startEmbeddedPostgres } from "../../server/src/db/embedded/index.ts";
import { migrate, openDatabase } from "../../server/src/db/index.ts";

/**
 * Writes `server/src/db/types.ts` from a freshly migrated database, or compares with `--check`
 * (exit status 1 when they differ).
 */
const ROOT = new URL("../../", import.meta.url).pathname;
const TYPES = join(ROOT, "server/src/db/types.ts");
const HEADER = "// Generated from the migrated schema by `npm run db:types`. Do not edit.\n";

async function generate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "whereabouts-types-"));
  const log = createLog("error");
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log, clock: systemClock });
  try {
    const db = openDatabase(postgres.connection);
    await migrate(db);
    await db.destroy();
    return HEADER + (await runCodegen(postgres.url, join(folder, "types.ts")));
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

async function runCodegen(url: string, outFile: string): Promise<string> {
  await promisify(execFile)(join(ROOT, "node_modules/.bin/kysely-codegen"), [
    "--dialect=postgres",
    `--url=${url}`,
    `--out-file=${outFile}`,
    "--exclude-pattern=kysely_*",
    '--type-mapping={"int8":"number"}',
  ]);
  return readFile(outFile, "utf8");
}

const generated = await generate();
if (process.argv.includes("--check")) {
  if (generated !== (await readFile(TYPES, "utf8"))) {
    console.error("server/src/db/types.ts differs from the schema: run npm run db:types");
    process.exitCode = 1;
  }
} else {
  await writeFile(TYPES, generated);
}
