import { answerOf, api, type SubjectDetail } from "../../app/api.ts";

/** A subject that was joined with another, as far as undoing needs it. */
export interface Joined {
  readonly display_name: string | null;
  readonly track_count: number;
  readonly tracks: readonly { readonly track_id: string }[];
}

const pathOf = (subjectId: string) => ({ path: { subject_id: subjectId } });

export function readSubject(subjectId: string): Promise<SubjectDetail> {
  return answerOf(api.GET("/api/v1/subjects/{subject_id}", { params: pathOf(subjectId) }));
}

export function rename(subjectId: string, name: string | null): Promise<SubjectDetail> {
  const body = { display_name: name };
  return answerOf(api.PATCH("/api/v1/subjects/{subject_id}", { params: pathOf(subjectId), body }));
}

export function confirmLink(subjectId: string, linkId: string): Promise<SubjectDetail> {
  const params = { path: { subject_id: subjectId, link_id: linkId } };
  return answerOf(api.POST("/api/v1/subjects/{subject_id}/links/{link_id}/confirm", { params }));
}

/** @returns the subject that the tracks make from then on */
export function splitOff(subjectId: string, trackIds: readonly string[]): Promise<SubjectDetail> {
  const body = { track_ids: [...trackIds] };
  const params = pathOf(subjectId);
  return answerOf(api.POST("/api/v1/subjects/{subject_id}/split", { params, body }));
}

/** @returns the subject that goes on */
export function mergeInto(fromId: string, intoId: string): Promise<SubjectDetail> {
  const body = { into_subject_id: intoId };
  const params = pathOf(fromId);
  return answerOf(api.POST("/api/v1/subjects/{subject_id}/merge", { params, body }));
}

/** Whether the tracks that came with a merge are all known, so that it can be taken back. */
export function canUnmerge(joined: Joined): boolean {
  return joined.track_count > 0 && joined.tracks.length === joined.track_count;
}

/** Takes a merge back: the tracks make a subject of their own again, under their former name. */
export async function unmerge(intoId: string, joined: Joined): Promise<SubjectDetail> {
  const made = await splitOff(
    intoId,
    joined.tracks.map((track) => track.track_id),
  );
  return joined.display_name === null ? made : rename(made.subject_id, joined.display_name);
}

/** Of two that are one, the one that goes on: who has a name, else who was met first. */
export function survivorOf<
  S extends { readonly display_name: string | null; readonly first_seen_at: string },
>(one: S, other: S): S {
  if ((one.display_name === null) !== (other.display_name === null)) {
    return one.display_name === null ? other : one;
  }
  return Date.parse(one.first_seen_at) <= Date.parse(other.first_seen_at) ? one : other;
}
