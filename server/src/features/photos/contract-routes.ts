import {
  defineRoute,
  jsonWithFractions,
  PhotoBytesQuery,
  PhotoDeleted,
  photoLimitReply,
  PhotoList,
  PhotoListQuery,
  PhotoParams,
  type Route,
} from "@whereabouts/contracts";
import { AppError, FixedWindow, isAppError, type Clock } from "../../base/index.ts";
import type { MediaStore } from "../../media/index.ts";
import { ownerOf } from "./ownership.ts";
import type { PhotoStore } from "./photo-store.ts";
import { FRACTIONS, JSON_TYPE, photoView } from "./photo-view.ts";
import type { PhotoWork } from "./photo-work.ts";

export interface ContractParts {
  readonly store: PhotoStore;
  readonly work: Pick<PhotoWork, "remove">;
  readonly media: Pick<MediaStore, "read">;
  readonly clock: Clock;
}

const TAG = "Photos";
const LISTS_PER_MINUTE = 60;

/** A user's photos as the apps read them; photo contract, sections 2 to 7. */
export function contractRoutes(parts: ContractParts): Route[] {
  return [listRoute(parts), bytesRoute(parts), deleteRoute(parts)];
}

function listRoute({ store, clock }: ContractParts): Route {
  const limit = new FixedWindow(LISTS_PER_MINUTE, clock);
  return defineRoute({
    operationId: "listPhotos",
    method: "GET",
    path: "/photos",
    tag: TAG,
    summary: "The caller's photos, newest first",
    query: PhotoListQuery,
    response: PhotoList,
    rateLimit: "none",
    handle: async ({ query, caller }) => {
      if (!limit.take(caller.address)) return photoLimitReply(limit.callsPerMinute);
      const rows = await store.list(ownerOf(caller), query);
      const text = jsonWithFractions(rows.map(photoView), FRACTIONS);
      return { contentType: JSON_TYPE, body: text };
    },
  });
}

function bytesRoute({ store, media }: ContractParts): Route {
  return defineRoute({
    operationId: "getPhotoBytes",
    method: "GET",
    path: "/photos/:id",
    tag: TAG,
    summary: "A photo's bytes: enlarged, or as it was sent",
    description: "Until the enlarged picture is ready, and for good when it fails, the original.",
    params: PhotoParams,
    query: PhotoBytesQuery,
    contentType: "image/jpeg",
    rateLimit: "none",
    handle: async ({ params, query, caller }) => {
      const photo = await store.find(ownerOf(caller), params.id);
      if (!photo) throw notFound();
      const wanted = query.type === "upscaled" ? photo.result_media_id : null;
      const found =
        (wanted === null ? null : await openFile(media, wanted)) ??
        (await openFile(media, photo.original_media_id));
      if (found === null) throw notFound();
      return {
        body: found.stream,
        contentType: "image/jpeg",
        headers: { "content-length": String(found.media.sizeBytes) },
      };
    },
  });
}

function deleteRoute({ store, work }: ContractParts): Route {
  return defineRoute({
    operationId: "deletePhoto",
    method: "DELETE",
    path: "/photos/:id",
    tag: TAG,
    summary: "Delete a photo and what was made of it",
    params: PhotoParams,
    response: PhotoDeleted,
    rateLimit: "none",
    handle: async ({ params, caller }) => {
      const photo = await store.find(ownerOf(caller), params.id);
      if (!photo || !(await work.remove(photo))) throw notFound();
      return { body: { message: "Deleted successfully" } };
    },
  });
}

/** Null when the file is gone though its row stands. */
export async function openFile(media: Pick<MediaStore, "read">, id: string) {
  try {
    return await media.read(id);
  } catch (error) {
    if (isAppError(error) && error.kind === "not-found") return null;
    throw error;
  }
}

export function notFound(): AppError {
  return new AppError("not-found", "Photo not found");
}
