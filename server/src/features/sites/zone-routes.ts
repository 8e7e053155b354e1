import {
  defineRoute,
  ZoneCreate,
  ZoneOccupancy,
  ZoneParams,
  ZoneQuery,
  ZoneUpdate,
  ZoneView,
  type Route,
} from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import { zoneOccupancy } from "./occupancy.ts";
import type { SiteCatalog } from "./site-catalog.ts";
import type { SiteStore } from "./site-store.ts";
import { zoneView } from "./views.ts";

const TAG = "Zones";

export function zoneRoutes(ports: {
  readonly catalog: SiteCatalog;
  readonly store: SiteStore;
  readonly db: Kysely<DB>;
}): Route[] {
  const { catalog, store, db } = ports;
  const zonesOn = (floorId: string | undefined) =>
    floorId === undefined ? catalog.zones : catalog.zonesOf(floorId);
  return [
    defineRoute({
      operationId: "listZones",
      method: "GET",
      path: "/api/v1/zones",
      tag: TAG,
      summary: "Zones, of one floor or of all",
      query: ZoneQuery,
      response: ZoneView.array(),
      handle: ({ query }) => ({ body: zonesOn(query.floor_id).map(zoneView) }),
    }),
    defineRoute({
      operationId: "createZone",
      method: "POST",
      path: "/api/v1/zones",
      tag: TAG,
      summary: "Draw a zone",
      body: ZoneCreate,
      successStatus: 201,
      response: ZoneView,
      handle: async ({ body }) => ({ status: 201, body: zoneView(await store.createZone(body)) }),
    }),
    defineRoute({
      operationId: "updateZone",
      method: "PATCH",
      path: "/api/v1/zones/:zone_id",
      tag: TAG,
      summary: "Change a zone",
      params: ZoneParams,
      body: ZoneUpdate,
      response: ZoneView,
      handle: async ({ params, body }) => ({
        body: zoneView(await store.updateZone(params.zone_id, body)),
      }),
    }),
    defineRoute({
      operationId: "deleteZone",
      method: "DELETE",
      path: "/api/v1/zones/:zone_id",
      tag: TAG,
      summary: "Remove a zone with its history of stays",
      params: ZoneParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await store.deleteZone(params.zone_id);
        return { status: 204 };
      },
    }),
    defineRoute({
      operationId: "getZoneOccupancy",
      method: "GET",
      path: "/api/v1/zones/occupancy",
      tag: TAG,
      summary: "Who is in which zone now",
      query: ZoneQuery,
      response: ZoneOccupancy.array(),
      handle: async ({ query }) => ({
        body: await zoneOccupancy(db, zonesOn(query.floor_id)),
      }),
    }),
  ];
}
