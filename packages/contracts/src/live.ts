import { z } from "zod";
import { LinkKind } from "./subjects.ts";

const Text = z.string();
const Point = z.tuple([z.number(), z.number()]);

/**
 * What happened in one frame of one camera. Boxes in pixels, positions in metres.
 *
 * `position_m` is where this camera sees the thing. `subject_position_m` is where its subject is,
 * from every camera that sees it now: the plan shows one dot per `subject_id ?? track_id`, at
 * `subject_position_m ?? position_m` of the newest box. Zones count the same way.
 */
export const TracksData = z.object({
  camera_id: Text,
  camera_code: Text,
  site_code: Text.nullable(),
  floor_id: Text.nullable(),
  capture_time_ms: z.number(),
  size_px: Point.nullable(),
  boxes: z.array(
    z.object({
      track_id: Text,
      /** Null while nobody is sure whose track it is; filled once decided. */
      subject_id: Text.nullable(),
      global_id: Text.nullable(),
      object_class: Text,
      score: z.number(),
      box_px: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      position_m: Point.nullable(),
      subject_position_m: Point.nullable(),
      zone_ids: z.array(Text),
    }),
  ),
  ended_track_ids: z.array(Text),
});
export type TracksData = z.output<typeof TracksData>;

export const CameraHealthData = z.object({
  camera_id: Text,
  camera_code: Text,
  status: z.enum(["unknown", "healthy", "degraded", "down"]),
  message: Text.nullable(),
  fps: z.number().nullable(),
  latency_ms: z.number().nullable(),
  last_frame_at: Text.nullable(),
  reconnect_count: z.number(),
  at: Text,
});
export type CameraHealthData = z.output<typeof CameraHealthData>;

export const PresenceData = z.object({
  kind: z.enum(["enter", "leave"]),
  zone_id: Text,
  zone_code: Text,
  floor_id: Text,
  track_id: Text,
  subject_id: Text.nullable(),
  global_id: Text.nullable(),
  object_class: Text,
  at: Text,
  dwell_ms: z.number().nullable(),
});
export type PresenceData = z.output<typeof PresenceData>;

export const RegistryData = z.object({
  what: z.enum(["camera", "zone", "floor", "site", "map"]),
  id: Text,
  change: z.enum(["created", "updated", "deleted"]),
});
export type RegistryData = z.output<typeof RegistryData>;

/**
 * Topic `subjects.<change>`. `linked`: the resolver decided or revised; the others are done by
 * people. `links` says whose each track is from now on, `subject_ids` every subject that changed:
 * what is shown of them is read anew.
 */
export const SubjectsData = z.object({
  change: z.enum(["linked", "confirmed", "split", "merged", "renamed"]),
  subject_ids: z.array(Text),
  links: z.array(
    z.object({
      track_id: Text,
      subject_id: Text,
      global_id: Text,
      object_class: Text,
      previous_subject_id: Text.nullable(),
      kind: LinkKind,
      score: z.number(),
      is_final: z.boolean(),
    }),
  ),
  at: Text,
});
export type SubjectsData = z.output<typeof SubjectsData>;

/**
 * Topic `photos.<uploader_id|site>.<photo_id>`: what becomes of a photo. Events of a user's own
 * photos reach that user only.
 */
export const PhotosData = z.object({
  photo_id: Text,
  uploader_id: Text.nullable(),
  status: z.enum(["queued", "processing", "completed", "failed", "deleted"]),
  tiles_done: z.number(),
  tiles_total: z.number(),
  at: Text,
});
export type PhotosData = z.output<typeof PhotosData>;

/** A topic pattern: dotted tokens, `*` for one of them, `>` at the end for the rest. */
export const TopicPattern = z
  .string()
  .max(200)
  .regex(/^(>|[A-Za-z0-9_*-]+(\.[A-Za-z0-9_*-]+)*(\.>)?)$/);

/** What a viewer of the live feed may say. */
export const LiveClientMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("subscribe"),
    topics: z.array(TopicPattern).min(1).max(50),
    cursor: z.string().max(100).optional(),
  }),
  z.object({ type: z.literal("ping") }),
]);
export type LiveClientMessage = z.output<typeof LiveClientMessage>;

/** What the live feed says. */
export const LiveServerMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), cursor: Text, window_seconds: z.number() }),
  z.object({
    type: z.literal("event"),
    topic: Text,
    cursor: Text,
    data: z.union([
      TracksData,
      CameraHealthData,
      PresenceData,
      SubjectsData,
      PhotosData,
      RegistryData,
    ]),
  }),
  z.object({
    type: z.literal("gap"),
    from_cursor: Text,
    to_cursor: Text,
    missed: z.number().nullable(),
  }),
  z.object({ type: z.literal("error"), detail: Text }),
  z.object({ type: z.literal("pong") }),
]);
export type LiveServerMessage = z.output<typeof LiveServerMessage>;

/** Where everything stands at `cursor`: subscribe with it to miss nothing afterwards. */
export const LiveState = z.object({
  cursor: Text,
  tracks: z.array(TracksData),
  camera_health: z.array(CameraHealthData),
});
export type LiveState = z.output<typeof LiveState>;
