import type { Gallery } from "./gallery.ts";
import type { RememberedPlace } from "./identity.ts";
import type { Track } from "./track.ts";

/** Tracks that a subject keeps for comparison; older ones leave only where they were seen. */
export const SUBJECT_TRACKS_MAX = 12;

export interface Subject {
  readonly key: string;
  /** Counts up with every subject; 0 for one that was restored. */
  readonly order: number;
  readonly madeMs: number;
  classId: number;
  readonly group: number;
  readonly gallery: Gallery;
  /** In the order in which they were linked. */
  readonly tracks: Track[];
  /** Where it was last seen by a track that is no longer in `tracks`. */
  lastSeen: RememberedPlace | null;
  /** Tracks that were ever linked and not taken away again. */
  trackCount: number;
  isConfirmed: boolean;
  readonly cannotLinks: Set<string>;
  /** Latest time of any sight or word about it. */
  usedMs: number;
}

export function placeOf(track: Track): RememberedPlace {
  return {
    cameraKey: track.cameraKey,
    planeKey: track.planeKey,
    timeMs: track.last.timeMs,
    positionM: track.last.positionM,
  };
}

/** Where the subject was last seen by anything. */
export function lastSeenOf(subject: Subject): RememberedPlace | null {
  let last = subject.lastSeen;
  for (const track of subject.tracks) {
    if (last === null || track.last.timeMs > last.timeMs) last = placeOf(track);
  }
  return last;
}

/** Takes the oldest ended tracks out of the comparison. */
export function foldTracks(subject: Subject): void {
  while (subject.tracks.length > SUBJECT_TRACKS_MAX) {
    const oldest = subject.tracks.findIndex((track) => track.endMs !== null);
    if (oldest < 0) return;
    foldTrack(subject, subject.tracks[oldest]!);
  }
}

/** Takes one track out of the comparison; where it was last seen stays known. */
export function foldTrack(subject: Subject, track: Track): void {
  const at = subject.tracks.indexOf(track);
  if (at < 0) return;
  subject.tracks.splice(at, 1);
  const place = placeOf(track);
  if (subject.lastSeen === null || place.timeMs > subject.lastSeen.timeMs) {
    subject.lastSeen = place;
  }
}
