import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderExample } from "../../server/src/config/index.ts";

/** Writes `.env.example` from the settings' schema; a test of `server/src/config` compares them. */
const ROOT = new URL("../../", import.meta.url).pathname;
await writeFile(join(ROOT, ".env.example"), renderExample());
