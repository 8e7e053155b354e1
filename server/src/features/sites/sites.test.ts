import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FloorView, SiteView, ZoneView } from "@whereabouts/contracts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { checkPolygon } from "./simple-polygon.ts";

let database: TestDatabase;
let server: LiveServer;
let floor: FloorView;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLiveServer(database.db);
  const site = await server.call("POST", "/api/v1/sites", { code: "hq", name: "Head office" });
  const { site_id } = site.body as SiteView;
  const body = {
    code: "g",
    name: "Ground",
    width_m: 20,
    height_m: 10,
    walls: [
      [
        [0, 0],
        [20, 0],
      ],
    ],
  };
  floor = (await server.call("POST", `/api/v1/sites/${site_id}/floors`, body)).body;
});
afterAll(async () => {
  await server.dispose();
  await database.dispose();
});

const square = [
  [1, 1],
  [5, 1],
  [5, 5],
  [1, 5],
];
const draw = (code: string, polygon_m: unknown = square) =>
  server.call("POST", "/api/v1/zones", { floor_id: floor.floor_id, code, name: code, polygon_m });

describe("sites", () => {
  it("lists sites with floors, refuses a second of the same code, changes and removes", async () => {
    const listed = (await server.call("GET", "/api/v1/sites")).body as SiteView[];
    expect(listed).toMatchObject([{ code: "hq", time_zone: "UTC", floors: [{ code: "g" }] }]);
    const again = await server.call("POST", "/api/v1/sites", { code: "hq", name: "x" });
    expect(again.status).toBe(409);
    const other = await server.call("POST", "/api/v1/sites", { code: "b", name: "Branch" });
    const { site_id } = other.body as SiteView;
    const path = `/api/v1/sites/${site_id}`;
    const zone = await server.call("PATCH", path, { time_zone: "Asia/Seoul" });
    expect(zone.body).toMatchObject({ time_zone: "Asia/Seoul", name: "Branch" });
    expect((await server.call("PATCH", path, { time_zone: "Mars/Base" })).status).toBe(422);
    expect((await server.call("DELETE", path)).status).toBe(204);
    expect((await server.call("DELETE", path)).status).toBe(404);
  });

  it("keeps a plan picture, and refuses what is none", async () => {
    const path = `/api/v1/floors/${floor.floor_id}/plan`;
    expect((await server.call("GET", path)).status).toBe(404);
    const png = await sharp({
      create: { width: 8, height: 4, channels: 3, background: "#fff" },
    })
      .png()
      .toBuffer();
    const put = (body: Uint8Array<ArrayBuffer>) =>
      fetch(server.baseUrl + path, {
        method: "PUT",
        body,
        headers: { "content-type": "image/jpeg" },
      });
    const stored = await put(new Uint8Array(png));
    expect(stored.status).toBe(200);
    const { plan_url } = (await stored.json()) as FloorView;
    const read = await fetch(server.baseUrl + plan_url!);
    expect(read.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await read.arrayBuffer()).equals(png)).toBe(true);
    expect((await put(new Uint8Array([1, 2, 3]))).status).toBe(415);
  });
});

describe("zones", () => {
  it("draws, changes and removes", async () => {
    const { status, body } = await draw("lobby");
    expect(status).toBe(201);
    const { zone_id } = body as ZoneView;
    expect((await draw("lobby")).status).toBe(409);
    const moved = square.map(([x, y]) => [x! + 1, y!]);
    const path = `/api/v1/zones/${zone_id}`;
    const changed = await server.call("PATCH", path, { polygon_m: moved, color: "#00ff00" });
    expect(changed.body).toMatchObject({ polygon_m: moved, color: "#00ff00", name: "lobby" });
    const listed = await server.call("GET", `/api/v1/zones?floor_id=${floor.floor_id}`);
    expect(listed.body).toEqual([changed.body]);
    expect((await server.call("DELETE", path)).status).toBe(204);
    expect((await server.call("GET", "/api/v1/zones")).body).toEqual([]);
  });

  it.each([
    [
      "outside",
      [
        [1, 1],
        [25, 1],
        [5, 5],
      ],
      ["body", "polygon_m", 1],
    ],
    [
      "crossing",
      [
        [1, 1],
        [5, 5],
        [5, 1],
        [1, 5],
      ],
      ["body", "polygon_m", 2],
    ],
    [
      "flat",
      [
        [1, 1],
        [5, 5],
        [3, 3],
      ],
      ["body", "polygon_m", 1],
    ],
    [
      "short",
      [
        [1, 1],
        [5, 5],
      ],
      ["body", "polygon_m"],
    ],
  ])("refuses a polygon that is %s with the path of the corner", async (code, polygon, loc) => {
    const { status, body } = await draw(code, polygon);
    expect(status).toBe(422);
    expect((body as { detail: { loc: unknown }[] }).detail[0]?.loc).toEqual(loc);
  });

  it("counts who is inside while cameras see them walk through", async () => {
    const { zone_id } = (await draw("yard")).body as ZoneView;
    const camera = await server.call("POST", "/api/v1/registry/cameras", {
      name: "Yard",
      source_url: "sim:campus/c09",
      floor_id: floor.floor_id,
    });
    const { camera_id } = camera.body as { camera_id: string };
    const pair = (x: number, y: number) => ({ image_px: [x, y], plan_m: [x / 10, 10 - y / 10] });
    await server.call("PUT", `/api/v1/registry/cameras/${camera_id}/calibration`, {
      pairs: [pair(0, 0), pair(200, 0), pair(200, 100), pair(0, 100)],
      size_px: [200, 100],
    });
    const events: string[] = [];
    const stop = server.bus.subscribe("presence.hq.yard", ({ payload }) =>
      events.push((payload as { kind: string }).kind),
    );
    const ingest = (x: number, y: number, ts: string) =>
      server.call("POST", "/api/v1/system/live-tracks/ingest", {
        camera_id,
        ts,
        detections: [{ source_track_id: 1, bbox_xyxy: [x - 2, y - 9, x + 2, y], class_id: 0 }],
      });
    const occupancy = async () => {
      const { body } = await server.call(
        "GET",
        `/api/v1/zones/occupancy?floor_id=${floor.floor_id}`,
      );
      return (body as { zone_id: string; count: number }[]).find(
        (each) => each.zone_id === zone_id,
      );
    };
    await ingest(30, 70, "2026-05-05T10:00:00Z");
    expect(await occupancy()).toMatchObject({
      count: 1,
      by_class: { person: 1 },
      subjects: [{ object_class: "person", entered_at: "2026-05-05T10:00:00.000Z" }],
    });
    const latest = await server.call("GET", "/api/v1/live/tracks/latest?limit=1");
    const [item] = (latest.body as { tracks: { plan_xy_m: number[] }[] }).tracks;
    expect(item?.plan_xy_m[0]).toBeCloseTo(3, 4);
    expect(item?.plan_xy_m[1]).toBeCloseTo(3, 4);
    await ingest(150, 70, "2026-05-05T10:00:04Z");
    expect(await occupancy()).toMatchObject({ count: 0 });
    await vi.waitFor(() => expect(events).toEqual(["enter", "leave"]));
    stop();
  });
});

describe("checkPolygon", () => {
  const size = { widthM: 100, heightM: 100 };

  it("takes every star-shaped polygon, and none with two corners swapped into a crossing", () => {
    const radii = fc.array(fc.double({ min: 5, max: 40, noNaN: true }), {
      minLength: 4,
      maxLength: 30,
    });
    fc.assert(
      fc.property(radii, (lengths) => {
        const corners = lengths.map((length, i) => {
          const angle = (2 * Math.PI * i) / lengths.length;
          return [50 + length * Math.cos(angle), 50 + length * Math.sin(angle)] as const;
        });
        expect(checkPolygon(corners, size)).toBeNull();
        expect(checkPolygon([...corners].reverse(), size)).toBeNull();
        const doubled = [...corners, ...corners];
        expect(checkPolygon(doubled, size)).not.toBeNull();
      }),
    );
  });
});
