/**
 * Detect: finds people, animals and vehicles in one picture. One folder per detector; the
 * networks' weights come from the models folder and are only loaded here.
 */
export { createDetectors } from "./registry.ts";
