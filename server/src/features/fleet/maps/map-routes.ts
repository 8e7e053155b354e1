import {
  defineRoute,
  MapGraphUpdate,
  MapGraphView,
  MapImportQuery,
  MapImportView,
  MapParams,
  type Route,
} from "@whereabouts/contracts";
import { AppError } from "../../../base/index.ts";
import type { FleetMap } from "./fleet-map.ts";
import {
  IMPORT_LIMITS,
  importGeoJson,
  importOsm,
  refusal,
  type ImportedMap,
} from "./import/index.ts";
import type { MapCatalog } from "./map-catalog.ts";
import type { MapStore } from "./map-store.ts";

const TAG = "Fleet";

/** Import of maps, and their road graphs. */
export function mapRoutes(ports: {
  readonly catalog: MapCatalog;
  readonly store: MapStore;
}): Route[] {
  const { catalog, store } = ports;
  return [importRoute(store), ...graphRoutes(catalog, store)];
}

function importRoute(store: MapStore): Route {
  return defineRoute({
    operationId: "importFleetMap",
    method: "POST",
    path: "/api/v1/fleet/maps",
    tag: TAG,
    summary: "Import a map from GeoJSON or OpenStreetMap XML",
    description:
      "The body is the file. OpenStreetMap: highway ways become roads with their oneway and " +
      "maxspeed tags. GeoJSON: polygons are drivable, lines are roads (properties highway, oneway, " +
      "maxspeed); roads are derived from the polygons when there are no lines. Degrees become " +
      "metres around the middle of the map, x east and y north (equirectangular).",
    query: MapImportQuery,
    bodyKind: "stream",
    bodyLimitBytes: IMPORT_LIMITS.bytes,
    successStatus: 201,
    response: MapImportView,
    handle: async ({ query, body }) => {
      const imported = await readMap(
        body as unknown as AsyncIterable<Uint8Array>,
        query.coordinates,
      );
      const { id, name, site_id: siteId = null, floor_id: floorId = null } = query;
      const map = await store.add({ id, name, siteId, floorId }, imported);
      return {
        status: 201,
        body: {
          map_id: map.id,
          name: map.name,
          nodes: map.graph.nodeXM.length,
          edges: map.graph.edgeFrom.length,
          exits: map.graph.exit.reduce((sum, exit) => sum + exit, 0),
          polygons: map.polygons.length,
          origin: imported.origin,
        } satisfies MapImportView,
      };
    },
  });
}

function graphRoutes(catalog: MapCatalog, store: MapStore): Route[] {
  return [
    defineRoute({
      operationId: "getFleetMapGraph",
      method: "GET",
      path: "/maps/:map_id/graph",
      aliases: ["/api/maps/:map_id/graph", "/api/v1/fleet/maps/:map_id/graph"],
      tag: TAG,
      summary: "The roads of a map: crossings, directed edges, speeds and exits",
      params: MapParams,
      response: MapGraphView,
      handle: ({ params }) => {
        const map = catalog.map(params.map_id);
        if (!map) throw new AppError("not-found", `Map ${params.map_id} not found`);
        return { body: graphView(map) };
      },
    }),
    defineRoute({
      operationId: "updateFleetMapGraph",
      method: "PATCH",
      path: "/api/v1/fleet/maps/:map_id/graph",
      tag: TAG,
      summary: "Change exits and speeds of a map",
      params: MapParams,
      body: MapGraphUpdate,
      bodyLimitBytes: 8 * 1024 * 1024,
      response: MapGraphView,
      handle: async ({ params, body }) => ({
        body: graphView(await store.edit(params.map_id, body)),
      }),
    }),
    defineRoute({
      operationId: "deleteFleetMap",
      method: "DELETE",
      path: "/api/v1/fleet/maps/:map_id",
      tag: TAG,
      summary: "Remove an imported map, or what was changed of a shipped one",
      params: MapParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await store.remove(params.map_id);
        return { status: 204 };
      },
    }),
  ];
}

/** GeoJSON starts with a brace, XML with an angle bracket. */
async function readMap(
  body: AsyncIterable<Uint8Array>,
  coordinates: "metres" | "degrees",
): Promise<ImportedMap> {
  const chunks = body[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    read.push(next.value);
    const head = Buffer.concat(read)
      .toString("utf8")
      .trimStart()
      .replace(/^\uFEFF/, "");
    if (head.startsWith("<")) return importOsm(following(read, chunks));
    if (head === "") continue;
    if (!head.startsWith("{")) break;
    for await (const chunk of following([], chunks)) read.push(chunk);
    return importGeoJson(Buffer.concat(read).toString("utf8"), { coordinates });
  }
  throw refusal("the file", "is neither GeoJSON nor OpenStreetMap XML, expected one of them");
}

async function* following(
  read: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* read;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function graphView({ id, name, graph }: FleetMap): MapGraphView {
  return {
    map_id: id,
    name,
    nodes: Array.from(graph.nodeXM, (x_m, node) => ({
      node,
      x_m,
      y_m: graph.nodeYM[node]!,
      exit: graph.exit[node] === 1,
    })),
    edges: Array.from(graph.edgeFrom, (from, edge) => ({
      edge,
      from,
      to: graph.edgeTo[edge]!,
      length_m: graph.edgeLengthM[edge]!,
      speed_mps: graph.edgeSpeedMps[edge]!,
      shape_m: pairs(graph.edgeShape[edge] ?? new Float64Array()),
    })),
  };
}

function pairs(numbers: Float64Array): [number, number][] {
  const points: [number, number][] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push([numbers[at]!, numbers[at + 1]!]);
  return points;
}
