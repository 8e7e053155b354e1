/**
 * Demo: puts the simulated site into the registry, so that a newcomer has something to look at.
 * Its rows are ordinary sites, zones and cameras; nothing else knows where they came from.
 */
export { createDemo, type Demo, type DemoPorts, type DemoSeed } from "./demo.ts";
