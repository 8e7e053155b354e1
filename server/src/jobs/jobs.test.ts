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
      .poll(() => jobs.find("fail", id!), { timeout: 15_000 })
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
    await expect
      .poll(() => done.toSorted((a, b) => a - b), { timeout: 10_000 })
      .toEqual([0, 2, 4, 6, 8]);
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

  it("retention readies the days ahead and drops what is too old", async () => {
    const { db } = database;
    const nowMs = Date.UTC(2026, 2, 10);
    const clock = { nowMs: () => nowMs, monotonicMs: () => 0, sleep: () => Promise.resolve() };
    await ensurePartitions(db, [utcDay(nowMs) - 31]);
    const cameraId = randomUUID();
    await db
      .insertInto("cameras")
      .values({ id: cameraId, code: "c", name: "c", location_zone: "z" })
      .execute();
    const history = [1, 40].map((days) => new Date(nowMs - days * DAY_MS));
    await db
      .insertInto("camera_health_history")
      .values(history.map((at) => ({ camera_id: cameraId, at, status: "down" })))
      .execute();
    const options = { db, clock, log, retentionDays: 30 };
    await registerRetention(await start(false), options);
    await applyRetention(options);
    expect(await listPartitionDays(db)).toEqual(daysAround(nowMs));
    const kept = await db.selectFrom("camera_health_history").select("at").execute();
    expect(kept).toEqual([{ at: history[0] }]);
  });
});
