import type { MotionModel } from "./motion-model.ts";

const virtualBox = new Float64Array(4);
/** Limits the work of one return, however many frames went by. */
const STEPS_MAX = 120;

/**
 * Observation-centric re-update: when a lost track is seen again, its filter is taken back to the
 * last observation and fed a straight line of boxes up to the new one, so that the errors piled up
 * while it was blind are gone.
 *
 * Source: Cao et al., "Observation-centric SORT" (2023), §4.1, equation 5.
 *
 * @param state the track's motion state from `at`; replaced.
 * @param replay.saved the state just after the last observation, from `savedAt`.
 * @param replay.steps frames from the last observation to this one.
 * @param replay.dt length of the whole gap, frames of the noise model.
 */
export function replayGap(
  motion: MotionModel,
  state: Float64Array,
  at: number,
  replay: {
    readonly saved: Float64Array;
    readonly savedAt: number;
    readonly from: Float64Array;
    readonly fromAt: number;
    readonly to: Float64Array;
    readonly toAt: number;
    readonly steps: number;
    readonly dt: number;
  },
): void {
  const { saved, savedAt, from, fromAt, to, toAt, dt } = replay;
  const steps = Math.min(replay.steps, STEPS_MAX);
  for (let k = 0; k < motion.stride; k++) state[at + k] = saved[savedAt + k]!;
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    for (let k = 0; k < 4; k++) {
      virtualBox[k] = from[fromAt + k]! + (to[toAt + k]! - from[fromAt + k]!) * share;
    }
    motion.predict(state, at, dt / steps, true);
    motion.correct(state, at, virtualBox, 0);
  }
}

/**
 * Cosine-like agreement of two directions as OC-SORT weighs it: 0.5 for the same direction, 0 for a
 * right angle, -0.5 for the opposite one. 0 when either is unknown.
 *
 * Source: Cao et al. (2023), §4.2; scaled as in the authors' implementation.
 */
export function directionAgreement(ax: number, ay: number, bx: number, by: number): number {
  const norm = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
  if (!(norm > 1e-9)) return 0;
  const cosine = Math.max(-1, Math.min(1, (ax * bx + ay * by) / norm));
  return 0.5 - Math.acos(cosine) / Math.PI;
}
