/**
 * Publish: tells the live bus what a frame brought. One message per camera frame, never one per
 * track, and one per zone entered or left.
 *
 * Follows docs/design/backpressure.md.
 */
export { createPublish, type PublishBus, type PublishCamera } from "./publish.ts";
