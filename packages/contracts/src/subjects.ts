import { z } from "zod";
import { OBJECT_CLASSES } from "./detection.ts";
import { CleanText, LenientInstant, LenientInteger } from "./lenient.ts";
import { PlanPoint } from "./sites.ts";

const Text = z.string();
const Uuid = z.guid();
const Instant = z.iso.datetime();
const ClassName = z.enum([...OBJECT_CLASSES, "unknown"]);

/** What decided that a track is of a subject. `ingest`: another tracker said so. */
export const LINK_KINDS = ["new", "geometry", "appearance", "travel", "manual", "ingest"] as const;
export const LinkKind = z.enum(LINK_KINDS);
export type LinkKind = z.output<typeof LinkKind>;

const CameraName = z.object({ camera_id: Text, code: Text, name: Text });

/**
 * A crop of one camera's picture. `url` needs the same credential as every call and never changes
 * its bytes.
 */
export const SubjectPicture = z.object({
  picture_id: Text,
  url: Text,
  track_id: Text,
  camera: CameraName.nullable(),
  captured_at: Instant,
  /** How good a crop it is, 0..1. */
  quality: z.number(),
});
export type SubjectPicture = z.output<typeof SubjectPicture>;

/** Where a subject was when it was last seen. */
export const SubjectPlace = z.object({
  at: Instant,
  camera: CameraName,
  floor_id: Text.nullable(),
  /** Metres in the floor's frame; null where the camera is not calibrated. */
  position_m: PlanPoint.nullable(),
  zone_ids: z.array(Text),
});

export const SubjectSummary = z.object({
  subject_id: Text,
  /** Short public name, `P-000123`; the letter tells the class. */
  global_id: Text,
  object_class: Text,
  /** Given by people. */
  display_name: Text.nullable(),
  first_seen_at: Instant,
  last_seen_at: Instant,
  /** Seen within the last half minute, or standing still in a zone. */
  is_present: z.boolean(),
  track_count: z.number(),
  camera_count: z.number(),
  last_place: SubjectPlace.nullable(),
  /** The best crop; null while there is none. */
  picture: SubjectPicture.nullable(),
});
export type SubjectSummary = z.output<typeof SubjectSummary>;

/** Newest seen first. `next_cursor` is null on the last page. */
export const SubjectPage = z.object({
  subjects: z.array(SubjectSummary),
  next_cursor: Text.nullable(),
});
export type SubjectPage = z.output<typeof SubjectPage>;

export const SubjectTrack = z.object({
  track_id: Text,
  camera: CameraName,
  object_class: Text,
  started_at: Instant,
  ended_at: Instant,
  observation_count: z.number(),
});

export const SubjectPresence = z.object({
  presence_id: Text,
  zone_id: Text,
  zone_code: Text,
  zone_name: Text,
  track_id: Text,
  entered_at: Instant,
  /** Null while the stay lasts. */
  left_at: Instant.nullable(),
  dwell_ms: z.number(),
});

/** The newest hundred tracks and stays each, newest first; pictures best first, at most 24. */
export const SubjectDetail = SubjectSummary.extend({
  tracks: z.array(SubjectTrack),
  presences: z.array(SubjectPresence),
  cameras: z.array(CameraName.extend({ first_seen_at: Instant, last_seen_at: Instant })),
  pictures: z.array(SubjectPicture),
});
export type SubjectDetail = z.output<typeof SubjectDetail>;

/** A subject that was considered for the same track. */
export const LinkRunnerUp = z.object({
  subject_id: Text,
  /** Null when the subject has been erased since. */
  global_id: Text.nullable(),
  display_name: Text.nullable(),
  /** Probability, 0..1. */
  score: z.number(),
  /** Cosine of the appearance vectors, -1..1. */
  similarity: z.number().nullable(),
  picture: SubjectPicture.nullable(),
});

/** Why a track was taken for the subject. What did not play a part is null. */
export const LinkEvidence = z.object({
  /** Another camera saw a thing at the same place at the same time. */
  geometry: z
    .object({
      other_track_id: Text,
      other_camera: CameraName.nullable(),
      distance_m: z.number(),
      mahalanobis2: z.number(),
      shared_ms: z.number(),
    })
    .nullable(),
  /** It looks alike: `own` is the track's crop, `other` the subject's that fitted best. */
  appearance: z
    .object({
      similarity: z.number(),
      exemplar_count: z.number(),
      own_picture: SubjectPicture.nullable(),
      other_picture: SubjectPicture.nullable(),
    })
    .nullable(),
  /** It came from another camera in a likely time. */
  travel: z
    .object({
      from_camera: CameraName.nullable(),
      to_camera: CameraName.nullable(),
      elapsed_ms: z.number(),
      expected_ms: z.number().nullable(),
      likelihood: z.number(),
    })
    .nullable(),
});

export const SubjectLink = z.object({
  link_id: Text,
  track_id: Text,
  camera: CameraName.nullable(),
  /** When the track was seen. */
  started_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  kind: LinkKind,
  /** Probability that the link is right, 0..1. */
  score: z.number(),
  /** False while more evidence may change it by itself. */
  is_final: z.boolean(),
  decided_at: Instant,
  /** Who decided, for links made by a person; null for the resolver's. */
  decided_by: Text.nullable(),
  confirmed_at: Instant.nullable(),
  confirmed_by: Text.nullable(),
  /** Set once another link took its place; such links are listed too. */
  revoked_at: Instant.nullable(),
  previous_subject_id: Text.nullable(),
  evidence: LinkEvidence,
  /** The best crop of the track. */
  picture: SubjectPicture.nullable(),
  runners_up: z.array(LinkRunnerUp),
});
export type SubjectLink = z.output<typeof SubjectLink>;

/** Every link of a subject in order of decision; at most 500, the newest. */
export const SubjectEvidence = z.object({
  subject_id: Text,
  global_id: Text,
  display_name: Text.nullable(),
  links: z.array(SubjectLink),
});
export type SubjectEvidence = z.output<typeof SubjectEvidence>;

export const SubjectParams = z.object({ subject_id: Uuid });
export const SubjectPictureParams = z.object({ picture_id: Uuid });
export const SubjectLinkParams = z.object({ subject_id: Uuid, link_id: Uuid });

export const SubjectQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: LenientInteger.pipe(z.number().min(1).max(200)).default(50),
  object_class: ClassName.optional(),
  site_id: Uuid.optional(),
  /** Uuid, code or number of a camera that saw it. */
  camera: z.string().min(1).max(200).optional(),
  /** Seen at or after, and at or before. */
  from: LenientInstant.optional(),
  to: LenientInstant.optional(),
  /** Part of the given name or of the public name, whatever the case. */
  name: CleanText.trim().max(200).optional(),
});
export type SubjectQuery = z.output<typeof SubjectQuery>;

/** An empty name or null takes the name away. */
export const SubjectUpdate = z.object({
  display_name: CleanText.trim().max(200).nullable(),
});

/** Tracks that are not this subject; together they become a new one. */
export const SubjectSplit = z.object({ track_ids: z.array(Uuid).min(1).max(200) });

/** The subject that goes on under its name; the one in the path ends. */
export const SubjectMerge = z.object({ into_subject_id: Uuid });
