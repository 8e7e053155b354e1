import {
  defineRoute,
  PhotoBurstPictureParams,
  StoredPhotoDetail,
  StoredPhotoPage,
  StoredPhotoParams,
  StoredPhotoPictureParams,
  StoredPhotoQuery,
  type Caller,
  type Route,
} from "@whereabouts/contracts";
import type { MediaStore } from "../../media/index.ts";
import { notFound, openFile } from "./contract-routes.ts";
import { burstOf, storedPhoto, storedPhotoDetail } from "./library-view.ts";
import type { PhotoRow, PhotoStore } from "./photo-store.ts";

export interface LibraryParts {
  readonly store: PhotoStore;
  readonly media: Pick<MediaStore, "read">;
}

const TAG = "Photos";

/** Photos as the console shows them: pages, details, pictures, bursts. */
export function libraryRoutes(parts: LibraryParts): Route[] {
  return [listRoute(parts), detailRoute(parts), pictureRoute(parts), burstPictureRoute(parts)];
}

/** @throws AppError `not-found` for a photo the caller does not see, too */
export async function findVisible(
  store: PhotoStore,
  caller: Caller,
  photoId: string,
): Promise<PhotoRow> {
  const row = await store.findVisible(caller, photoId);
  if (!row) throw notFound();
  return row;
}

function listRoute({ store }: LibraryParts): Route {
  return defineRoute({
    operationId: "listStoredPhotos",
    method: "GET",
    path: "/api/v1/photos",
    tag: TAG,
    summary: "Photos the caller sees, newest first, with progress, scores and origin",
    query: StoredPhotoQuery,
    response: StoredPhotoPage,
    handle: async ({ query, caller }) => {
      const { limit, scope, cursor } = query;
      const before = cursor === undefined ? null : Number(cursor);
      const rows = await store.page(caller, { scope, before, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const photos = page.map((row) => storedPhoto(row, caller));
      return { body: { photos, next_cursor: last ? String(last.number) : null } };
    },
  });
}

function detailRoute({ store }: LibraryParts): Route {
  return defineRoute({
    operationId: "getStoredPhoto",
    method: "GET",
    path: "/api/v1/photos/:photo_id",
    tag: TAG,
    summary: "One photo: progress, why it was chosen, and the burst it is of",
    params: StoredPhotoParams,
    response: StoredPhotoDetail,
    handle: async ({ params, caller }) => ({
      body: storedPhotoDetail(await findVisible(store, caller, params.photo_id), caller),
    }),
  });
}

const TYPE_OF_FORMAT: Readonly<Record<string, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heif: "image/avif",
};

function pictureRoute({ store, media }: LibraryParts): Route {
  return defineRoute({
    operationId: "getStoredPhotoPicture",
    method: "GET",
    path: "/api/v1/photos/:photo_id/pictures/:picture",
    tag: TAG,
    summary: "The original, the enlarged picture, a small one, or what the network invented",
    params: StoredPhotoPictureParams,
    contentType: "image/jpeg",
    handle: async ({ params, caller }) => {
      const row = await findVisible(store, caller, params.photo_id);
      const id = mediaIdOf(row, params.picture);
      const found = id === null ? null : await openFile(media, id);
      if (found === null) throw notFound();
      const isOriginal = params.picture === "original";
      const contentType = isOriginal
        ? (TYPE_OF_FORMAT[row.format ?? ""] ?? "application/octet-stream")
        : found.media.contentType;
      return { body: found.stream, contentType, headers: headersOf(found.media.sizeBytes) };
    },
  });
}

function burstPictureRoute({ store, media }: LibraryParts): Route {
  return defineRoute({
    operationId: "getPhotoBurstPicture",
    method: "GET",
    path: "/api/v1/photos/:photo_id/burst/:index",
    tag: TAG,
    summary: "A small picture of one of the burst",
    params: PhotoBurstPictureParams,
    contentType: "image/jpeg",
    handle: async ({ params, caller }) => {
      const row = await findVisible(store, caller, params.photo_id);
      const id = burstOf(row)[params.index]?.thumbnailId ?? null;
      const found = id === null ? null : await openFile(media, id);
      if (found === null) throw notFound();
      const headers = headersOf(found.media.sizeBytes);
      return { body: found.stream, contentType: "image/jpeg", headers };
    },
  });
}

function mediaIdOf(
  row: PhotoRow,
  picture: "original" | "result" | "thumbnail" | "invented",
): string | null {
  if (picture === "original") return row.original_media_id;
  if (picture === "result") return row.result_media_id;
  return picture === "thumbnail" ? row.thumbnail_media_id : row.invented_media_id;
}

/** A result changes when a photo is enlarged again, so nothing is kept without asking. */
function headersOf(sizeBytes: number): Record<string, string> {
  return { "content-length": String(sizeBytes), "cache-control": "private, no-cache" };
}
