/**
 * Sites: places, their floors with plans and walls, and the zones drawn on them. The one registry
 * of sites and zones; other features and the pipeline read it through the catalog.
 *
 * Follows docs/design/coordinates.md.
 */
export { createSites, type Sites, type SitesPorts } from "./create-sites.ts";
export type { SiteCatalog } from "./site-catalog.ts";
export type { PlanStore } from "./plan-routes.ts";
