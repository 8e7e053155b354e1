import {
  defineRoute,
  FloorCreate,
  FloorParams,
  FloorUpdate,
  FloorView,
  SiteParams,
  type Route,
} from "@whereabouts/contracts";
import type { SiteCatalog } from "./site-catalog.ts";
import type { SiteStore } from "./site-store.ts";
import { floorView } from "./views.ts";

const TAG = "Sites";

export function floorRoutes(ports: {
  readonly catalog: SiteCatalog;
  readonly store: SiteStore;
}): Route[] {
  const { store } = ports;
  return [
    defineRoute({
      operationId: "createFloor",
      method: "POST",
      path: "/api/v1/sites/:site_id/floors",
      tag: TAG,
      summary: "Add a floor",
      params: SiteParams,
      body: FloorCreate,
      successStatus: 201,
      response: FloorView,
      handle: async ({ params, body }) => ({
        status: 201,
        body: floorView(await store.createFloor(params.site_id, body)),
      }),
    }),
    defineRoute({
      operationId: "updateFloor",
      method: "PATCH",
      path: "/api/v1/floors/:floor_id",
      tag: TAG,
      summary: "Change a floor",
      params: FloorParams,
      body: FloorUpdate,
      response: FloorView,
      handle: async ({ params, body }) => ({
        body: floorView(await store.updateFloor(params.floor_id, body)),
      }),
    }),
    defineRoute({
      operationId: "deleteFloor",
      method: "DELETE",
      path: "/api/v1/floors/:floor_id",
      tag: TAG,
      summary: "Remove a floor with its zones",
      params: FloorParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await store.deleteFloor(params.floor_id);
        return { status: 204 };
      },
    }),
  ];
}
