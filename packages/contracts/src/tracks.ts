import { z } from "zod";
import {
  CleanText,
  LenientInstant,
  LenientInteger,
  LenientNumber,
  OptionalText,
} from "./lenient.ts";

const Text = z.string();

/** Most detections in one ingest call. */
export const INGEST_DETECTIONS_MAX = 2000;

/** Hotel contract, 2.5. A box of another length than four is skipped, not refused. */
export const IngestDetection = z.object({
  source_track_id: z.union([CleanText.max(200), z.number().int().transform(String)]),
  bbox_xyxy: z.array(LenientNumber).max(64),
  conf: LenientNumber.default(0),
  class_id: LenientInteger.nullish(),
  animal_id: z.string().max(200).nullish(),
  global_track_id: z.string().max(200).nullish(),
});
export type IngestDetection = z.output<typeof IngestDetection>;

export const IngestRequest = z.object({
  camera_id: z.string().max(200),
  ts: LenientInstant.nullish(),
  detections: z.array(IngestDetection).max(INGEST_DETECTIONS_MAX),
});
export type IngestRequest = z.output<typeof IngestRequest>;

export const IngestAnswer = z.object({
  ok: z.literal(true),
  camera_id: Text,
  created_tracks: z.number(),
  created_observations: z.number(),
  created_associations: z.number(),
});

export const LatestTracksQuery = z.object({
  camera_id: OptionalText,
  animal_id: OptionalText,
  since_ts: LenientInstant.optional(),
  limit: LenientInteger.pipe(z.number().min(1).max(300)).default(100),
});

/** The common track item of the hotel contract, 2.5, with the class and the place on the plan. */
export const TrackItem = z.object({
  ts: Text,
  track_id: Text,
  camera_id: Text,
  zone_id: Text,
  animal_id: Text.nullable(),
  bbox_xyxy: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  quality_score: z.number().nullable(),
  class: Text,
  plan_xy_m: z.tuple([z.number(), z.number()]).nullable(),
});
export type TrackItem = z.output<typeof TrackItem>;

export const LatestTracks = z.object({
  count: z.number(),
  next_since_ts: Text.nullable(),
  tracks: z.array(TrackItem),
});
