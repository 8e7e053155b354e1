/**
 * The words of the product as readonly data: frame, detection, track, observation, position, zone.
 * No I/O, no configuration, no `node:`. Follows docs/design/coordinates.md and identity.md.
 */
export * from "./geometry.ts";
export * from "./object-class.ts";
export * from "./frame.ts";
export * from "./camera.ts";
export * from "./site.ts";
export * from "./identity.ts";
export * from "./fleet.ts";
export * from "./events.ts";
