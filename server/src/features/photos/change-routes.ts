import {
  defineRoute,
  EnlargeWishes,
  StoredPhotoDetail,
  StoredPhotoParams,
  type Audit,
  type Caller,
  type Route,
} from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";
import { findVisible } from "./library-routes.ts";
import { storedPhotoDetail } from "./library-view.ts";
import { mayChange } from "./ownership.ts";
import type { PhotoRow, PhotoStore } from "./photo-store.ts";
import type { PhotoWork } from "./photo-work.ts";

export interface ChangeParts {
  readonly store: PhotoStore;
  readonly work: PhotoWork;
  readonly audit: Audit;
}

const TAG = "Photos";

/** What a photo's owner can do with it from the console. */
export function changeRoutes(parts: ChangeParts): Route[] {
  return [cancelRoute(parts), enlargeRoute(parts), deleteRoute(parts)];
}

async function findOwn(store: PhotoStore, caller: Caller, photoId: string): Promise<PhotoRow> {
  const row = await findVisible(store, caller, photoId);
  if (mayChange(caller, row)) return row;
  throw new AppError("forbidden", "The site's photos are changed by its staff");
}

function cancelRoute({ store, work }: ChangeParts): Route {
  return defineRoute({
    operationId: "cancelStoredPhoto",
    method: "POST",
    path: "/api/v1/photos/:photo_id/cancel",
    tag: TAG,
    summary: "Stop enlarging a photo; the original stays",
    params: StoredPhotoParams,
    response: StoredPhotoDetail,
    handle: async ({ params, caller }) => {
      const row = await findOwn(store, caller, params.photo_id);
      const cancelled = await work.cancel(row);
      if (!cancelled) throw new AppError("conflict", "The photo is finished already");
      return { body: storedPhotoDetail(cancelled, caller) };
    },
  });
}

function enlargeRoute({ store, work }: ChangeParts): Route {
  return defineRoute({
    operationId: "enlargeStoredPhoto",
    method: "POST",
    path: "/api/v1/photos/:photo_id/enlarge",
    tag: TAG,
    summary: "Enlarge a finished photo again, with other wishes",
    params: StoredPhotoParams,
    body: EnlargeWishes,
    response: StoredPhotoDetail,
    handle: async ({ params, body, caller }) => {
      const row = await findOwn(store, caller, params.photo_id);
      const again = await work.again(row, {
        model: body.model,
        is_faithful: body.faithful,
        long_side_max_px: body.long_side_max_px,
      });
      if (!again) throw new AppError("conflict", "The photo is being enlarged: cancel that first");
      return { body: storedPhotoDetail(again, caller) };
    },
  });
}

function deleteRoute({ store, work, audit }: ChangeParts): Route {
  return defineRoute({
    operationId: "deleteStoredPhoto",
    method: "DELETE",
    path: "/api/v1/photos/:photo_id",
    tag: TAG,
    summary: "Delete a photo and what was made of it",
    params: StoredPhotoParams,
    successStatus: 204,
    handle: async ({ params, caller }) => {
      const row = await findOwn(store, caller, params.photo_id);
      await work.remove(row);
      await audit({ caller, operation: "deleteStoredPhoto", result: "ok", target: row.id });
      return {};
    },
  });
}
