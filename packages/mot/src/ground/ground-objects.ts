import type {
  GroundArrays,
  GroundArraysResult,
  GroundObservation,
  GroundResult,
  GroundTrack,
} from "./ground.ts";
import { PLACE_STRIDE, PLANE_STRIDE } from "./plane-filter.ts";

/** A cycle of objects as flat arrays; cameras are numbered in the order of their ids. */
export function arraysOf(timeMs: number, observations: readonly GroundObservation[]): GroundArrays {
  const ids = [...new Set(observations.map(({ cameraId }) => cameraId))].sort();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const count = observations.length;
  const cameras = new Int32Array(count);
  const places = new Float64Array(count * PLACE_STRIDE);
  observations.forEach(({ cameraId, positionM, covarianceM2 }, i) => {
    cameras[i] = numbers.get(cameraId)!;
    places.set(positionM, i * PLACE_STRIDE);
    places.set(covarianceM2, i * PLACE_STRIDE + 2);
  });
  return { timeMs, count, cameras, places };
}

/** The result as objects that stay true for ever. */
export function resultOf(count: number, result: GroundArraysResult): GroundResult {
  const tracks: GroundTrack[] = [];
  for (let row = 0; row < result.trackCount; row++) {
    if (result.trackIds[row]! > 0) tracks.push(trackOf(row, result));
  }
  return {
    worldIds: Array.from(result.worldIds.subarray(0, count), (id) => (id === 0 ? null : id)),
    tracks,
    ended: [...result.endedIds.subarray(0, result.endedCount)],
  };
}

function trackOf(row: number, { trackIds, states, unseenMs }: GroundArraysResult): GroundTrack {
  const at = row * PLANE_STRIDE;
  return {
    worldId: trackIds[row]!,
    positionM: [states[at]!, states[at + 1]!],
    covarianceM2: [states[at + 4]!, states[at + 5]!, states[at + 9]!],
    velocityMps: [states[at + 2]!, states[at + 3]!],
    unseenMs: unseenMs[row]!,
  };
}
