/** Routes of the fleet: the family's own, and the product's. */
export { dashboardRoutes } from "./dashboard-routes.ts";
export { vehicleRoutes } from "./vehicle-routes.ts";
export { missionRoutes } from "./mission-routes.ts";
