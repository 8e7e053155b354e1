/**
 * Tracks: what other trackers hand in, and the newest observations of all. Owns the binding of a
 * foreign tracker's ids to our tracks, which never expires.
 *
 * Follows docs/design/identity.md.
 */
export {
  createTrackBindings,
  createTracks,
  type Tracks,
  type TracksPorts,
  type TracksStats,
} from "./create-tracks.ts";
