import type { Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { Camera } from "../../model/index.ts";
import type { PipelinePort } from "../../pipeline/contract.ts";
import { ingestRoute } from "./ingest-route.ts";
import { latestRoute } from "./latest-route.ts";
import { TrackBindings, type BindSubjects, type BoundSubject } from "./track-bindings.ts";

export interface TracksPorts {
  readonly db: Kysely<DB>;
  readonly clock: Pick<Clock, "nowMs">;
  readonly pipeline: Pick<PipelinePort, "submitTracked">;
  /** The one registry of cameras. */
  readonly cameras: {
    find(key: string): Camera | undefined;
  };
  /** Told when another tracker's frame is durable. */
  readonly delivered: (cameraId: string, captureTimeMs: number) => void;
}

export interface TracksStats {
  /** Foreign ids kept in memory, and at most. The database keeps all of them. */
  readonly bindings: { readonly size: number; readonly limit: number };
  readonly framesIngested: number;
  readonly boxesIngested: number;
  /** Detections left out because their box was not four numbers. */
  readonly boxesSkipped: number;
}

export interface Tracks {
  readonly routes: readonly Route[];
  stats(): TracksStats;
}

/** @param bindings made by {@link createTrackBindings}, shared with the `identify` stage */
export function createTracks(ports: TracksPorts, bindings: TrackBindings): Tracks {
  const counters = { framesIngested: 0, boxesIngested: 0, boxesSkipped: 0 };
  return {
    routes: [ingestRoute({ ...ports, bindings, counters }), latestRoute(ports)],
    stats: () => ({ bindings: { size: bindings.size, limit: bindings.limit }, ...counters }),
  };
}

/** Which track a foreign id means, and whose it is. */
export function createTrackBindings(
  db: Kysely<DB>,
  bindSubjects: BindSubjects,
): TrackBindings & {
  subjectOf(trackId: string): BoundSubject | undefined;
} {
  return new TrackBindings(db, bindSubjects);
}
