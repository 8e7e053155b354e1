import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, testDatabaseServers, type TestDatabase } from "../testing/index.ts";
import {
  daysAround,
  dropExpiredPartitions,
  ensurePartitions,
  listPartitionDays,
  migrate,
  ObservationWriter,
  openDatabase,
  utcDay,
  type ObservationRow,
} from "./index.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 2, 10, 12);
const clock = { nowMs: () => NOW_MS, monotonicMs: () => 0, sleep: () => Promise.resolve() };

function row(captureTimeMs: number, changes: Partial<ObservationRow> = {}): ObservationRow {
  return {
    id: randomUUID(),
    captureTimeMs,
    cameraId: randomUUID(),
    trackId: randomUUID(),
    objectClass: "person",
    score: 0.5,
    boxPx: [1, 2, 3.5, 4],
    positionM: { x: 1.5, y: -2 },
    floorId: randomUUID(),
    zoneIds: [randomUUID(), randomUUID()],
    ...changes,
  };
}

describe.each(await testDatabaseServers())("observations on %s PostgreSQL", (server) => {
  let database: TestDatabase;
  let writer: ObservationWriter;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    writer = new ObservationWriter(database.db, clock);
  });
  afterAll(() => database.dispose());

  it("migrate finds nothing left to do", async () => {
    expect(await migrate(database.db)).toEqual([]);
  });

  it("prepare creates yesterday to the day after tomorrow, once", async () => {
    await writer.prepare();
    await writer.prepare();
    expect(await listPartitionDays(database.db)).toEqual(daysAround(NOW_MS));
  });

  it("insert keeps every value of a row", async () => {
    const full = row(NOW_MS + 123, { appearanceVecRef: "a:1", markerIdRead: "m" });
    const bare = row(NOW_MS, { positionM: null, floorId: null, zoneIds: [] });
    await writer.insert([full, bare]);
    const rows = await database.db.selectFrom("observations").selectAll().execute();
    expect(rows.find((found) => found.id === full.id)).toEqual({
      id: full.id,
      ts: new Date(NOW_MS + 123),
      camera_id: full.cameraId,
      track_id: full.trackId,
      object_class: "person",
      score: 0.5,
      bbox: [1, 2, 3.5, 4],
      x_m: 1.5,
      y_m: -2,
      floor_id: full.floorId,
      zone_ids: [...full.zoneIds],
      appearance_vec_ref: "a:1",
      marker_id_read: "m",
    });
    const found = rows.find(({ id }) => id === bare.id);
    expect(found).toMatchObject({ x_m: null, floor_id: null, zone_ids: [], marker_id_read: null });
  });

  it("insert makes the day of a late row, from many writers at once", async () => {
    const lateMs = NOW_MS - 10 * DAY_MS;
    const writers = Array.from({ length: 6 }, () => new ObservationWriter(database.db, clock));
    await Promise.all(writers.map((each) => each.insert([row(lateMs)])));
    expect(await countRows(database, lateMs)).toBe(6);
  });

  it("insert survives a day that retention dropped meanwhile", async () => {
    const oldMs = NOW_MS - 40 * DAY_MS;
    await writer.insert([row(oldMs)]);
    const dropped = await dropExpiredPartitions(database.db, { nowMs: NOW_MS, retentionDays: 30 });
    expect(dropped).toEqual([utcDay(oldMs)]);
    expect(await countRows(database, oldMs)).toBe(0);
    await writer.insert([row(oldMs)]);
    expect(await countRows(database, oldMs)).toBe(1);
  });

  it("dropExpiredPartitions keeps the first day inside the retention", async () => {
    const edge = utcDay(NOW_MS) - 30;
    await ensurePartitions(database.db, [edge, edge - 1]);
    await dropExpiredPartitions(database.db, { nowMs: NOW_MS, retentionDays: 30 });
    const days = await listPartitionDays(database.db);
    expect(days).toContain(edge);
    expect(days).not.toContain(edge - 1);
  });

  it("insert puts the last and the first millisecond of a day where they belong", async () => {
    const midnightMs = utcDay(NOW_MS) * DAY_MS;
    const rows = [row(midnightMs - 1), row(midnightMs)];
    await writer.insert(rows);
    const found = await database.db
      .selectFrom("observations")
      .select(({ ref }) => ["ts", ref("tableoid" as "id").as("partition")])
      .where(
        "id",
        "in",
        rows.map(({ id }) => id),
      )
      .orderBy("ts")
      .execute();
    expect(found.map(({ ts }) => ts.getTime())).toEqual([midnightMs - 1, midnightMs]);
    expect(found[0]!.partition).not.toBe(found[1]!.partition);
  });

  it.each([NOW_MS + 3 * DAY_MS, -1, Number.NaN])(
    "insert refuses a capture time of %s",
    async (timeMs) => {
      await expect(writer.insert([row(timeMs)])).rejects.toMatchObject({ kind: "bad-request" });
    },
  );

  it("insert rejects when the database does, and stores none of the batch", async () => {
    const good = row(NOW_MS);
    await expect(writer.insert([good, row(NOW_MS, { cameraId: "no-uuid" })])).rejects.toThrow();
    const found = await database.db
      .selectFrom("observations")
      .select("id")
      .where("id", "=", good.id)
      .execute();
    expect(found).toEqual([]);
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

async function countRows({ db }: TestDatabase, timeMs: number): Promise<number> {
  const { count } = await db
    .selectFrom("observations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("ts", "=", new Date(timeMs))
    .executeTakeFirstOrThrow();
  return count;
}
