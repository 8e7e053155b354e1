/** Signed binary frames of vehicles and their dashboards, little-endian (fleet contract). */
export * from "./frame-layout.ts";
export * from "./decode-frame.ts";
export * from "./encode-frame.ts";
export * from "./envelope.ts";
export * from "./http.ts";
export * from "./missions.ts";
export * from "./maps.ts";
