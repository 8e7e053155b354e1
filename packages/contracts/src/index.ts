/**
 * Every schema and codec that crosses a boundary: HTTP bodies, socket messages, MQTT payloads,
 * fleet frames. Depends on the schema library only.
 */
export * from "./route.ts";
export * from "./errors.ts";
export * from "./access.ts";
export * from "./lenient.ts";
export * from "./sites.ts";
export * from "./detection.ts";
export * from "./cameras.ts";
export * from "./tracks.ts";
export * from "./subjects.ts";
export * from "./live.ts";
export * from "./photos.ts";
export * from "./photo-library.ts";
export * from "./ops.ts";
export * from "./fleet/index.ts";
