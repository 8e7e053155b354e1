/** Maps from files: OpenStreetMap XML and GeoJSON. Pure but for the stream they are read from. */
export { importGeoJson, type GeoJsonOptions } from "./import-geojson.ts";
export { importOsm } from "./import-osm.ts";
export type { ImportedMap } from "./imported-map.ts";
export type { MapOrigin } from "./projection.ts";
export { IMPORT_LIMITS, refusal } from "./refusal.ts";
