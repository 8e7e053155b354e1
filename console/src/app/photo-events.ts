import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import type { Answer, StoredPhoto, StoredPhotoDetail } from "./api.ts";

/** What the live feed tells of a photo. */
export interface PhotoEvent {
  readonly photo_id: string;
  readonly status: StoredPhoto["status"] | "deleted";
  readonly tiles_done: number;
  readonly tiles_total: number;
}

type PhotoPages = InfiniteData<Answer<"/api/v1/photos">>;

/**
 * Carries a photo's progress into what is shown of it.
 *
 * @returns whether that is all the event tells; otherwise the photos are to be read again
 */
export function applyPhotoEvent(event: PhotoEvent, queries: QueryClient): boolean {
  let isKnown = false;
  const renew = <P extends StoredPhoto>(photo: P): P => {
    if (photo.photo_id !== event.photo_id || photo.status !== event.status) return photo;
    isKnown = true;
    const progress = { tiles_done: event.tiles_done, tiles_total: event.tiles_total };
    return { ...photo, progress };
  };
  queries.setQueriesData<PhotoPages>({ queryKey: ["photos", "list"] }, (list) => {
    if (list === undefined) return list;
    const pages = list.pages.map((page) => ({ ...page, photos: page.photos.map(renew) }));
    return { ...list, pages };
  });
  const oneKey = ["photos", "one", event.photo_id];
  queries.setQueryData<StoredPhotoDetail>(oneKey, (photo) => photo && renew(photo));
  return isKnown && event.status === "processing";
}
