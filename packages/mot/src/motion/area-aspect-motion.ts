import { AXIS_STRIDE, correctAxis, predictAxis, startAxis } from "./axis-filter.ts";
import type { MotionModel } from "./motion-model.ts";

const X = 0;
const Y = AXIS_STRIDE;
const AREA = 2 * AXIS_STRIDE;
const ASPECT = 3 * AXIS_STRIDE;

/** Coordinates whose square is used as an area stay below this. */
const SIDE_MAX = 1e8;

/**
 * Centre, area and aspect ratio, the ratio without a velocity, with the constant noise of SORT.
 *
 * Source: Bewley et al., "Simple online and realtime tracking" (2016), §3.2; noise as in the
 * authors' implementation: R = diag(1, 1, 10, 10), P0 = diag(10 x 4, 1e4 x 3),
 * Q = diag(1, 1, 1, 1, 0.01, 0.01, 1e-4), per frame.
 */
export class AreaAspectMotion implements MotionModel {
  readonly stride = 4 * AXIS_STRIDE;

  start(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    startAxis(state, at + X, box[from]! + width / 2, 10, 1e4);
    startAxis(state, at + Y, box[from + 1]! + height / 2, 10, 1e4);
    startAxis(state, at + AREA, width * height, 10, 1e4);
    startAxis(state, at + ASPECT, width / height, 10, 0);
  }

  predict(state: Float64Array, at: number, dt: number): void {
    if (state[at + AREA]! + dt * state[at + AREA + 1]! <= 0) state[at + AREA + 1] = 0;
    predictAxis(state, at + X, dt, 1, 0.01);
    predictAxis(state, at + Y, dt, 1, 0.01);
    predictAxis(state, at + AREA, dt, 1, 1e-4);
    predictAxis(state, at + ASPECT, dt, 1, 0);
  }

  correct(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    correctAxis(state, at + X, box[from]! + width / 2, 1);
    correctAxis(state, at + Y, box[from + 1]! + height / 2, 1);
    correctAxis(state, at + AREA, width * height, 10);
    correctAxis(state, at + ASPECT, width / height, 10);
  }

  writeBox(state: Float64Array, at: number, out: Float64Array, to: number): void {
    const area = Math.max(state[at + AREA]!, 1e-6);
    const aspect = Math.max(state[at + ASPECT]!, 1e-6);
    const width = Math.min(Math.sqrt(area * aspect), SIDE_MAX);
    const height = Math.min(area / width, SIDE_MAX);
    out[to] = state[at + X]! - width / 2;
    out[to + 1] = state[at + Y]! - height / 2;
    out[to + 2] = state[at + X]! + width / 2;
    out[to + 3] = state[at + Y]! + height / 2;
  }
}
