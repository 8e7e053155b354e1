import createClient, { type MaybeOptionalInit } from "openapi-fetch";
import type { HttpMethod, PathsWithMethod, RequiredKeysOf } from "openapi-typescript-helpers";

import type { paths } from "./api-types.ts";
import { authorizedFetch } from "./session.ts";

type Arguments<Init> = RequiredKeysOf<Init> extends never ? [Init?] : [Init];
/** One method of the client. The library's own type would turn points `[x, y]` into plain arrays. */
type Call<M extends HttpMethod> = <P extends PathsWithMethod<paths, M>>(
  path: P,
  ...init: Arguments<MaybeOptionalInit<paths[P], M & keyof paths[P]>>
) => Promise<ClientResult<Json<M extends keyof paths[P] ? paths[P][M] : never>>>;

/** Typed client of the server this console was served by. */
export const api = createClient<paths>({ baseUrl: "/", fetch: authorizedFetch }) as unknown as {
  readonly GET: Call<"get">;
  readonly POST: Call<"post">;
  readonly PUT: Call<"put">;
  readonly PATCH: Call<"patch">;
  readonly DELETE: Call<"delete">;
};

type Json<Op> = Op extends { responses: infer R } ? JsonOf<R[keyof R & (200 | 201 | 202)]> : never;
type JsonOf<R> = R extends { content: { "application/json": infer A } } ? A : never;
/** Answer of `GET path`. */
export type Answer<P extends keyof paths> = paths[P] extends { get: infer Op } ? Json<Op> : never;

export type Site = Answer<"/api/v1/sites">[number];
export type Floor = Site["floors"][number];
export type Zone = Answer<"/api/v1/zones">[number];
export type RegistryCamera = Answer<"/api/v1/registry/cameras">[number];
export type CameraStatus = NonNullable<RegistryCamera["health"]>["status"];
export type CameraSettings = RegistryCamera["settings"];
export type CalibrationPair = NonNullable<RegistryCamera["calibration"]>["pairs"][number];
export type Overview = Answer<"/api/v1/system/overview">;
export type Subject = Answer<"/api/v1/subjects">["subjects"][number];
export type SubjectDetail = Answer<"/api/v1/subjects/{subject_id}">;
export type SubjectEvidence = Answer<"/api/v1/subjects/{subject_id}/evidence">;
export type SubjectLink = SubjectEvidence["links"][number];
export type SubjectPicture = NonNullable<Subject["picture"]>;
export type StoredPhoto = Answer<"/api/v1/photos">["photos"][number];
export type StoredPhotoDetail = Answer<"/api/v1/photos/{photo_id}">;
export type Account = Answer<"/api/v1/auth/me">;
export type Role = Account["role"];
/** `[x, y]`, in pixels or metres as the field's name says. */
export type Point = CalibrationPair["plan_m"];

/** One field the server refused; `field` is the path below `body`, `query` or `path`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A refused or failed call, with what the server said about it. */
export class ApiError extends Error {
  /** HTTP status, or 0 when no answer came. */
  readonly status: number;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, message: string, fields: readonly FieldProblem[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.fields = fields;
  }
}

interface ClientResult<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of a successful call.
 *
 * @throws ApiError when the server refused, or could not be reached (status 0)
 */
export async function answerOf<T>(call: Promise<ClientResult<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause));
  });
  if (!response.ok) throw refusal(response.status, error);
  return data as T;
}

/**
 * Bytes of a picture that needs the user's token.
 *
 * @throws ApiError like `answerOf`
 */
export async function fetchPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  const request = new Request(new URL(url, location.href), signal === undefined ? {} : { signal });
  const response = await authorizedFetch(request).catch((cause: unknown) => {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause));
  });
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined));
  return response.blob();
}

/** Sends the plan picture of a floor. @throws ApiError like `answerOf` */
export async function uploadPlan(floorId: string, picture: Blob): Promise<void> {
  const request = new Request(new URL(`/api/v1/floors/${floorId}/plan`, location.href), {
    method: "PUT",
    headers: { "Content-Type": picture.type },
    body: picture,
  });
  const response = await authorizedFetch(request);
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined));
}

/** What an answer that is no success says. */
export function refusal(status: number, body: unknown): ApiError {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  if (typeof detail === "string") return new ApiError(status, detail);
  if (!Array.isArray(detail)) return new ApiError(status, "");
  const fields = detail.map((item: { loc?: unknown[]; msg?: string }) => ({
    field: (item.loc ?? []).slice(1).join("."),
    message: item.msg ?? "",
  }));
  return new ApiError(status, fields.map((f) => `${f.field}: ${f.message}`).join("; "), fields);
}
