import {
  defineRoute,
  FleetVehicle,
  FleetVehicleList,
  FleetVehicleUpdate,
  VehicleParams,
  type Route,
} from "@whereabouts/contracts";
import {
  fromNameColumn,
  statusWord,
  typeOfRow,
  type VehicleChange,
  type VehicleRegistry,
  type VehicleRow,
} from "../vehicles/index.ts";

const TAG = "Fleet";

/** The product's own view of vehicles, with both numbers and where each one is. */
export function vehicleRoutes(registry: VehicleRegistry): Route[] {
  return [
    defineRoute({
      operationId: "listFleetVehicles",
      method: "GET",
      path: "/api/v1/fleet/vehicles",
      tag: TAG,
      summary: "Registered vehicles with their device numbers and last positions",
      response: FleetVehicleList,
      handle: async () => ({
        body: { vehicles: (await registry.list()).map((row) => fleetVehicle(row, registry)) },
      }),
    }),
    defineRoute({
      operationId: "updateFleetVehicle",
      method: "PATCH",
      path: "/api/v1/fleet/vehicles/:id",
      tag: TAG,
      summary: "Change a vehicle's name or map, or take its frames in signed envelopes only",
      params: VehicleParams,
      body: FleetVehicleUpdate,
      response: FleetVehicle,
      handle: async ({ params, body }) => {
        const change: VehicleChange = {
          ...(body.name === undefined ? {} : { name: body.name }),
          ...(body.map_id === undefined ? {} : { mapId: body.map_id }),
          ...(body.require_envelope === undefined
            ? {}
            : { requiresEnvelope: body.require_envelope }),
        };
        return { body: fleetVehicle(await registry.change(params.id, change), registry) };
      },
    }),
  ];
}

function fleetVehicle(row: VehicleRow, registry: VehicleRegistry): FleetVehicle {
  const type = typeOfRow(row);
  const isPolice = type === "police";
  const fix = registry.byId(row.id)?.lastFix ?? null;
  const isPlace = fix !== null && Number.isFinite(fix.xM) && Number.isFinite(fix.yM);
  return {
    id: row.id,
    wire_id: row.wire_id,
    name: fromNameColumn(row.name),
    type,
    map_id: row.map_id ?? registry.defaultMapId,
    fuel_percent: isPolice ? row.fuel_percent : null,
    collision_count: isPolice ? row.collision_count : null,
    status: isPolice ? statusWord(row.status) : null,
    state_at: isPolice ? row.state_at.toISOString() : null,
    position: isPlace ? { x_m: fix.xM, y_m: fix.yM, at: new Date(fix.atMs).toISOString() } : null,
    require_envelope: row.requires_envelope,
    registered_at: row.created_at.toISOString(),
  };
}
