import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLog, Disposer, systemClock } from "../base/index.ts";
import { startEmbeddedPostgres } from "./embedded/index.ts";
import { openDatabase } from "./index.ts";

const BATCHES_BEFORE_KILL = 25;
const here = new URL(".", import.meta.url).href;

/** Writes batches of 20 rows without end, and prints a batch's ids once it is acknowledged. */
const WRITER = `
  const { randomUUID } = await import("node:crypto");
  const { createLog, systemClock } = await import("${here}../base/index.ts");
  const { startEmbeddedPostgres } = await import("${here}embedded/index.ts");
  const { daysAround, ensurePartitions, migrate, openDatabase } = await import("${here}index.ts");
  const options = { dataDir: process.argv[1], log: createLog("silent"), clock: systemClock };
  const postgres = await startEmbeddedPostgres(options);
  const db = openDatabase(postgres.connection);
  await migrate(db);
  await ensurePartitions(db, daysAround(Date.now()));
  console.log(postgres.pid);
  for (;;) {
    const rows = Array.from({ length: 20 }, () => ({
      id: randomUUID(), ts: new Date(), camera_id: randomUUID(), track_id: randomUUID(),
      object_class: "person", score: 1, bbox: [0, 0, 1, 1],
    }));
    await db.insertInto("observations").values(rows).execute();
    console.log(rows.map((row) => row.id).join());
  }`;

let disposer: Disposer;
let dataDir: string;

beforeEach(async () => {
  disposer = new Disposer();
  dataDir = await mkdtemp(join(tmpdir(), "wa-survival-"));
  await chmod(dataDir, 0o755);
  disposer.defer(() => rm(dataDir, { recursive: true }));
});
afterEach(() => disposer.dispose());

it.each(["the server", "the server and its database"])(
  "every acknowledged row is there after a kill -9 of %s under ingest",
  { timeout: 300_000 },
  async (killed) => {
    const args = ["--input-type=module", "--eval", WRITER, dataDir];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    disposer.defer(() => void child.kill("SIGKILL"));
    const exited = once(child, "exit");
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (lines.length !== BATCHES_BEFORE_KILL) continue;
      if (killed !== "the server") process.kill(Number(lines[0]), "SIGKILL");
      child.kill("SIGKILL");
    }
    await exited;
    const log = createLog("silent");
    const postgres = await startEmbeddedPostgres({ dataDir, log, clock: systemClock });
    disposer.defer(() => postgres.stop());
    const db = openDatabase(postgres.connection);
    disposer.defer(() => db.destroy());
    const acknowledged = lines.slice(1).flatMap((line) => line.split(","));
    const rows = await db.selectFrom("observations").select("id").execute();
    const present = new Set(rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(20 * (BATCHES_BEFORE_KILL - 1));
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
    expect(postgres.pid === Number(lines[0])).toBe(killed === "the server");
  },
);
