import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { OBJECT_CLASSES } from "@whereabouts/contracts/detection.ts";

import { answerOf, api, type Subject } from "../../app/api.ts";
import { subjectNames } from "../../app/subject-names.ts";

export const SUBJECT_CLASSES = [...OBJECT_CLASSES, "unknown"] as const;
type SubjectClass = (typeof SUBJECT_CLASSES)[number];

/** Spans that the time filter offers, in minutes back from the moment of asking. */
export const SPANS_MIN = [15, 60, 1440, 10_080] as const;

/** What the gallery shows; empty text means any. */
export interface SubjectFilter {
  readonly name: string;
  readonly objectClass: string;
  readonly cameraId: string;
  readonly siteId: string;
  /** One of `SPANS_MIN` as text. */
  readonly span: string;
}

export const NO_FILTER: SubjectFilter = {
  name: "",
  objectClass: "",
  cameraId: "",
  siteId: "",
  span: "",
};

const PAGE_SUBJECTS = 48;
const RENEWED_EVERY_MS = 10_000;
/** Reading many pages again all the time would cost more than it tells. */
const RENEWED_PAGES_MAX = 3;

/** Pages of the gallery, newest seen first. */
export const subjectListQuery = (filter: SubjectFilter, limit = PAGE_SUBJECTS) =>
  infiniteQueryOptions({
    queryKey: ["subjects", "list", filter, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const query = { ...queryOf(filter), limit, ...(pageParam && { cursor: pageParam }) };
      const page = await answerOf(api.GET("/api/v1/subjects", { params: { query } }));
      subjectNames.take(page.subjects);
      return page;
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) <= RENEWED_PAGES_MAX ? RENEWED_EVERY_MS : false,
  });

export const subjectQuery = (subjectId: string) =>
  queryOptions({
    queryKey: ["subjects", "one", subjectId],
    queryFn: async () => {
      const params = { path: { subject_id: subjectId } };
      const subject = await answerOf(api.GET("/api/v1/subjects/{subject_id}", { params }));
      subjectNames.take([subject]);
      return subject;
    },
    refetchInterval: RENEWED_EVERY_MS,
  });

export const evidenceQuery = (subjectId: string) =>
  queryOptions({
    queryKey: ["subjects", "evidence", subjectId],
    queryFn: () => {
      const params = { path: { subject_id: subjectId } };
      return answerOf(api.GET("/api/v1/subjects/{subject_id}/evidence", { params }));
    },
  });

/** What people call a subject, else its public name. */
export function subjectName(subject: Pick<Subject, "display_name" | "global_id">): string {
  return subject.display_name ?? subject.global_id;
}

function queryOf({ name, objectClass, cameraId, siteId, span }: SubjectFilter) {
  const minutes = Number(span);
  return {
    ...(name !== "" && { name }),
    ...(isClass(objectClass) && { object_class: objectClass }),
    ...(cameraId !== "" && { camera: cameraId }),
    ...(siteId !== "" && { site_id: siteId }),
    ...(minutes > 0 && { from: new Date(Date.now() - minutes * 60_000).toISOString() }),
  };
}

function isClass(name: string): name is SubjectClass {
  return SUBJECT_CLASSES.some((known) => known === name);
}
