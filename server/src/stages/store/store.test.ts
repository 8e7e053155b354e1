import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import type { ZonedBox, ZonedFrame } from "../../model/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { createStore, type StoreOptions } from "./store.ts";

let database: TestDatabase;
let cameraId: string;

beforeEach(async () => {
  database = await createTestDatabase();
  const values = { code: "c1", name: "c1", location_zone: "z" };
  const insert = database.db.insertInto("cameras").values(values).returning("id");
  cameraId = (await insert.executeTakeFirstOrThrow()).id;
});
afterEach(() => database.dispose());

function newStore(options: Partial<StoreOptions> = {}) {
  const log = createLog("silent");
  return createStore({ db: database.db, clock: systemClock, log, batchMs: 1, ...options });
}

function box(trackId: string, more: Partial<ZonedBox> = {}): ZonedBox {
  return {
    trackId,
    sourceTrackId: "1",
    isNew: false,
    trackClass: "person",
    objectClass: "person",
    boxPx: [1, 2, 3, 4],
    score: 0.5,
    subjectId: null,
    globalId: null,
    positionM: [1, 2],
    covarianceM2: null,
    subjectPositionM: null,
    zoneIds: [],
    ...more,
  };
}

function frame(more: Partial<ZonedFrame> = {}): ZonedFrame {
  return {
    cameraId,
    captureTimeMs: Date.now(),
    size: null,
    origin: "camera",
    boxes: [],
    endedTrackIds: [],
    siteId: null,
    floorId: null,
    presenceChanges: [],
    ...more,
  };
}

async function count(table: "observations" | "tracks" | "presences"): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(
    database.db,
  );
  return rows[0]!.n;
}

/** Makes every write to `tracks` wait, as a database that pauses does. */
async function pauseWrites(): Promise<() => Promise<void>> {
  const transaction = await database.db.startTransaction().execute();
  await sql`LOCK TABLE tracks IN EXCLUSIVE MODE`.execute(transaction);
  return async () => void (await transaction.rollback().execute());
}

describe("store", () => {
  it("writes what comes together as one batch and folds each track into one row", async () => {
    const store = newStore({ batchMs: 20 });
    const trackId = randomUUID();
    const start = Date.UTC(2026, 0, 5);
    await Promise.all(
      [1, 0.5, 0.25].map((score, i) =>
        store.store(frame({ captureTimeMs: start + i, boxes: [box(trackId, { score })] })),
      ),
    );
    expect(store.stats()).toMatchObject({ batches: 1, rowsWritten: 3, paused: false });
    await store.store(frame({ captureTimeMs: start + 9, boxes: [box(trackId, { score: 1 })] }));
    const track = await database.db.selectFrom("tracks").selectAll().executeTakeFirstOrThrow();
    expect(track).toMatchObject({ observation_count: 4, quality_score: 0.75 });
    expect(track.start_ts.getTime()).toBe(start);
    expect(track.end_ts?.getTime()).toBe(start + 9);
    await store.dispose();
  });

  it("keeps a stay as one row, whatever steps arrive together", async () => {
    const store = newStore({ batchMs: 20 });
    const site = await database.db
      .insertInto("sites")
      .values({ code: "s", name: "s" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const floor = { site_id: site.id, code: "f", name: "f", width_m: 1, height_m: 1 };
    const { id: floorId } = await database.db
      .insertInto("floors")
      .values(floor)
      .returning("id")
      .executeTakeFirstOrThrow();
    const zone = { floor_id: floorId, code: "z", name: "z", polygon_m: "[]" };
    const { id: zoneId } = await database.db
      .insertInto("zones")
      .values(zone)
      .returning("id")
      .executeTakeFirstOrThrow();
    const step = {
      presenceId: randomUUID(),
      zoneId,
      zoneCode: "z",
      floorId,
      cameraId,
      trackId: randomUUID(),
      subjectId: null,
      globalId: null,
      objectClass: "dog",
      enteredAtMs: 1000,
    } as const;
    const enter = { ...step, kind: "enter", atMs: 1000 } as const;
    const leave = { ...step, kind: "leave", atMs: 5000 } as const;
    const gone = { ...enter, presenceId: randomUUID(), zoneId: randomUUID() };
    const steps = [[enter, gone], [{ ...step, kind: "stay", atMs: 3000 } as const], [leave]];
    await Promise.all(steps.map((presenceChanges) => store.store(frame({ presenceChanges }))));
    const stays = await database.db.selectFrom("presences").selectAll().execute();
    expect(stays).toHaveLength(1);
    expect(stays[0]?.entered_at.getTime()).toBe(1000);
    expect(stays[0]?.left_at?.getTime()).toBe(5000);
    await store.dispose();
  });

  it("drops the oldest frames of cameras and refuses foreign ones while the database pauses", async () => {
    const store = newStore({ limitRows: 4, patienceMs: 300 });
    const goOn = await pauseWrites();
    const first = store.store(frame({ boxes: [box(randomUUID())] }));
    await vi.waitFor(() => expect(store.stats().queues[0]?.size).toBe(0));
    const own = Promise.allSettled(
      Array.from({ length: 6 }, () => store.store(frame({ boxes: [box(randomUUID())] }))),
    );
    const foreign = Array.from({ length: 4 }, () =>
      store.store(frame({ origin: "ingest", boxes: [box(randomUUID())] })),
    );
    expect(() => store.assertRoom()).toThrow("4 rows wait for the database");
    const outcomes = await Promise.allSettled(foreign);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(4).fill("rejected"));
    expect(store.stats().queues).toEqual([
      { name: "store", size: 4, limit: 4, dropped: 2 },
      { name: "ingest", size: 0, limit: 4, dropped: 5 },
    ]);
    await goOn();
    await first;
    const kept = await own;
    expect(kept.map((outcome) => outcome.status)).toEqual([
      "rejected",
      "rejected",
      ...Array(4).fill("fulfilled"),
    ]);
    expect(() => store.assertRoom()).not.toThrow();
    expect(await count("observations")).toBe(5);
    await store.dispose();
  });

  it("goes on after its connection was cut, and stores nothing twice", async () => {
    const store = newStore();
    const goOn = await pauseWrites();
    const stored = store.store(frame({ origin: "ingest", boxes: [box(randomUUID())] }));
    await vi.waitFor(async () => {
      const cut = await sql<{ done: boolean }>`SELECT pg_terminate_backend(pid) AS done
        FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
        database.db,
      );
      expect(cut.rows.length).toBeGreaterThan(0);
    });
    await vi.waitFor(() => expect(store.stats().paused).toBe(true));
    await goOn();
    await stored;
    expect(store.stats().paused).toBe(false);
    expect(await count("observations")).toBe(1);
    await store.dispose();
  });

  it("refuses one bad frame without its neighbours", async () => {
    const store = newStore({ batchMs: 20 });
    const good = () => store.store(frame({ boxes: [box(randomUUID())] }));
    const bad = store.store(frame({ cameraId: randomUUID(), boxes: [box(randomUUID())] }));
    const outcomes = await Promise.allSettled([good(), bad, good(), good()]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(await count("observations")).toBe(3);
    expect(store.stats().rowsRejected).toBe(1);
    await store.dispose();
  });

  it("takes any capture time, but not days without end", async () => {
    const store = newStore({ batchMs: 20 });
    const at = (captureTimeMs: number) =>
      store.store(frame({ captureTimeMs, boxes: [box(randomUUID())] }));
    await at(Date.UTC(2030, 0, 1));
    await at(0);
    const day = (n: number) => at(Date.UTC(2031, 0, 1 + n));
    const outcomes = await Promise.allSettled(Array.from({ length: 80 }, (_, n) => day(n)));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(22);
    await at(Date.now());
    await store.dispose();
  });

  it("writes what waits when it stops, and nothing afterwards", async () => {
    const store = newStore({ batchMs: 60_000 });
    const stored = store.store(frame({ boxes: [box(randomUUID())] }));
    await store.dispose();
    await stored;
    expect(await count("observations")).toBe(1);
    await expect(store.store(frame({ boxes: [box(randomUUID())] }))).rejects.toThrow("stopping");
  });
});
