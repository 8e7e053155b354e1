/**
 * Live: the feed that viewers follow. One message per event, made once and shared by everybody
 * who asked for its topic; a bounded window of the past lets a viewer that was cut off go on where
 * it stopped, and what is lost beyond it is said openly.
 *
 * Follows docs/design/backpressure.md.
 */
export { createLive, type Live, type LivePorts, type LiveStats } from "./create-live.ts";
