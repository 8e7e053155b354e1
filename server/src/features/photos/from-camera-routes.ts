import {
  CameraPhotoRequest,
  defineRoute,
  StoredPhotoDetail,
  SubjectPhotoRequest,
  type Audit,
  type EnlargeWishes,
  type Route,
} from "@whereabouts/contracts";
import sharp from "sharp";
import { AppError } from "../../base/index.ts";
import type { MediaStore } from "../../media/index.ts";
import { storedPhotoDetail } from "./library-view.ts";
import type { PhotoAdder } from "./photo-adder.ts";
import { FILE_BYTES_MAX } from "./receive-files.ts";
import type { SubjectPictures } from "./subject-pictures.ts";

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;
type Box = readonly [number, number, number, number];

/** Cameras as photos are taken from them. */
export interface PhotoCameras {
  readonly registry: {
    /** @throws AppError `not-found` */
    get(key: string): { readonly id: string; readonly code: string; readonly name: string };
  };
  readonly pictures: {
    snapshot(
      cameraId: string,
      headers: Headers,
    ): Promise<{ readonly jpeg: Uint8Array; readonly captureTimeMs: number }>;
  };
}

export interface FromCameraParts {
  readonly adder: PhotoAdder;
  readonly cameras: PhotoCameras;
  readonly subjectPictures: SubjectPictures;
  readonly media: Pick<MediaStore, "add">;
  readonly audit: Audit;
}

const TAG = "Photos";
const NO_PLACE = { latitude: 0, longitude: 0, source: "none" } as const;
const CROP_SIDE_MIN_PX = 8;

/** Cameras' pictures as photos; they are the site's, and say where they come from. */
export function fromCameraRoutes(parts: FromCameraParts): Route[] {
  return [cameraRoute(parts), subjectRoute(parts)];
}

function cameraRoute({ adder, cameras, media, audit }: FromCameraParts): Route {
  return defineRoute({
    operationId: "takeCameraPhoto",
    method: "POST",
    path: "/api/v1/photos/from-camera",
    tag: TAG,
    summary: "Make a photo of a camera's newest picture, or of a part of it, and enlarge it",
    body: CameraPhotoRequest,
    response: StoredPhotoDetail,
    handle: async ({ body, caller, headers }) => {
      const camera = cameras.registry.get(body.camera);
      const { jpeg, captureTimeMs } = await cameras.pictures.snapshot(camera.id, headers);
      const boxPx = body.box_px ?? null;
      const content = boxPx === null ? jpeg : await crop(jpeg, boxPx);
      const capturedAt = new Date(captureTimeMs).toISOString();
      const stored = await media.add({
        ...{ kind: "photo-original", contentType: "image/jpeg", content },
        limitBytes: FILE_BYTES_MAX,
      });
      const row = await adder.addForSite({
        ...wishesOf(body),
        originalMediaId: stored.id,
        fileName: `${camera.code}-${capturedAt.replaceAll(":", "-")}.jpg`,
        place: NO_PLACE,
        origin: {
          ...{ kind: "camera", cameraId: camera.id, cameraCode: camera.code },
          ...{ capturedAt, boxPx },
        },
      });
      await audit({ caller, operation: "takeCameraPhoto", result: "ok", target: row.id });
      return { body: storedPhotoDetail(row, caller) };
    },
  });
}

function subjectRoute({ adder, subjectPictures, audit }: FromCameraParts): Route {
  return defineRoute({
    operationId: "takeSubjectPhoto",
    method: "POST",
    path: "/api/v1/photos/from-picture",
    tag: TAG,
    summary: "Make a photo of a subject's crop and enlarge it",
    body: SubjectPhotoRequest,
    response: StoredPhotoDetail,
    handle: async ({ body, caller }) => {
      const picture = await subjectPictures.find(body.picture_id);
      if (!picture) throw new AppError("not-found", "Picture not found");
      const originalMediaId = await subjectPictures.copy(picture);
      const row = await adder.addForSite({
        ...wishesOf(body),
        ...subjectPictures.photoOf(picture, null),
        originalMediaId,
      });
      await audit({ caller, operation: "takeSubjectPhoto", result: "ok", target: row.id });
      return { body: storedPhotoDetail(row, caller) };
    },
  });
}

function wishesOf(body: EnlargeWishes) {
  return {
    model: body.model,
    faithful: body.faithful,
    longSideMaxPx: body.long_side_max_px,
  };
}

/** @throws AppError `bad-request` for a box that does not lie in the picture */
async function crop(jpeg: Uint8Array, [x1, y1, x2, y2]: Box): Promise<Uint8Array> {
  const { width: widthPx, height: heightPx } = await sharp(jpeg).metadata();
  const left = Math.max(0, Math.floor(x1));
  const top = Math.max(0, Math.floor(y1));
  const width = Math.min(widthPx, Math.ceil(x2)) - left;
  const height = Math.min(heightPx, Math.ceil(y2)) - top;
  if (!(width >= CROP_SIDE_MIN_PX && height >= CROP_SIDE_MIN_PX)) {
    const expected = `at least ${CROP_SIDE_MIN_PX} pixels a side inside of ${widthPx} x ${heightPx}`;
    throw new AppError("bad-request", `box_px is ${[x1, y1, x2, y2].join(", ")}: ${expected}`);
  }
  return sharp(jpeg).extract({ left, top, width, height }).jpeg({ quality: 95 }).toBuffer();
}
