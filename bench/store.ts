import { randomUUID } from "node:crypto";

import pg from "pg";

import { systemClock } from "../server/src/base/index.ts";
import { migrate, ObservationWriter, openDatabase } from "../server/src/db/index.ts";
import type { Bench, BenchResult } from "./harness/index.ts";
import { copyRows } from "./harness/copy-rows.ts";
import {
  COPY_STATEMENT,
  digestOfRows,
  observationRows,
  toCopyText,
} from "./harness/observation-rows.ts";
import { startScratchDatabase } from "./harness/scratch-database.ts";

const BATCH_ROWS = 100;

/** The product's one bulk statement beside COPY, batch by batch in turn, on one connection each. */
export const store: Bench = {
  name: "store",
  run: async ({ size }) => {
    const database = await startScratchDatabase();
    try {
      return await compare(database.url, size === "tiny" ? 500 : 100_000);
    } finally {
      await database.dispose();
    }
  },
};

async function compare(url: string, rowCount: number): Promise<BenchResult> {
  const db = openDatabase({ connectionString: url }, { maxConnections: 1 });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(db);
    const writer = new ObservationWriter(db, systemClock);
    await writer.prepare();
    const place = { cameraId: randomUUID(), startMs: systemClock.nowMs() };
    const [ours, theirs] = [observationRows(rowCount, place), observationRows(rowCount, place)];
    let [writerMs, copyMs] = [0, 0];
    for (let start = 0; start < rowCount; start += BATCH_ROWS) {
      writerMs += await timed(() => writer.insert(ours.slice(start, start + BATCH_ROWS)));
      const text = toCopyText(theirs.slice(start, start + BATCH_ROWS));
      copyMs += await timed(() => copyRows(client, COPY_STATEMENT, text));
    }
    await expectRows(client, 2 * rowCount);
    const perSecond = (spentMs: number) => rowCount / (spentMs / 1000);
    return {
      figures: [
        { name: "bulk statement", value: perSecond(writerMs), unit: "rows/s" },
        { name: "bare COPY", value: perSecond(copyMs), unit: "rows/s" },
      ],
      ratios: [{ name: "bulk statement / COPY", value: copyMs / writerMs }],
      digest: digestOfRows(ours),
    };
  } finally {
    await client.end();
    await db.destroy();
  }
}

async function expectRows(client: pg.Client, expected: number): Promise<void> {
  const { rows } = await client.query("SELECT count(*)::int AS count FROM observations");
  if (rows[0].count !== expected) {
    throw new Error(`Expected ${expected} rows in the table, found ${rows[0].count}`);
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
