import {
  DashboardEventList,
  DashboardVehicle,
  DashboardVehicleList,
  defineRoute,
  MapList,
  MapParams,
  VehicleParams,
  VehicleRename,
  type DashboardEvent,
  type Route,
} from "@whereabouts/contracts";
import { AppError } from "../../../base/index.ts";
import type { MapCatalog } from "../maps/index.ts";
import type { EventLog, StoredEvent } from "../missions/index.ts";
import {
  fromNameColumn,
  statusWord,
  typeOfRow,
  type VehicleRegistry,
  type VehicleRow,
} from "../vehicles/index.ts";

const TAG = "Fleet";
const KST_OFFSET_MS = 9 * 3_600_000;

/** What the family's dashboards ask over HTTP, at `/x` and `/api/x` (fleet contract, section 8). */
export function dashboardRoutes(ports: {
  readonly registry: VehicleRegistry;
  readonly events: EventLog;
  readonly maps: Pick<MapCatalog, "list" | "geojson">;
}): Route[] {
  return [...mapRoutes(ports.maps), ...vehicleRoutes(ports.registry), eventRoute(ports.events)];
}

const at = (path: string) => ({ path, aliases: [`/api${path}`], tag: TAG, anyOrigin: true });

function mapRoutes(maps: Pick<MapCatalog, "list" | "geojson">): Route[] {
  return [
    defineRoute({
      operationId: "listFleetMaps",
      method: "GET",
      ...at("/maps"),
      summary: "Maps that vehicles drive on",
      response: MapList,
      handle: () => ({
        body: {
          maps: maps.list().map(({ id, name }) => ({ id, map_id: id, name, map_name: name })),
        },
      }),
    }),
    defineRoute({
      operationId: "getFleetMap",
      method: "GET",
      ...at("/maps/:map_id"),
      summary: "What can be driven on, as GeoJSON in the map's metres",
      params: MapParams,
      contentType: "application/json",
      handle: ({ params }) => {
        const map = maps.geojson(params.map_id);
        if (map !== undefined) return { body: JSON.stringify(map) };
        throw new AppError("not-found", `ID '${params.map_id}'에 해당하는 맵을 찾을 수 없습니다.`);
      },
    }),
  ];
}

function vehicleRoutes(registry: VehicleRegistry): Route[] {
  return [
    defineRoute({
      operationId: "listVehicles",
      method: "GET",
      ...at("/vehicles"),
      summary: "Registered vehicles",
      response: DashboardVehicleList,
      handle: async () => ({ body: { vehicles: (await registry.list()).map(vehicleView) } }),
    }),
    defineRoute({
      operationId: "getVehicle",
      method: "GET",
      ...at("/vehicles/:id"),
      summary: "One vehicle",
      params: VehicleParams,
      response: DashboardVehicle,
      handle: async ({ params }) => ({ body: vehicleView(await registry.get(params.id)) }),
    }),
    defineRoute({
      operationId: "renameVehicle",
      method: "PATCH",
      ...at("/vehicles/:id"),
      summary: "Give a vehicle another name",
      params: VehicleParams,
      body: VehicleRename,
      response: DashboardVehicle,
      handle: async ({ params, body }) => ({
        body: vehicleView(await registry.change(params.id, { name: body.car_name })),
      }),
    }),
    defineRoute({
      operationId: "deleteVehicle",
      method: "DELETE",
      ...at("/vehicles/:id"),
      summary: "Take a vehicle off the list; its device may go on speaking",
      params: VehicleParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await registry.remove(params.id);
        return { status: 204 };
      },
    }),
  ];
}

function eventRoute(events: EventLog): Route {
  return defineRoute({
    operationId: "listVehicleEvents",
    method: "GET",
    ...at("/vehicles/events"),
    summary: "Runs and catches, newest first, in Seoul's time",
    response: DashboardEventList,
    handle: async () => ({ body: { events: (await events.list()).map(eventView) } }),
  });
}

function vehicleView(row: VehicleRow): DashboardVehicle {
  const type = typeOfRow(row);
  return {
    id: row.id,
    car_name: fromNameColumn(row.name),
    vehicle_type: type,
    details:
      type === "runner"
        ? null
        : {
            fuel: row.fuel_percent,
            collision_count: row.collision_count,
            status: statusWord(row.status),
          },
  };
}

function eventView(event: StoredEvent): DashboardEvent {
  return {
    id: event.id,
    catcher_id: event.catcherId,
    runner_id: event.runnerId,
    status: event.status,
    created_at: seoulInstant(event.atMs),
  };
}

/** Dashboards take the first ten characters for the date, so it has to be Seoul's. */
function seoulInstant(timeMs: number): string {
  return `${new Date(timeMs + KST_OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}
