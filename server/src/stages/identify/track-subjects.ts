import type { BusEvents } from "../../model/index.ts";

export interface SubjectOfTrack {
  /** Uuid of the subject row. */
  readonly subjectId: string;
  /** As clients see it. */
  readonly globalId: string;
}

/** Tracks remembered; the longest unheard of goes first. */
const TRACKS_MAX = 20_000;

/** Whose every track is, as last decided anywhere: each process learns it from the bus. */
export class TrackSubjects {
  readonly limit = TRACKS_MAX;
  readonly #subjects = new Map<string, SubjectOfTrack>();

  get size(): number {
    return this.#subjects.size;
  }

  of(trackId: string): SubjectOfTrack | undefined {
    return this.#subjects.get(trackId);
  }

  entries(): IterableIterator<[string, SubjectOfTrack]> {
    return this.#subjects.entries();
  }

  apply({ links }: BusEvents["subjects"]): void {
    for (const { trackId, subjectId, globalId } of links) {
      this.#subjects.delete(trackId);
      this.#subjects.set(trackId, { subjectId, globalId });
    }
    for (const oldest of this.#subjects.keys()) {
      if (this.#subjects.size <= TRACKS_MAX) return;
      this.#subjects.delete(oldest);
    }
  }

  forget(trackIds: readonly string[]): void {
    for (const trackId of trackIds) this.#subjects.delete(trackId);
  }
}
