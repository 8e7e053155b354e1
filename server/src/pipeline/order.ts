import type { DetectedFrame, TrackedFrame, ZonedFrame } from "../model/index.ts";
import type {
  IdentifyStage,
  LocateStage,
  PublishStage,
  RulesStage,
  StoreStage,
  TrackStage,
  ZonesStage,
} from "./contract.ts";

/** Where a stage runs: in the camera's perception process, or in the server. */
export type StagePlace = "perception" | "server";

/**
 * THE order of the pipeline, top to bottom. Frames of our own cameras start at `source`, frames
 * of other trackers at `locate`.
 */
export const STAGE_ORDER = [
  { name: "source", runsIn: "perception" },
  { name: "decode", runsIn: "perception" },
  { name: "motion", runsIn: "perception" },
  { name: "detect", runsIn: "perception" },
  { name: "track", runsIn: "server" },
  { name: "locate", runsIn: "server" },
  { name: "identify", runsIn: "server" },
  { name: "zones", runsIn: "server" },
  { name: "rules", runsIn: "server" },
  { name: "publish", runsIn: "server" },
  { name: "store", runsIn: "server" },
] as const satisfies readonly { readonly name: string; readonly runsIn: StagePlace }[];

/** One variant of every stage that runs in the server. */
export interface ServerStages {
  readonly track: TrackStage;
  readonly locate: LocateStage;
  readonly identify: IdentifyStage;
  readonly zones: ZonesStage;
  readonly rules: RulesStage;
  readonly publish: PublishStage;
  readonly store: StoreStage;
}

/** A frame on its way to the database: `stored` settles with its rows. */
export interface PassedFrame {
  readonly frame: ZonedFrame;
  readonly stored: Promise<void>;
}

/**
 * The way of a frame of our own detector; null when the motion gate held it back and so nothing
 * changed that would have to be told or stored.
 */
export async function passDetected(
  stages: ServerStages,
  frame: DetectedFrame,
): Promise<PassedFrame | null> {
  const tracked = stages.track.track(frame);
  if (frame.detector !== HELD_BACK) return passTracked(stages, tracked);
  stages.identify.hold(frame.cameraId, frame.captureTimeMs);
  stages.zones.hold(frame.cameraId);
  return tracked.endedTrackIds.length === 0 ? null : passTracked(stages, tracked);
}

/** What stands in place of the detector's name when the motion gate held the frame back. */
const HELD_BACK = "none";

/** The way of a frame that is tracked already. Resolves before its rows are durable. */
export async function passTracked(
  stages: ServerStages,
  tracked: TrackedFrame,
): Promise<PassedFrame> {
  const located = stages.locate.locate(tracked);
  const identified = await stages.identify.identify(located);
  const frame = stages.zones.assign(identified);
  stages.rules.evaluate(frame);
  stages.publish.publish(frame);
  return { frame, stored: stages.store.store(frame) };
}
