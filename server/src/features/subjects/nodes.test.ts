import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { SubjectDetail, SubjectPage } from "@whereabouts/contracts";
import { describe, expect, it } from "vitest";
import {
  createTestDatabase,
  hasLocalService,
  LOCAL_NATS,
  type TestDatabase,
} from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { TwoCameras } from "../../testing/two-cameras.ts";

const PATIENCE = { timeout: 60_000, interval: 50 };
const WALK = Array.from({ length: 20 }, (_, i) => ({ at: [4 + 0.2 * i, 10] as const, looks: 0 }));

async function listed(server: LiveServer): Promise<SubjectPage["subjects"]> {
  const { status, body } = await server.call("GET", "/api/v1/subjects");
  expect(status).toBe(200);
  return (body as SubjectPage).subjects;
}

async function withDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createTestDatabase();
  try {
    await work(database);
  } finally {
    await database.dispose();
  }
}

describe("a server that starts again", () => {
  it("knows who was there before", async () => {
    await withDatabase(async ({ db }) => {
      const former = await startLiveServer(db);
      const site = await TwoCameras.make(former);
      for (const walker of WALK) await site.step([walker], null);
      await site.empty();
      await former.dispose();

      const server = await startLiveServer(db);
      try {
        const [known, ...others] = await listed(server);
        expect(others).toEqual([]);
        expect(known).toMatchObject({ track_count: 1, last_place: { floor_id: site.floorId } });
        const again = site.on(server);
        for (const walker of WALK.toReversed()) await again.step([walker], null);
        const counts = async () => (await listed(server)).map((each) => each.track_count);
        await expect.poll(counts, PATIENCE).toEqual([2]);
        expect(server.identify.stats()).toMatchObject({ leads: true, subjects: { size: 1 } });

        // The track of the former run is none this one knows, and can be parted all the same.
        const path = `/api/v1/subjects/${known!.subject_id}`;
        const { tracks } = (await server.call("GET", path)).body as SubjectDetail;
        const body = { track_ids: [tracks.at(-1)!.track_id] };
        expect((await server.call("POST", `${path}/split`, body)).status).toBe(201);
        await expect.poll(() => server.identify.stats().subjects.size, PATIENCE).toBe(2);
      } finally {
        await server.dispose();
      }
    });
  }, 120_000);
});

const hasNats = await hasLocalService(LOCAL_NATS);

describe.skipIf(!hasNats)("two servers", () => {
  it("resolve in one of them, correct on either, and go on when it stops", async () => {
    const prefix = `test${randomBytes(6).toString("hex")}`;
    const bus = { kind: "nats", url: "nats://127.0.0.1:4222", prefix } as const;
    await withDatabase(async ({ db }) => {
      const leader = await startLiveServer(db, { bus });
      const follower = await startLiveServer(db, { bus });
      try {
        expect([leader, follower].map((each) => each.identify.stats().leads)).toEqual([
          true,
          false,
        ]);
        const north = await TwoCameras.make(leader);
        await follower.cameras.registry.reload();
        await follower.sites.catalog.reload();
        const south = north.on(follower);
        let forwarded = 0;
        leader.bus.subscribe("sightings.>", () => forwarded++);
        for (const [index, walker] of WALK.entries()) {
          await north.step([walker], null);
          await south.step(null, [walker]);
          // Frames of one instant are compared, so the next one waits for the wire.
          while (forwarded < index - 1) await setImmediate();
        }
        const one = async () => (await listed(follower)).map((each) => each.track_count);
        await expect.poll(one, PATIENCE).toEqual([2]);
        const [subject] = await listed(follower);
        const path = `/api/v1/subjects/${subject!.subject_id}`;
        const renamed = await follower.call("PATCH", path, { display_name: "Ada" });
        expect(renamed.status).toBe(200);

        await leader.dispose();
        const takesOver = () => follower.identify.stats().leads;
        await expect.poll(takesOver, PATIENCE).toBe(true);
        for (const walker of WALK.toReversed()) await south.step(null, [walker]);
        expect(await one()).toEqual([2]);
        expect((await listed(follower))[0]).toMatchObject({ display_name: "Ada" });
      } finally {
        await follower.dispose();
      }
    });
  }, 180_000);
});
