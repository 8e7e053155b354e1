import type { SubjectDetail } from "../../app/api.ts";

type Track = SubjectDetail["tracks"][number];

/** One track on the time axis; places are shares of the axis, 0..1. */
export interface TimelineBar {
  readonly track: Track;
  readonly from: number;
  readonly width: number;
}

export interface TimelineLane {
  readonly camera: Track["camera"];
  readonly bars: readonly TimelineBar[];
}

export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  /** The camera that saw it last first. */
  readonly lanes: readonly TimelineLane[];
}

/** Shorter than this the axis would only magnify. */
const AXIS_MS_MIN = 10_000;

/**
 * Tracks by camera on one axis from the first to the last moment.
 *
 * @param tracks newest first
 */
export function timelineOf(tracks: readonly Track[]): Timeline {
  const fromMs = Math.min(...tracks.map((track) => Date.parse(track.started_at)));
  const lastMs = Math.max(...tracks.map((track) => Date.parse(track.ended_at)));
  const toMs = Math.max(lastMs, fromMs + AXIS_MS_MIN);
  const lanes = new Map<string, { camera: Track["camera"]; bars: TimelineBar[] }>();
  for (const track of tracks) {
    const lane = lanes.get(track.camera.camera_id) ?? { camera: track.camera, bars: [] };
    lanes.set(track.camera.camera_id, lane);
    const from = (Date.parse(track.started_at) - fromMs) / (toMs - fromMs);
    const to = (Date.parse(track.ended_at) - fromMs) / (toMs - fromMs);
    lane.bars.push({ track, from, width: Math.max(0, to - from) });
  }
  return { fromMs, toMs, lanes: [...lanes.values()] };
}
