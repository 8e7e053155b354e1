import type { LiveFrame } from "./live-recorder.ts";

/** A time, in seconds of the recording, during which one person crosses the picture. */
export interface Pass {
  readonly fromS: number;
  readonly toS: number;
}

export interface PassReport {
  readonly found: number;
  /** Ids beyond the first within a pass. */
  readonly switches: number;
  /** Ids that were never seen during a pass. */
  readonly falseTracks: number;
  readonly rows: readonly string[];
}

/** A track may be a little early or late beside what the eye noted. */
const SLACK_S = 1;

/** Counts who was found, and under how many ids, against passes counted by eye. */
export function countPasses(
  frames: readonly LiveFrame[],
  options: { readonly passes: readonly Pass[]; readonly startMs: number },
): PassReport {
  const seen = new Map<string, number[]>();
  for (const { capture_time_ms, boxes } of frames) {
    for (const { track_id } of boxes) {
      const times = seen.get(track_id) ?? [];
      seen.set(track_id, times);
      times.push((capture_time_ms - options.startMs) / 1000);
    }
  }
  const unplaced = new Set(seen.keys());
  const rows = options.passes.map(({ fromS, toS }, index) => {
    const isWithin = (timeS: number) => timeS >= fromS - SLACK_S && timeS <= toS + SLACK_S;
    const ids = [...seen].filter(([, times]) => times.some(isWithin)).map(([id]) => id);
    for (const id of ids) unplaced.delete(id);
    const times = ids.flatMap((id) => seen.get(id) ?? []);
    const span =
      times.length > 0
        ? `${Math.min(...times).toFixed(1)}-${Math.max(...times).toFixed(1)} s`
        : "-";
    return {
      ids,
      text: `pass ${index + 1}: ${fromS}-${toS} s, ids ${ids.length}, seen ${span}, boxes ${times.length}`,
    };
  });
  return {
    found: rows.filter(({ ids }) => ids.length > 0).length,
    switches: rows.reduce((sum, { ids }) => sum + Math.max(0, ids.length - 1), 0),
    falseTracks: unplaced.size,
    rows: rows.map(({ text }) => text),
  };
}
