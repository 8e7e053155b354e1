import {
  CameraParams,
  defineRoute,
  HealthHistoryView,
  HealthQuery,
  RegistryCamera,
  RegistryCameraCreate,
  RegistryCameraUpdate,
  type Route,
} from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import { AppError } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { Camera } from "../../model/index.ts";
import type { PlanSize } from "./calibration.ts";
import type { CameraRegistry, CameraUpdate } from "./camera-registry.ts";
import { toSettings } from "./camera-rows.ts";
import type { HealthRecorder } from "./health-recorder.ts";
import { checkSourceUrl, unmaskSourceUrl } from "./source-url.ts";
import { registryCamera } from "./views.ts";

const TAG = "Cameras";

interface Parts {
  readonly registry: CameraRegistry;
  readonly health: HealthRecorder;
  readonly db: Kysely<DB>;
  readonly plans: { floor(floorId: string): { readonly siteId: string } | undefined };
  readonly planOf: (floorId: string | null) => PlanSize | null;
}

/** The registry of cameras with everything we know of each. */
export function registryRoutes(parts: Parts): Route[] {
  const view = (camera: Camera) =>
    registryCamera(camera, parts.health.latest(camera.id), parts.planOf(camera.floorId));
  return [...readRoutes(parts, view), ...changeRoutes(parts, view), healthHistoryRoute(parts)];
}

type View = (camera: Camera) => RegistryCamera;

function readRoutes({ registry }: Parts, view: View): Route[] {
  return [
    defineRoute({
      operationId: "listRegistryCameras",
      method: "GET",
      path: "/api/v1/registry/cameras",
      tag: TAG,
      summary: "All cameras with calibration and health",
      response: RegistryCamera.array(),
      handle: () => ({ body: registry.cameras.map(view) }),
    }),
    defineRoute({
      operationId: "getRegistryCamera",
      method: "GET",
      path: "/api/v1/registry/cameras/:camera",
      tag: TAG,
      summary: "One camera, by uuid, code or number",
      params: CameraParams,
      response: RegistryCamera,
      handle: ({ params }) => ({ body: view(registry.get(params.camera)) }),
    }),
  ];
}

function changeRoutes(parts: Parts, view: View): Route[] {
  const { registry } = parts;
  return [
    defineRoute({
      operationId: "createRegistryCamera",
      method: "POST",
      path: "/api/v1/registry/cameras",
      tag: TAG,
      summary: "Add a camera by its address",
      body: RegistryCameraCreate,
      successStatus: 201,
      response: RegistryCamera,
      handle: async ({ body }) => {
        const camera = await registry.create({
          ...(body.code === undefined ? {} : { code: body.code }),
          ...placeOf(parts, body),
          name: body.name,
          source_url: checkSourceUrl(body.source_url),
          location_zone: body.location_zone ?? "",
          enabled: body.enabled,
          settings: JSON.stringify(toSettings(body.settings)),
          installed_height_m: body.installed_height_m ?? null,
          tilt_deg: body.tilt_deg ?? null,
        });
        return { status: 201, body: view(camera) };
      },
    }),
    defineRoute({
      operationId: "updateRegistryCamera",
      method: "PATCH",
      path: "/api/v1/registry/cameras/:camera",
      tag: TAG,
      summary: "Change a camera",
      params: CameraParams,
      body: RegistryCameraUpdate,
      response: RegistryCamera,
      handle: async ({ params, body }) => {
        const camera = registry.get(params.camera);
        const { settings, source_url: sent, ...others } = body;
        const values: CameraUpdate = { ...others, ...placeOf(parts, body) };
        if (sent !== undefined) {
          values.source_url = checkSourceUrl(unmaskSourceUrl(sent, camera.sourceUrl));
        }
        if (settings !== undefined) values.settings = JSON.stringify(toSettings(settings));
        return { body: view(await registry.update(camera.id, values)) };
      },
    }),
    defineRoute({
      operationId: "deleteRegistryCamera",
      method: "DELETE",
      path: "/api/v1/registry/cameras/:camera",
      tag: TAG,
      summary: "Remove a camera; what it saw stays in the history",
      params: CameraParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await registry.remove(registry.get(params.camera).id);
        return { status: 204 };
      },
    }),
  ];
}

function healthHistoryRoute({ registry, db }: Parts): Route {
  return defineRoute({
    operationId: "listCameraHealthHistory",
    method: "GET",
    path: "/api/v1/registry/cameras/:camera/health",
    tag: TAG,
    summary: "When a camera's health changed and why, newest first",
    params: CameraParams,
    query: HealthQuery,
    response: HealthHistoryView,
    handle: async ({ params, query }) => {
      const rows = await db
        .selectFrom("camera_health_history")
        .select(["at", "status", "message"])
        .where("camera_id", "=", registry.get(params.camera).id)
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .limit(query.limit)
        .execute();
      return { body: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
    },
  });
}

/** A floor says which site it is on, so that the two cannot contradict each other. */
function placeOf(
  parts: Parts,
  body: {
    readonly site_id?: string | null | undefined;
    readonly floor_id?: string | null | undefined;
  },
): { site_id?: string | null; floor_id?: string | null } {
  if (body.floor_id === undefined || body.floor_id === null) {
    return {
      ...(body.site_id === undefined ? {} : { site_id: body.site_id }),
      ...(body.floor_id === undefined ? {} : { floor_id: null }),
    };
  }
  const floor = parts.plans.floor(body.floor_id);
  if (!floor) throw new AppError("not-found", "Floor not found");
  return { floor_id: body.floor_id, site_id: floor.siteId };
}
