/** Maps: drivable polygons and road graphs, shipped, imported or edited. */
export type { FleetMap, MapGeoJson, MapSite } from "./fleet-map.ts";
export { MapCatalog } from "./map-catalog.ts";
export { mapRoutes } from "./map-routes.ts";
export { MapStore } from "./map-store.ts";
export { buildShippedMap, SHIPPED_MAPS } from "./shipped/index.ts";
