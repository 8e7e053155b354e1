import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, testDatabaseServers, type TestDatabase } from "../testing/index.ts";
import {
  daysAround,
  dropExpiredPartitions,
  ensurePartitions,
  listPartitionDays,
  migrate,
  openDatabase,
  utcDay,
} from "./index.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 2, 10, 12);

/** Brings one observation in, past every stage: only the table itself is under test. */
async function insert({ db }: TestDatabase, ...timesMs: readonly number[]): Promise<string[]> {
  const rows = timesMs.map((timeMs) => ({
    id: randomUUID(),
    ts: new Date(timeMs),
    camera_id: randomUUID(),
    track_id: randomUUID(),
    object_class: "person",
    score: 0.5,
    bbox: [1, 2, 3.5, 4],
  }));
  await db.insertInto("observations").values(rows).execute();
  return rows.map(({ id }) => id);
}

describe.each(await testDatabaseServers())("observations on %s PostgreSQL", (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(server);
  });
  afterAll(() => database.dispose());

  it("migrate finds nothing left to do", async () => {
    expect(await migrate(database.db)).toEqual([]);
  });

  it("ensurePartitions creates a day once, whoever asks for it at the same time", async () => {
    const days = daysAround(NOW_MS);
    const made = await Promise.all(
      Array.from({ length: 6 }, () => ensurePartitions(database.db, days)),
    );
    expect(made.flat().sort()).toEqual(days);
    expect(await listPartitionDays(database.db)).toEqual(days);
  });

  it("refuses a row whose day is not there", async () => {
    await expect(insert(database, NOW_MS - 10 * DAY_MS)).rejects.toMatchObject({ code: "23514" });
  });

  it("dropExpiredPartitions drops a day with its rows", async () => {
    const oldMs = NOW_MS - 40 * DAY_MS;
    await ensurePartitions(database.db, [utcDay(oldMs)]);
    await insert(database, oldMs);
    const dropped = await dropExpiredPartitions(database.db, { nowMs: NOW_MS, retentionDays: 30 });
    expect(dropped).toEqual([utcDay(oldMs)]);
    const rows = await database.db.selectFrom("observations").select("id").execute();
    expect(rows).toEqual([]);
  });

  it("dropExpiredPartitions keeps the first day inside the retention", async () => {
    const edge = utcDay(NOW_MS) - 30;
    await ensurePartitions(database.db, [edge, edge - 1]);
    await dropExpiredPartitions(database.db, { nowMs: NOW_MS, retentionDays: 30 });
    const days = await listPartitionDays(database.db);
    expect(days).toContain(edge);
    expect(days).not.toContain(edge - 1);
  });

  it("puts the last and the first millisecond of a day where they belong", async () => {
    const midnightMs = utcDay(NOW_MS) * DAY_MS;
    const ids = await insert(database, midnightMs - 1, midnightMs);
    const found = await database.db
      .selectFrom("observations")
      .select(({ ref }) => ["ts", ref("tableoid" as "id").as("partition")])
      .where("id", "in", ids)
      .orderBy("ts")
      .execute();
    expect(found.map(({ ts }) => ts.getTime())).toEqual([midnightMs - 1, midnightMs]);
    expect(found[0]!.partition).not.toBe(found[1]!.partition);
  });

  it("ensurePartitions refuses more days than are kept at most", async () => {
    const days = Array.from({ length: 801 }, (_, i) => i);
    await expect(ensurePartitions(database.db, days)).rejects.toMatchObject({
      kind: "bad-request",
    });
  });

  it("openDatabase gives counts as numbers", async () => {
    const second = openDatabase(database.connection);
    const { count } = await second
      .selectFrom("cameras")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    await second.destroy();
    expect(count).toBe(0);
  });
});
