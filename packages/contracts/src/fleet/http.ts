import { z } from "zod";
import { CleanText } from "../lenient.ts";
import { DAMAGE_STATES } from "./frame-layout.ts";

/** Keys are PostgreSQL integers. */
const KEY_MAX = 2_147_483_647;
const NAME_CHARS_MAX = 50;

/** A whole number in a path, as the fleet's clients know the refusal (fleet contract, section 8). */
const PathInteger = z.string().transform((text, context) => {
  if (/^[+-]?\d{1,20}$/.test(text.trim())) return Number(text);
  context.addIssue({
    code: "custom",
    message: "Input should be a valid integer, unable to parse string as an integer",
    params: { type: "int_parsing" },
  });
  return z.NEVER;
});

export const VehicleParams = z.object({ id: PathInteger.pipe(z.number().min(1).max(KEY_MAX)) });
export const MapParams = z.object({ map_id: PathInteger });

/** A vehicle as dashboards of the fleet family read it; a runner has no details. */
export const DashboardVehicle = z.object({
  id: z.int(),
  car_name: z.string(),
  vehicle_type: z.enum(["police", "runner"]),
  details: z
    .object({
      fuel: z.int(),
      collision_count: z.int(),
      status: z.enum(DAMAGE_STATES),
    })
    .nullable(),
});
export type DashboardVehicle = z.output<typeof DashboardVehicle>;
export const DashboardVehicleList = z.object({ vehicles: z.array(DashboardVehicle) });

/** `created_at` is Seoul's time with `+09:00`, whole seconds. */
export const DashboardEvent = z.object({
  id: z.int(),
  catcher_id: z.int().nullable(),
  runner_id: z.int(),
  status: z.enum(["run", "catch", "failed"]),
  created_at: z.string(),
});
export type DashboardEvent = z.output<typeof DashboardEvent>;
export const DashboardEventList = z.object({ events: z.array(DashboardEvent) });

export const VehicleRename = z.object({ car_name: z.string().max(NAME_CHARS_MAX) });

export const MapEntry = z.object({
  id: z.int(),
  map_id: z.int(),
  name: z.string(),
  map_name: z.string(),
});
export const MapList = z.object({ maps: z.array(MapEntry) });

const Instant = z.iso.datetime();

/** Everything known of a vehicle. Metres of the map's frame, y up. */
export const FleetVehicle = z.object({
  id: z.int(),
  wire_id: z.int(),
  name: z.string(),
  type: z.enum(["police", "runner"]),
  map_id: z.int(),
  fuel_percent: z.int().nullable(),
  collision_count: z.int().nullable(),
  status: z.enum(DAMAGE_STATES).nullable(),
  state_at: Instant.nullable(),
  /** Null until a fix came since the server started. */
  position: z.object({ x_m: z.number(), y_m: z.number(), at: Instant }).nullable(),
  require_envelope: z.boolean(),
  registered_at: Instant,
});
export type FleetVehicle = z.output<typeof FleetVehicle>;
export const FleetVehicleList = z.object({ vehicles: z.array(FleetVehicle) });

export const FleetVehicleUpdate = z
  .object({
    name: CleanText.max(NAME_CHARS_MAX),
    /** Null: the default map. */
    map_id: z.int().min(1).max(KEY_MAX).nullable(),
    /** Take this vehicle's frames in signed envelopes only. */
    require_envelope: z.boolean(),
  })
  .partial();
