/**
 * Transport: HTTP, WebSocket and MQTT. Owns identity of the connection, framing, limits and the one
 * table that turns an error into a status; what an operation does belongs to its feature.
 *
 * Follows docs/design/backpressure.md.
 */
export * from "./http/index.ts";
export type { SocketStats } from "./ws/index.ts";
export { STATUS_OF_KIND, renderError, type RenderedError } from "./errors.ts";
export * from "./mqtt/index.ts";
export { NodeCalls } from "./node-calls.ts";
