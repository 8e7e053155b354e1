import type {
  LiveState,
  SubjectDetail,
  SubjectEvidence,
  SubjectPage,
  ZoneOccupancy,
} from "@whereabouts/contracts";
import type { z } from "zod";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorldPoint } from "../../model/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { CROP, TwoCameras } from "../../testing/two-cameras.ts";

const PATIENCE = { timeout: 60_000, interval: 50 };

let database: TestDatabase;
let server: LiveServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db);
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await server.call("GET", path);
  expect([path, status]).toEqual([path, 200]);
  return body as T;
};
const subjectsOf = async ({ siteId }: TwoCameras): Promise<SubjectPage["subjects"]> =>
  (await get<SubjectPage>(`/api/v1/subjects?site_id=${siteId}`)).subjects;
const evidenceOf = (subjectId: string) =>
  get<SubjectEvidence>(`/api/v1/subjects/${subjectId}/evidence`);
const on = (x: number, looks: number, y = 10) => ({ at: [x, y] as WorldPoint, looks });

/** Once the database has what was decided. */
async function settled(site: TwoCameras, trackCount: number): Promise<SubjectPage["subjects"]> {
  const counts = async () => {
    const subjects = await subjectsOf(site);
    const shown = await Promise.all(subjects.map((each) => evidenceOf(each.subject_id)));
    const links = shown.flatMap((each) => each.links.filter((link) => link.revoked_at === null));
    return [subjects.reduce((sum, each) => sum + each.track_count, 0), links.length];
  };
  await expect.poll(counts, PATIENCE).toEqual([trackCount, trackCount]);
  return subjectsOf(site);
}

/** What the cameras of a site show now. */
async function boxesOf({ cameraIds }: TwoCameras): Promise<LiveState["tracks"][number]["boxes"]> {
  const { tracks } = await get<LiveState>("/api/v1/live/state");
  return tracks.filter((each) => cameraIds.includes(each.camera_id)).flatMap((each) => each.boxes);
}

async function drawZone({ floorId }: TwoCameras): Promise<() => Promise<ZoneOccupancy>> {
  const polygon_m = [
    [0, 0],
    [20, 0],
    [20, 20],
    [0, 20],
  ];
  const zone = { floor_id: floorId, code: "all", name: "Everywhere", polygon_m };
  expect((await server.call("POST", "/api/v1/zones", zone)).status).toBe(201);
  return async () =>
    (await get<ZoneOccupancy[]>(`/api/v1/zones/occupancy?floor_id=${floorId}`))[0]!;
}

describe("subjects", () => {
  it("are one person for two cameras that see her at once: one dot, counted once", async () => {
    const site = await TwoCameras.make(server);
    const occupancy = await drawZone(site);
    for (let i = 0; i < 20; i++) {
      const [x, y] = [4 + 0.2 * i, 10];
      await site.step([on(x, 0, y)], [on(x, 0, y + 0.2)]);
    }
    const [subject, ...others] = await settled(site, 2);
    expect(others).toEqual([]);
    expect(subject).toMatchObject({ object_class: "person", camera_count: 2, is_present: true });
    expect(subject?.global_id).toMatch(/^P-\d{6}$/);

    const boxes = await boxesOf(site);
    expect(boxes.map((box) => box.subject_id)).toEqual([subject?.subject_id, subject?.subject_id]);
    const ownY = boxes.map((box) => box.position_m![1]).toSorted((a, b) => a - b);
    expect(ownY[1]! - ownY[0]!).toBeCloseTo(0.2, 2);
    const dotY = Math.max(...boxes.map((box) => Math.abs(box.subject_position_m![1] - ownY[0]!)));
    expect(dotY).toBeGreaterThan(0.01);
    expect(dotY).toBeLessThan(0.19);

    await expect.poll(async () => (await occupancy()).count, PATIENCE).toBe(1);
    expect((await occupancy()).subjects).toMatchObject([{ global_id: subject?.global_id }]);
    await site.empty();
    await expect.poll(async () => (await occupancy()).count, PATIENCE).toBe(0);
  });

  it("are the same when they come back, and the evidence shows both crops", async () => {
    const site = await TwoCameras.make(server);
    for (let i = 0; i < 20; i++) await site.step([on(4 + 0.2 * i, 1)], null);
    await site.empty();
    for (let i = 0; i < 20; i++) await site.step([on(8 - 0.2 * i, 1)], null);
    const [subject, ...others] = await settled(site, 2);
    expect(others).toEqual([]);

    const wanted = { track_count: 2, camera_count: 1 };
    const path = `/api/v1/subjects/${subject!.subject_id}`;
    expect(await get<SubjectDetail>(path)).toMatchObject(wanted);
    const { links } = await evidenceOf(subject!.subject_id);
    expect(links.map(({ kind }) => kind)).toEqual(["new", "appearance"]);
    const shown = async () => (await evidenceOf(subject!.subject_id)).links[1]?.evidence.appearance;
    await expect
      .poll(shown, PATIENCE)
      .toMatchObject({ own_picture: { quality: 0.8 }, other_picture: { quality: 0.8 } });
    const { own_picture: own, other_picture: other } = (await shown())!;
    expect([own?.track_id, other?.track_id]).toEqual([links[1]!.track_id, links[0]!.track_id]);
    const picture = await fetch(server.baseUrl + own!.url);
    expect(picture.headers.get("content-type")).toBe("image/jpeg");
    expect(picture.headers.get("cache-control")).toContain("immutable");
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(CROP);
  });

  it("are listed by page, class, camera, time and name", async () => {
    const site = await TwoCameras.make(server);
    for (let i = 0; i < 15; i++) {
      await site.step([on(2 + 0.1 * i, 2, 4), on(6, 3, 10), on(12 + 0.1 * i, 4, 16)], null);
    }
    const all = await settled(site, 3);
    expect(all).toHaveLength(3);
    const base = `/api/v1/subjects?site_id=${site.siteId}`;
    const first = await get<SubjectPage>(`${base}&limit=2`);
    const next = await get<SubjectPage>(`${base}&limit=2&cursor=${first.next_cursor}`);
    expect(next.next_cursor).toBeNull();
    const paged = [...first.subjects, ...next.subjects].map((each) => each.subject_id);
    expect(paged).toEqual(all.map((each) => each.subject_id));
    const named = `/api/v1/subjects/${all[1]!.subject_id}`;
    const given = await server.call("PATCH", named, { display_name: "100% Ada" });
    expect(given.body).toMatchObject({ display_name: "100% Ada" });
    const count = async (query: string) =>
      (await get<SubjectPage>(`${base}&${query}`)).subjects.length;
    expect(await count("name=0%25 ada")).toBe(1);
    expect(await count("name=0_ ada")).toBe(0);
    expect(await count("object_class=dog")).toBe(0);
    expect(await count(`camera=${site.cameraIds[0]}`)).toBe(3);
    expect(await count(`camera=${site.cameraIds[1]}`)).toBe(0);
    expect(await count(`from=${site.timeMs - 1000}&to=${site.timeMs}`)).toBe(3);
    expect(await count(`from=${site.timeMs + 1000}`)).toBe(0);
    expect((await server.call("GET", `${base}&cursor=x`)).status).toBe(400);
    expect((await server.call("GET", `${base}&camera=nobody`)).status).toBe(404);
  });
});

describe("a database that pauses", () => {
  it("stops nobody from being known, and has everything afterwards", async () => {
    const site = await TwoCameras.make(server);
    const paused = await database.db.startTransaction().execute();
    await sql`LOCK TABLE links, subjects IN EXCLUSIVE MODE`.execute(paused);
    try {
      for (let i = 0; i < 20; i++) await site.step([on(4 + 0.2 * i, 12)], [on(4 + 0.2 * i, 12)]);
      const boxes = await boxesOf(site);
      expect(boxes[0]?.global_id).toMatch(/^P-/);
      expect(boxes[1]?.global_id).toBe(boxes[0]?.global_id);
      expect(await subjectsOf(site)).toEqual([]);
    } finally {
      await paused.rollback().execute();
    }
    expect(await settled(site, 2)).toHaveLength(1);
    const lost = server.subjects.stats().queues.map((queue) => queue.dropped);
    expect(lost).toEqual([0, 0, 0]);
  });
});

describe("corrections", () => {
  it("merge, confirm and split in the database, the resolver and the live feed", async () => {
    const site = await TwoCameras.make(server);
    const walk = (i: number) => [[on(Math.max(2, 8 - 0.1 * i), 6)], null] as const;
    for (let i = 0; i < 20; i++) await site.step([on(4 + 0.2 * i, 5)], null);
    await site.empty();
    for (let i = 0; i < 20; i++) await site.step(...walk(i));
    const [second, first] = await settled(site, 2);
    const [path, secondPath] = [first!, second!].map(
      (each) => `/api/v1/subjects/${each.subject_id}`,
    );
    const shown = async () => (await boxesOf(site)).map((box) => box.subject_id);
    expect(await shown()).toEqual([second!.subject_id]);

    const merge = { into_subject_id: first!.subject_id };
    const merged = await server.call("POST", `${secondPath}/merge`, merge);
    expect(merged.body).toMatchObject({ subject_id: first!.subject_id, track_count: 2 });
    for (let i = 20; i < 30; i++) await site.step(...walk(i));
    expect(await shown()).toEqual([first!.subject_id]);
    expect((await get<SubjectDetail>(secondPath!)).subject_id).toBe(first!.subject_id);

    const current = async () =>
      (await evidenceOf(first!.subject_id)).links.filter((link) => link.revoked_at === null);
    const [own, joined] = await current();
    expect([own?.kind, joined?.kind]).toEqual(["new", "manual"]);
    expect(joined).toMatchObject({
      decided_by: "anonymous",
      previous_subject_id: second!.subject_id,
    });
    const confirmed = await server.call("POST", `${path}/links/${own!.link_id}/confirm`);
    expect(confirmed.status).toBe(200);
    expect((await current())[0]).toMatchObject({ is_final: true, confirmed_by: "anonymous" });

    const split = { track_ids: [joined!.track_id] };
    const parted = await server.call("POST", `${path}/split`, split);
    expect(parted.status).toBe(201);
    const made = parted.body as z.output<typeof SubjectDetail>;
    expect(made.tracks.map((track) => track.track_id)).toEqual(split.track_ids);
    for (let i = 30; i < 60; i++) await site.step(...walk(i));
    expect(await shown()).toEqual([made.subject_id]);
    expect((await server.call("POST", `${path}/split`, split)).status).toBe(409);
    expect((await settled(site, 2)).map((each) => each.track_count)).toEqual([1, 1]);

    const audited = await get<{ items: { operation: string }[] }>("/api/v1/audit-log?limit=50");
    expect(audited.items.map((each) => each.operation)).toEqual(
      expect.arrayContaining(["confirmSubjectLink", "splitSubject", "mergeSubject"]),
    );
  });

  it("refuse to make one of two whom one camera saw at one time", async () => {
    const site = await TwoCameras.make(server);
    for (let i = 0; i < 15; i++) await site.step([on(2, 10, 4), on(12, 11, 16)], null);
    const [one, two] = await settled(site, 2);
    const path = `/api/v1/subjects/${one!.subject_id}/merge`;
    const { status, body } = await server.call("POST", path, { into_subject_id: two!.subject_id });
    expect([status, body]).toEqual([409, { detail: expect.stringContaining("north") }]);
    const same = await server.call("POST", path, { into_subject_id: one!.subject_id });
    expect(same.status).toBe(400);
  });
});

describe("another tracker's subjects", () => {
  it("keep the name it gives, over cameras, and change when it says so", async () => {
    const site = await TwoCameras.make(server);
    const report = async (camera: number, global_track_id: string | null) => {
      const detection = { source_track_id: 1, bbox_xyxy: [310, 100, 330, 180], conf: 0.9 };
      const body = {
        camera_id: site.cameraIds[camera],
        detections: [{ ...detection, class_id: 0, global_track_id }],
      };
      const answer = await server.call("POST", "/api/v1/system/live-tracks/ingest", body);
      expect(answer.status).toBe(200);
    };
    await report(0, null);
    await report(0, "guest-7");
    await report(1, "guest-7");
    const [subject, ...others] = await subjectsOf(site);
    expect(others).toEqual([]);
    expect(subject).toMatchObject({ global_id: "guest-7", track_count: 2, camera_count: 2 });
    expect((await boxesOf(site)).map((box) => box.global_id)).toEqual(["guest-7", "guest-7"]);
    await report(1, "P-000001");
    const names = (await subjectsOf(site)).map((each) => each.global_id).sort();
    expect(names).toEqual(["external:P-000001", "guest-7"]);
    const { links } = await evidenceOf(subject!.subject_id);
    expect(links.map((link) => [link.kind, link.revoked_at === null])).toEqual([
      ["ingest", true],
      ["ingest", false],
    ]);
  });
});

describe("retention", () => {
  it("erases who was not seen, with crops, but not whom somebody named", async () => {
    const site = await TwoCameras.make(server);
    for (let i = 0; i < 15; i++) await site.step([on(2, 8, 4), on(12, 9, 16)], null);
    const [kept, gone] = await settled(site, 2);
    const [keptPath, gonePath] = [kept, gone].map((each) => `/api/v1/subjects/${each!.subject_id}`);
    const crop = async () => (await get<SubjectDetail>(gonePath!)).pictures[0]?.url;
    await expect.poll(crop, PATIENCE).toBeTypeOf("string");
    const url = (await crop())!;
    await server.call("PATCH", keptPath!, { display_name: "Grace" });
    const later = { nowMs: Date.now() + 40 * 86_400_000, retentionDays: 30 };
    expect(await server.subjects.erase(later)).toBeGreaterThan(0);
    await get<SubjectDetail>(keptPath!);
    expect((await server.call("GET", gonePath!)).status).toBe(404);
    expect((await fetch(server.baseUrl + url)).status).toBe(404);
  });
});
