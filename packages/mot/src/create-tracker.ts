import type { Algorithm } from "./core/algorithm.ts";
import { TrackerRun } from "./core/tracker-run.ts";
import type { Tracker, TrackerName } from "./tracker.ts";
import { ByteTrack } from "./trackers/bytetrack.ts";
import type { ByteTrackOptions } from "./trackers/bytetrack.ts";
import { CBiou } from "./trackers/cbiou.ts";
import type { CBiouOptions } from "./trackers/cbiou.ts";
import { OcSort } from "./trackers/ocsort.ts";
import type { OcSortOptions } from "./trackers/ocsort.ts";
import { Sort } from "./trackers/sort.ts";
import type { SortOptions } from "./trackers/sort.ts";
import { Whereabouts } from "./trackers/whereabouts.ts";
import type { WhereaboutsOptions } from "./trackers/whereabouts-options.ts";

interface CommonOptions {
  /**
   * Groups of classes that a detector may confuse, e.g. `[[15, 16]]` for cat and dog. A track only
   * takes detections of its own group; a class in no group is a group of its own.
   */
  readonly classGroups?: readonly (readonly number[])[];
}

export type TrackerOptions = CommonOptions &
  (
    | ({ readonly tracker?: "whereabouts" } & WhereaboutsOptions)
    | ({ readonly tracker: "bytetrack" } & ByteTrackOptions)
    | ({ readonly tracker: "ocsort" } & OcSortOptions)
    | ({ readonly tracker: "cbiou" } & CBiouOptions)
    | ({ readonly tracker: "sort" } & SortOptions)
  );

/** Names that {@link createTracker} knows, our own default first. */
export const TRACKER_NAMES: readonly TrackerName[] = [
  "whereabouts",
  "bytetrack",
  "ocsort",
  "cbiou",
  "sort",
];

/**
 * A tracker for one camera; our own algorithm unless another is named.
 *
 * ```ts
 * const tracker = createTracker();
 * const { tracks, ended } = tracker.update({
 *   timeMs: 1_000,
 *   boxes: [{ box: [10, 10, 60, 160], score: 0.9 }],
 * });
 * ```
 */
export function createTracker(options: TrackerOptions = {}): Tracker {
  return new TrackerRun(algorithmOf(options), groupsOf(options.classGroups ?? []));
}

function algorithmOf(options: TrackerOptions): Algorithm {
  switch (options.tracker) {
    case "sort":
      return new Sort(options);
    case "cbiou":
      return new CBiou(options);
    case "ocsort":
      return new OcSort(options);
    case "bytetrack":
      return new ByteTrack(options);
    default:
      return new Whereabouts(options);
  }
}

function groupsOf(groups: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  return new Map(groups.flatMap((group) => group.map((classId) => [classId, group[0]!] as const)));
}
