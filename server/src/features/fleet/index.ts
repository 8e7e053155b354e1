/**
 * Fleet: vehicles that sign what they say, dashboards that follow them, and chases. Owns vehicles,
 * the four binary channels, events and missions.
 *
 * Follows docs/design/fleet.md.
 */
export {
  createFleet,
  frameMac,
  type Fleet,
  type FleetPorts,
  type FleetStats,
} from "./create-fleet.ts";
