/**
 * WebSockets: upgrade, identity, limits, heartbeat and framing. What is said over a socket belongs
 * to the feature that opened it. Follows docs/design/backpressure.md.
 */
export { SocketServer, type SocketServerOptions, type SocketStats } from "./socket-server.ts";
