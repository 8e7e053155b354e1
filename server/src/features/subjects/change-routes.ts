import {
  defineRoute,
  SubjectDetail,
  SubjectLinkParams,
  SubjectMerge,
  SubjectParams,
  SubjectSplit,
  SubjectUpdate,
  type Caller,
  type Route,
} from "@whereabouts/contracts";
import type { SubjectsPorts } from "./create-subjects.ts";
import type { SubjectChanges } from "./subject-changes.ts";
import { readSubject } from "./subject-reader.ts";

const TAG = "Subjects";

interface Parts extends SubjectsPorts {
  readonly changes: SubjectChanges;
}

/** Each change answers with the subject as it stands afterwards, and is audited. */
export function changeRoutes(parts: Parts): Route[] {
  return [updateRoute(parts), confirmRoute(parts), splitRoute(parts), mergeRoute(parts)];
}

function updateRoute({ db, changes, audit }: Parts): Route {
  return defineRoute({
    operationId: "updateSubject",
    method: "PATCH",
    path: "/api/v1/subjects/:subject_id",
    tag: TAG,
    summary: "Name a subject, or take its name away",
    description: "A subject with a name is kept for good; others go with the retention.",
    params: SubjectParams,
    body: SubjectUpdate,
    response: SubjectDetail,
    handle: async ({ params, body, caller }) => {
      const target = params.subject_id;
      await changes.rename(target, body.display_name);
      await audit({ caller, operation: "updateSubject", result: "ok", target, details: body });
      return { body: await readSubject(db, target) };
    },
  });
}

function confirmRoute({ db, changes, audit }: Parts): Route {
  return defineRoute({
    operationId: "confirmSubjectLink",
    method: "POST",
    path: "/api/v1/subjects/:subject_id/links/:link_id/confirm",
    tag: TAG,
    summary: "Say that a link is right; nothing changes it by itself then",
    params: SubjectLinkParams,
    response: SubjectDetail,
    handle: async ({ params, caller }) => {
      const { subject_id: target, link_id: linkId } = params;
      await changes.confirm(target, linkId, nameOf(caller));
      const details = { link_id: linkId };
      await audit({ caller, operation: "confirmSubjectLink", result: "ok", target, details });
      return { body: await readSubject(db, target) };
    },
  });
}

function splitRoute({ db, changes, audit }: Parts): Route {
  return defineRoute({
    operationId: "splitSubject",
    method: "POST",
    path: "/api/v1/subjects/:subject_id/split",
    tag: TAG,
    summary: "Say that some tracks are somebody else's: they become a subject of their own",
    params: SubjectParams,
    body: SubjectSplit,
    successStatus: 201,
    response: SubjectDetail,
    handle: async ({ params, body, caller }) => {
      const target = params.subject_id;
      const made = await changes.split(target, body.track_ids, nameOf(caller));
      const details = { ...body, new_subject_id: made };
      await audit({ caller, operation: "splitSubject", result: "ok", target, details });
      return { status: 201, body: await readSubject(db, made) };
    },
  });
}

function mergeRoute({ db, changes, audit }: Parts): Route {
  return defineRoute({
    operationId: "mergeSubject",
    method: "POST",
    path: "/api/v1/subjects/:subject_id/merge",
    tag: TAG,
    summary: "Say that two subjects are one; this one goes into the other",
    params: SubjectParams,
    body: SubjectMerge,
    response: SubjectDetail,
    handle: async ({ params, body, caller }) => {
      const target = params.subject_id;
      await changes.merge(target, body.into_subject_id, nameOf(caller));
      await audit({ caller, operation: "mergeSubject", result: "ok", target, details: body });
      return { body: await readSubject(db, body.into_subject_id) };
    },
  });
}

function nameOf(caller: Caller): string {
  return caller.name ?? caller.id ?? caller.kind;
}
