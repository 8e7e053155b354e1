import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createLog, systemClock } from "../../server/src/base/index.ts";
import { startEmbeddedPostgres } from "../../server/src/db/embedded/index.ts";

export interface ScratchDatabase {
  readonly url: string;
  readonly dispose: () => Promise<void>;
}

/** An empty PostgreSQL of its own, with the settings the product ships (`fsync` is on). */
export async function startScratchDatabase(): Promise<ScratchDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "whereabouts-bench-"));
  const log = createLog("error");
  const postgres = await startEmbeddedPostgres({ dataDir, log, clock: systemClock });
  return {
    url: postgres.url,
    dispose: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
