import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog, Disposer } from "../base/index.ts";
import { daysAround, ensurePartitions, listPartitionDays, utcDay } from "../db/index.ts";
import { createTestDatabase, testDatabaseServers, type TestDatabase } from "../testing/index.ts";
import { applyRetention, createJobs, registerRetention, type JobRun, type Jobs } from "./index.ts";

const log = createLog("silent");
const DAY_MS = 86_400_000;

describe.each(await testDatabaseServers())("jobs on %s PostgreSQL", (server) => {
  let disposer: Disposer;
  let database: TestDatabase;

  beforeEach(async () => {
    disposer = new Disposer();
    database = disposer.add(await createTestDatabase(server));
  });
  afterEach(() => disposer.dispose());

  async function start(works = true): Promise<Jobs> {
    return disposer.add(await createJobs({ connection: database.connection, log, works }));
  }

  it("runs what another process enqueued", async () => {
    const done = Promise.withResolvers<unknown>();
    const [worker, sender] = [await start(), await start(false)];
    await worker.define<{ n: number }>("add", async ({ data }) => done.resolve(data));
    await sender.define<{ n: number }>("add", async ({ data }) => done.reject(data));
    const id = await sender.enqueue("add", { n: 1 });
    expect(await done.promise).toEqual({ n: 1 });
    await expect.poll(() => sender.find("add", id!)).toMatchObject({ state: "completed" });
  });

  it("tries again, then says what went wrong", async () => {
    const jobs = await start();
    const attempts: number[] = [];
    const handler = async ({ attempt }: JobRun<object>) => {
      attempts.push(attempt);
      throw new Error("no luck");
    };
    await jobs.define("fail", handler, { retries: 1, retryDelaySeconds: 0 });
    const id = await jobs.enqueue("fail", {});
    await expect
      .poll(() => jobs.find("fail", id!))
      .toMatchObject({ state: "failed", error: "no luck" });
    expect(attempts).toEqual([0, 1]);
  });

  it("one failing job does not disturb its neighbours", async () => {
    const jobs = await start();
    const done: number[] = [];
    const handler = async ({ data }: JobRun<{ n: number }>) => {
      if (data.n % 2) throw new Error("odd");
      done.push(data.n);
    };
    await jobs.define("even", handler, { retries: 0 });
    await Promise.all(Array.from({ length: 10 }, (_, n) => jobs.enqueue("even", { n })));
    await expect.poll(() => done.toSorted((a, b) => a - b)).toEqual([0, 2, 4, 6, 8]);
  });

  it("keeps one job per key while it waits or runs", async () => {
    const jobs = await start();
    const running = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const handler = () => {
      running.resolve();
      return release.promise;
    };
    await jobs.define("export", handler, { unique: true });
    const first = await jobs.enqueue("export", {}, { singletonKey: "a" });
    expect(await jobs.enqueue("export", {}, { singletonKey: "a" })).toBeNull();
    await running.promise;
    expect(await jobs.enqueue("export", {}, { singletonKey: "a" })).toBeNull();
    expect(await jobs.enqueue("export", {}, { singletonKey: "b" })).not.toBeNull();
    release.resolve();
    await expect.poll(() => jobs.find("export", first!)).toMatchObject({ state: "completed" });
    expect(await jobs.enqueue("export", {}, { singletonKey: "a" })).not.toBeNull();
  });

  it("enqueues with a transaction or not at all", async () => {
    const jobs = await start(false);
    await jobs.define("later", async () => undefined);
    let id: string | null = null;
    const failing = database.db.transaction().execute(async (transaction) => {
      id = await jobs.enqueue("later", {}, { transaction });
      throw new Error("roll back");
    });
    await expect(failing).rejects.toThrow("roll back");
    expect(await jobs.find("later", id!)).toBeNull();
    await database.db.transaction().execute(async (transaction) => {
      id = await jobs.enqueue("later", {}, { transaction });
    });
    expect(await jobs.find("later", id!)).toMatchObject({ state: "waiting" });
    expect(await jobs.counts()).toEqual([{ name: "later", waiting: 1, active: 0, failed: 0 }]);
  });

  it("cancels a waiting job", async () => {
    const jobs = await start(false);
    await jobs.define("never", async () => undefined);
    const id = await jobs.enqueue("never", {});
    await jobs.cancel("never", id!);
    expect(await jobs.find("never", id!)).toMatchObject({ state: "cancelled" });
  });

  it("finishes what runs before it stops", async () => {
    const jobs = await createJobs({ connection: database.connection, log, works: true });
    const running = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let finished = false;
    await jobs.define("slow", async () => {
      running.resolve();
      await release.promise;
      finished = true;
    });
    await jobs.enqueue("slow", {});
    await running.promise;
    const stopped = jobs.dispose();
    release.resolve();
    await stopped;
    expect(finished).toBe(true);
  });

  it("refuses a job that nobody defined, and a unique one without a key", async () => {
    const jobs = await start(false);
    await expect(jobs.enqueue("unknown", {})).rejects.toThrow(/expected a job that was defined/);
    await jobs.define("one", async () => undefined, { unique: true });
    await expect(jobs.enqueue("one", {})).rejects.toThrow(/expected a singletonKey/);
  });

  it("retention readies the days ahead and drops what is too old, of every kind", async () => {
    const { db } = database;
    const nowMs = Date.now();
    const clock = { nowMs: () => nowMs, monotonicMs: () => 0, sleep: () => Promise.resolve() };
    const daysAgo = (days: number) => new Date(nowMs - days * DAY_MS);
    await ensurePartitions(db, [utcDay(nowMs) - 31]);
    const [camera_id, floor_id, zone_id, user_id] = Array.from({ length: 4 }, () => randomUUID());
    const [recent, old] = [randomUUID(), randomUUID()];
    await db
      .insertInto("cameras")
      .values({ id: camera_id!, code: "c", name: "c", location_zone: "z" })
      .execute();
    const site = await db
      .insertInto("sites")
      .values({ code: "s", name: "s" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const plan = { site_id: site.id, code: "f", name: "f", width_m: 1, height_m: 1 };
    await db
      .insertInto("floors")
      .values({ id: floor_id!, ...plan })
      .execute();
    const zone = { floor_id: floor_id!, code: "z", name: "z", polygon_m: "[]" };
    await db
      .insertInto("zones")
      .values({ id: zone_id!, ...zone })
      .execute();
    await db.insertInto("users").values({ id: user_id!, role: "viewer" }).execute();
    const track = { camera_id: camera_id!, source_track_id: "1", origin: "t", object_class: "dog" };
    for (const [id, days] of [
      [recent, 80],
      [old, 100],
    ] as const) {
      const at = daysAgo(days);
      await db
        .insertInto("tracks")
        .values({ id, ...track, start_ts: at, end_ts: at })
        .execute();
      const stay = { zone_id: zone_id!, track_id: id, object_class: "dog" };
      await db
        .insertInto("presences")
        .values({ id, ...stay, entered_at: at, last_seen_at: at, left_at: at })
        .execute();
      await db
        .insertInto("camera_health_history")
        .values({ camera_id: camera_id!, at, status: "down" })
        .execute();
    }
    const entry = { actor_kind: "system", operation: "o", result: "ok" };
    const audited = [20, 40, 100].map((days) => ({ ...entry, at: daysAgo(days) }));
    await db.insertInto("audit_log").values(audited).execute();
    const ended = [1, 31].map((days) => ({
      user_id: user_id!,
      kind: "console",
      token_hash: Buffer.from(`token ${days}`),
      expires_at: daysAgo(days),
    }));
    await db.insertInto("sessions").values(ended).execute();
    const options = { db, clock, log, days: { observations: 30, history: 90, audit: 30 } };
    await registerRetention(await start(false), options);
    await applyRetention(options);
    expect(await listPartitionDays(db)).toEqual(daysAround(nowMs));
    const at = [daysAgo(80)];
    const ids = async (table: "tracks" | "presences") =>
      (await db.selectFrom(table).select("id").execute()).map(({ id }) => id);
    expect([await ids("tracks"), await ids("presences")]).toEqual([[recent], [recent]]);
    const times = async (table: "camera_health_history" | "audit_log") =>
      (await db.selectFrom(table).select("at").execute()).map((row) => row.at);
    expect(await times("camera_health_history")).toEqual(at);
    expect(await times("audit_log")).toEqual([daysAgo(20)]);
    const sessions = await db.selectFrom("sessions").select("token_hash").execute();
    expect(sessions.map((row) => row.token_hash.toString())).toEqual(["token 1"]);
  });

  it("keeps boxes no longer than their tracks", async () => {
    const { db } = database;
    const nowMs = Date.now();
    const clock = { nowMs: () => nowMs, monotonicMs: () => 0, sleep: () => Promise.resolve() };
    const before = await db.selectFrom("tracks").select("id").execute();
    await applyRetention({ db, clock, log, days: { observations: 85, history: 7, audit: 365 } });
    expect(await db.selectFrom("tracks").select("id").execute()).toEqual(before);
  });
});
