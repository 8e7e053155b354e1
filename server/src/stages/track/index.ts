/**
 * Track: which boxes of one camera are the same thing over time. One tracker per camera, a uuid
 * per track, the class by vote over the track (a dog once taken for a cat stays a dog).
 *
 * Follows docs/design/identity.md.
 */
export { createTrack, type TrackOptions, type TrackStats } from "./track.ts";
