import { AXIS_STRIDE, correctAxis, predictAxis, startAxis } from "./axis-filter.ts";
import type { MotionModel } from "./motion-model.ts";

const X = 0;
const Y = AXIS_STRIDE;
const ASPECT = 2 * AXIS_STRIDE;
const HEIGHT = 3 * AXIS_STRIDE;

const WEIGHT_POSITION = 1 / 20;
const WEIGHT_VELOCITY = 1 / 160;

const squared = (value: number): number => value * value;

/**
 * Centre, aspect ratio and height, each with a velocity, with noise in proportion to the height.
 *
 * Source: Wojke et al., "Simple online and realtime tracking with a deep association metric"
 * (2017), §2.1; noise as in the authors' implementation (weights 1/20 and 1/160 per frame). A track
 * that is not seen keeps its height, as in ByteTrack (Zhang et al. 2022).
 */
export class AspectHeightMotion implements MotionModel {
  readonly stride = 4 * AXIS_STRIDE;

  start(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    const place = squared(2 * WEIGHT_POSITION * height);
    const speed = squared(10 * WEIGHT_VELOCITY * height);
    startAxis(state, at + X, box[from]! + width / 2, place, speed);
    startAxis(state, at + Y, box[from + 1]! + height / 2, place, speed);
    startAxis(state, at + ASPECT, width / height, squared(1e-2), squared(1e-5));
    startAxis(state, at + HEIGHT, height, place, speed);
  }

  predict(state: Float64Array, at: number, dt: number, isSeen: boolean): void {
    if (!isSeen) state[at + HEIGHT + 1] = 0;
    const height = state[at + HEIGHT]!;
    const place = squared(WEIGHT_POSITION * height);
    const speed = squared(WEIGHT_VELOCITY * height);
    predictAxis(state, at + X, dt, place, speed);
    predictAxis(state, at + Y, dt, place, speed);
    predictAxis(state, at + ASPECT, dt, squared(1e-2), squared(1e-5));
    predictAxis(state, at + HEIGHT, dt, place, speed);
  }

  correct(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    const place = squared(WEIGHT_POSITION * state[at + HEIGHT]!);
    correctAxis(state, at + X, box[from]! + width / 2, place);
    correctAxis(state, at + Y, box[from + 1]! + height / 2, place);
    correctAxis(state, at + ASPECT, width / height, squared(1e-1));
    correctAxis(state, at + HEIGHT, height, place);
  }

  writeBox(state: Float64Array, at: number, out: Float64Array, to: number): void {
    const height = Math.max(state[at + HEIGHT]!, 1e-3);
    const width = Math.max(state[at + ASPECT]! * height, 1e-3);
    out[to] = state[at + X]! - width / 2;
    out[to + 1] = state[at + Y]! - height / 2;
    out[to + 2] = state[at + X]! + width / 2;
    out[to + 3] = state[at + Y]! + height / 2;
  }
}
