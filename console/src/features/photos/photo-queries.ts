import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { answerOf, api, type StoredPhoto } from "../../app/api.ts";

export const PHOTO_SCOPES = ["all", "own", "site"] as const;
export type PhotoScope = (typeof PHOTO_SCOPES)[number];

const PAGE_PHOTOS = 48;
/** The live feed renews at once; this is for those it does not reach. */
const RENEWED_EVERY_MS = 30_000;

/** Pages of the gallery, newest first. */
export const photoListQuery = (scope: PhotoScope) =>
  infiniteQueryOptions({
    queryKey: ["photos", "list", scope],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = { scope, limit: PAGE_PHOTOS, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET("/api/v1/photos", { params: { query } }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: RENEWED_EVERY_MS,
  });

export const photoQuery = (photoId: string) =>
  queryOptions({
    queryKey: ["photos", "one", photoId],
    queryFn: () => {
      const params = { path: { photo_id: photoId } };
      return answerOf(api.GET("/api/v1/photos/{photo_id}", { params }));
    },
    refetchInterval: RENEWED_EVERY_MS,
  });

/** Address of a picture that is made anew each time the photo is enlarged. */
export function versioned(url: string, photo: Pick<StoredPhoto, "finished_at">): string {
  return photo.finished_at === null ? url : `${url}?at=${encodeURIComponent(photo.finished_at)}`;
}

/** What a photo is called: its file, else where it comes from. */
export function photoName(photo: Pick<StoredPhoto, "file_name" | "photo_id">): string {
  return photo.file_name === null || photo.file_name === ""
    ? photo.photo_id.slice(0, 8)
    : photo.file_name;
}

/** Whether something is still done with it. */
export function isUnderWay(photo: Pick<StoredPhoto, "status">): boolean {
  return photo.status === "queued" || photo.status === "processing";
}

/** Done so far, 0 to 100; null while nothing is known. */
export function progressPercent({ progress }: Pick<StoredPhoto, "progress">): number | null {
  const { tiles_done: done, tiles_total: total } = progress;
  return total === 0 ? null : Math.floor((100 * Math.min(done, total)) / total);
}
