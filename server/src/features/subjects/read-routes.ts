import {
  defineRoute,
  SubjectDetail,
  SubjectEvidence,
  SubjectPage,
  SubjectParams,
  SubjectPictureParams,
  SubjectQuery,
  type Route,
} from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";
import type { SubjectsPorts } from "./create-subjects.ts";
import { readEvidence } from "./evidence-reader.ts";
import { readPage, readSubject } from "./subject-reader.ts";

const TAG = "Subjects";

export function readRoutes(ports: SubjectsPorts): Route[] {
  const { db, cameras } = ports;
  return [
    defineRoute({
      operationId: "listSubjects",
      method: "GET",
      path: "/api/v1/subjects",
      tag: TAG,
      summary: "Who and what was seen, newest first",
      query: SubjectQuery,
      response: SubjectPage,
      handle: async ({ query }) => {
        const camera = query.camera === undefined ? null : cameras.find(query.camera);
        if (camera === undefined) throw new AppError("not-found", "Camera not found");
        return { body: await readPage(db, query, camera?.id ?? null) };
      },
    }),
    defineRoute({
      operationId: "getSubject",
      method: "GET",
      path: "/api/v1/subjects/:subject_id",
      tag: TAG,
      summary: "One subject: where it is, its tracks, stays, cameras and pictures",
      description: "The id of a subject that was merged answers with the one it became.",
      params: SubjectParams,
      response: SubjectDetail,
      handle: async ({ params }) => ({ body: await readSubject(db, params.subject_id) }),
    }),
    defineRoute({
      operationId: "getSubjectEvidence",
      method: "GET",
      path: "/api/v1/subjects/:subject_id/evidence",
      tag: TAG,
      summary: "Why each of its tracks is held to be of the subject, and who else it might be",
      params: SubjectParams,
      response: SubjectEvidence,
      handle: async ({ params }) => ({ body: await readEvidence(db, params.subject_id) }),
    }),
    pictureRoute(ports),
  ];
}

function pictureRoute({ db, media }: SubjectsPorts): Route {
  return defineRoute({
    operationId: "getSubjectPicture",
    method: "GET",
    path: "/api/v1/subjects/pictures/:picture_id",
    tag: TAG,
    summary: "One crop",
    params: SubjectPictureParams,
    contentType: "image/jpeg",
    handle: async ({ params }) => {
      const picture = await db
        .selectFrom("track_pictures")
        .select("media_id")
        .where("id", "=", params.picture_id)
        .executeTakeFirst();
      if (!picture) throw new AppError("not-found", "Picture not found");
      const { media: found, stream } = await media.read(picture.media_id);
      return {
        body: Buffer.concat(await stream.toArray()),
        contentType: found.contentType,
        headers: { "cache-control": "private, max-age=86400, immutable" },
      };
    },
  });
}
