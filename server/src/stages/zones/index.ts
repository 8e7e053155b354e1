/**
 * Zones: which areas of the plan hold a box, and who entered, stayed in or left them. A zone's
 * border belongs to the zone; once inside, a thing has to go clearly past the border to leave.
 *
 * Follows docs/design/coordinates.md.
 */
export { createZones, type ZonesOptions, type ZonesStats } from "./zones.ts";
