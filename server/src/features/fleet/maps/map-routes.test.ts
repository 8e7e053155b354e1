import { afterAll, beforeAll, expect, it } from "vitest";
import type { MapGraphView, MapImportView } from "@whereabouts/contracts";
import { createTestDatabase, type TestDatabase } from "../../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../../testing/live-server.ts";

const TOWN = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { highway: "primary" },
      geometry: {
        type: "LineString",
        coordinates: [
          [-300, 0],
          [300, 0],
        ],
      },
    },
    {
      type: "Feature",
      properties: { highway: "residential" },
      geometry: {
        type: "LineString",
        coordinates: [
          [0, -300],
          [0, 300],
        ],
      },
    },
  ],
};

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

const post = async (query: string, body: string) => {
  const answer = await fetch(`${server.baseUrl}/api/v1/fleet/maps?${query}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/octet-stream" },
  });
  return { status: answer.status, body: await answer.json() };
};

it("imports a map, serves it as GeoJSON and as a graph, and removes it", async () => {
  const made = await post("name=Crossing", JSON.stringify(TOWN));
  expect(made.status).toBe(201);
  const { map_id, ...rest } = made.body as MapImportView;
  expect(rest).toEqual({
    name: "Crossing",
    nodes: 5,
    edges: 8,
    exits: 4,
    polygons: 1,
    origin: null,
  });
  const listed = await server.call("GET", "/maps");
  expect(listed.body).toMatchObject({ maps: [{ id: 1 }, { id: 2 }, { id: 4 }, { id: map_id }] });
  const drawn = await server.call("GET", `/maps/${map_id}`);
  expect(drawn.body).toMatchObject({ type: "FeatureCollection", name: "Crossing" });
  const graph = (await server.call("GET", `/maps/${map_id}/graph`)).body as MapGraphView;
  expect(graph.nodes.filter(({ exit }) => exit)).toHaveLength(4);
  expect((await post("name=Crossing", JSON.stringify(TOWN))).status).toBe(409);
  const path = `/api/v1/fleet/maps/${map_id}`;
  expect((await server.call("DELETE", path)).status).toBe(204);
  expect((await server.call("GET", `/maps/${map_id}/graph`)).status).toBe(404);
});

it("refuses what is no map, naming the feature", async () => {
  expect((await post("name=X", "hello")).status).toBe(422);
  const bad = structuredClone(TOWN);
  bad.features[1]!.properties.highway = "footway";
  const refused = await post("name=X", JSON.stringify(bad));
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).toContain("features[1]");
  expect((await post("", JSON.stringify(TOWN))).status).toBe(422);
});

it("changes exits and speeds of a shipped map, and takes the changes back", async () => {
  const path = "/api/v1/fleet/maps/1/graph";
  const before = (await server.call("GET", "/maps/1/graph")).body as MapGraphView;
  const exit = before.nodes.find((node) => node.exit)!.node;
  const change = { exits: [{ node: exit, exit: false }], speeds: [{ edge: 0, speed_mps: 5 }] };
  const changed = (await server.call("PATCH", path, change)).body as MapGraphView;
  expect(changed.nodes[exit]!.exit).toBe(false);
  expect(changed.edges[0]!.speed_mps).toBe(5);
  expect((await server.call("GET", "/maps/1/graph")).body).toEqual(changed);
  const wrong = await server.call("PATCH", path, { speeds: [{ edge: 999_999, speed_mps: 5 }] });
  expect(wrong.status).toBe(422);
  const exits = before.nodes.map(({ node }) => ({ node, exit: false }));
  expect((await server.call("PATCH", path, { exits })).status).toBe(422);
  expect((await server.call("DELETE", "/api/v1/fleet/maps/1")).status).toBe(204);
  expect((await server.call("GET", "/maps/1/graph")).body).toEqual(before);
  expect((await server.call("DELETE", "/api/v1/fleet/maps/1")).status).toBe(404);
});
