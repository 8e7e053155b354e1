/**
 * Plans: sites, their floors with walls and plan pictures, and the zones drawn on them.
 */
export { PlansPage as Component } from "./plans-page.tsx";
