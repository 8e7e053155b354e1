/**
 * Channels: the four sockets of the fleet family. Owns what a device's frame leads to, who hears of
 * it, and what a device may send; vehicles and chases are their own folders' business.
 *
 * Follows docs/design/fleet.md.
 */
export { Broadcaster } from "./broadcaster.ts";
export { FrameHandler, type FrameCounts } from "./frame-handler.ts";
export { SignatureGuard } from "./signature-guard.ts";
export { socketRoutes } from "./socket-routes.ts";
