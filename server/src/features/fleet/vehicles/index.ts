/** Vehicles: who they are, where they were last, and the rows that nobody waits for. */
export type { LastFix, Vehicle } from "./vehicle.ts";
export { VehicleRegistry, type VehicleChange } from "./vehicle-registry.ts";
export { FleetWriters } from "./fleet-writers.ts";
export { fromNameColumn, statusWord, typeOfRow, type VehicleRow } from "./vehicle-rows.ts";
export { WriteBehind, type WriteBehindStats } from "./write-behind.ts";
