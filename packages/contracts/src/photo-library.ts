import { z } from "zod";
import { LenientInteger } from "./lenient.ts";
import { PHOTO_MEASURES } from "./photos.ts";

/** The console's richer shapes of photos. Boxes are pixels `[x1,y1,x2,y2]`, places WGS 84 degrees. */

const Text = z.string();
const Instant = z.iso.datetime();
const Size = z.tuple([z.number(), z.number()]);
const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const UPSCALE_MODELS = ["general", "best"] as const;
/** `cancelled` shows as `failed` to the phone apps. */
export const STORED_PHOTO_STATUSES = [
  "queued",
  "processing",
  "completed",
  "failed",
  "cancelled",
] as const;

export const PhotoJudgement = z.object({
  sharpness: z.number(),
  exposure: z.number(),
  mean_luma: z.number(),
  dark_share: z.number(),
  bright_share: z.number(),
  blur_strength: z.number(),
  blur_direction_deg: z.number().nullable(),
  subject: z
    .object({
      object_class: Text,
      confidence: z.number(),
      area_share: z.number(),
      off_centre: z.number(),
      is_cut_off: z.boolean(),
      score: z.number(),
      count: z.number(),
    })
    .nullable(),
  /** Why there is no subject. */
  subject_note: Text.nullable(),
});
export type PhotoJudgement = z.output<typeof PhotoJudgement>;

/** One picture of a burst. Only the chosen one is kept whole, of the others a small picture. */
export const PhotoBurstFrame = z.object({
  index: z.number(),
  file_name: Text,
  is_chosen: z.boolean(),
  sharpness: z.number(),
  /** Null unless the burst was judged with `mode=smart`. */
  smart_score: z.number().nullable(),
  duplicate_of: z.number().nullable(),
  judgement: PhotoJudgement.nullable(),
  error: Text.nullable(),
  thumbnail_url: Text.nullable(),
});
export type PhotoBurstFrame = z.output<typeof PhotoBurstFrame>;

export const PhotoOriginView = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("upload") }),
  z.object({
    kind: z.literal("burst"),
    frames: z.number(),
    chosen_by: z.enum(["contract", "smart"]),
  }),
  z.object({
    kind: z.literal("camera"),
    camera_id: Text,
    camera_code: Text,
    captured_at: Instant,
    box_px: Box.nullable(),
  }),
  z.object({
    kind: z.literal("subject"),
    subject_id: Text.nullable(),
    global_id: Text.nullable(),
    picture_id: Text,
    track_id: Text,
    camera_id: Text,
    captured_at: Instant,
    /** Day (UTC) of which it is the subject's best picture. */
    best_of_day: Text.nullable(),
  }),
]);
export type PhotoOriginView = z.output<typeof PhotoOriginView>;

/** Addresses need the same credential as every call. */
export const StoredPhoto = z.object({
  photo_id: Text,
  status: z.enum(STORED_PHOTO_STATUSES),
  error: Text.nullable(),
  created_at: Instant,
  started_at: Instant.nullable(),
  finished_at: Instant.nullable(),
  /** Null for the site's own. */
  uploader_id: Text.nullable(),
  is_own: z.boolean(),
  may_change: z.boolean(),
  file_name: Text.nullable(),
  format: Text.nullable(),
  /** Upright; null until the picture was looked at. */
  size_px: Size.nullable(),
  result_size_px: Size.nullable(),
  place: z
    .object({ latitude: z.number(), longitude: z.number(), source: z.enum(["sent", "exif"]) })
    .nullable(),
  model: z.enum(UPSCALE_MODELS),
  faithful: z.boolean(),
  long_side_max_px: z.number(),
  /** What enlarged it; `bicubic`: no network, nothing was invented. Null until it is done. */
  method: Text.nullable(),
  /** The enlarged picture was made by a network: what it shows may not have been there. */
  is_generated: z.boolean(),
  progress: z.object({ tiles_done: z.number(), tiles_total: z.number() }),
  sharpness: z.number().nullable(),
  subject_id: Text.nullable(),
  origin: PhotoOriginView,
  burst_count: z.number(),
  original_url: Text,
  result_url: Text.nullable(),
  thumbnail_url: Text.nullable(),
  /** Grey map of a faithful result: the brighter, the more of the original was put back. */
  invented_url: Text.nullable(),
});
export type StoredPhoto = z.output<typeof StoredPhoto>;

export const StoredPhotoDetail = StoredPhoto.extend({
  judgement: PhotoJudgement.nullable(),
  burst: z.array(PhotoBurstFrame),
  /** What each value means, in words. */
  measures: z.object(
    Object.fromEntries(Object.keys(PHOTO_MEASURES).map((name) => [name, Text])) as Record<
      keyof typeof PHOTO_MEASURES,
      typeof Text
    >,
  ),
});
export type StoredPhotoDetail = z.output<typeof StoredPhotoDetail>;

/** Newest first. `next_cursor` is null on the last page. */
export const StoredPhotoPage = z.object({
  photos: z.array(StoredPhoto),
  next_cursor: Text.nullable(),
});

export const StoredPhotoQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: LenientInteger.pipe(z.number().min(1).max(200)).default(50),
  /** `own`: the caller's; `site`: those of cameras and machines; `all`: both. */
  scope: z.enum(["all", "own", "site"]).default("all"),
});

export const StoredPhotoParams = z.object({ photo_id: z.guid() });
export const StoredPhotoPictureParams = StoredPhotoParams.extend({
  picture: z.enum(["original", "result", "thumbnail", "invented"]),
});
export const PhotoBurstPictureParams = StoredPhotoParams.extend({
  index: LenientInteger.pipe(z.number().min(0).max(1000)),
});

/** How a photo is enlarged. The contract's rule for the long side is 1080. */
export const EnlargeWishes = z.object({
  model: z.enum(UPSCALE_MODELS).default("general"),
  /** Put the original back where the network invents. */
  faithful: z.boolean().default(false),
  long_side_max_px: z.int().min(16).max(4096).default(1080),
});
export type EnlargeWishes = z.output<typeof EnlargeWishes>;

export const CameraPhotoRequest = EnlargeWishes.extend({
  /** Uuid, code or number. */
  camera: z.string().min(1).max(200),
  /** Part of the picture, in its pixels; absent or null: all of it. */
  box_px: Box.nullish(),
});
export const SubjectPhotoRequest = EnlargeWishes.extend({ picture_id: z.guid() });
