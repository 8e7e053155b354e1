import { subjectNames } from "../../app/subject-names.ts";
import type { Identified } from "../../ui/identity-color.ts";

/** Ids of other trackers can be long; their end is what tells them apart. */
const ID_LENGTH_MAX = 16;
const ID_END_LENGTH = 8;

/** What people call the subject, else its public name; empty while nobody knows who it is. */
export function identityLabel({ subject_id: id, global_id: globalId }: Identified): string {
  const name = id === null ? undefined : subjectNames.nameOf(id);
  return name ?? shortId(globalId ?? "");
}

export function shortId(id: string): string {
  return id.length <= ID_LENGTH_MAX ? id : `…${id.slice(-ID_END_LENGTH)}`;
}
