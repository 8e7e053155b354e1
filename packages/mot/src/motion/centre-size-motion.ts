import { AXIS_STRIDE, correctAxis, predictAxis, startAxis } from "./axis-filter.ts";
import type { MotionModel } from "./motion-model.ts";

const CENTRE_X = 0;
const CENTRE_Y = AXIS_STRIDE;
const WIDTH = 2 * AXIS_STRIDE;
const HEIGHT = 3 * AXIS_STRIDE;
const SIDE_MIN = 1e-3;

/** Standard deviation of a detector's box, share of the height. */
const MEASURED = 1 / 10;
/** Unmodelled change of place and size in one frame, share of the height. */
const DRIFT = 1 / 20;
/** Unmodelled change of velocity in one frame, share of the height per frame. */
const SPEED_DRIFT = 1 / 160;
/** First guess of a speed, share of the height per frame, and of a change of size. */
const START_SPEED = 1 / 16;
const START_GROWTH = 1 / 64;
/** Frames after which a blind track has lost 63 % of its velocity: people stop and turn. */
const MEMORY_FRAMES = 120;

/**
 * Centre, width and height, each with a velocity, with noise in proportion to the height; a blind
 * track keeps its size and slowly loses its velocity.
 *
 * Source: state of BoT-SORT (Aharon et al. 2022, §3.1) with the noise weights of DeepSORT (Wojke et
 * al. 2017), per frame of 1/30 s; detectors are trusted half as much as there.
 */
export class CentreSizeMotion implements MotionModel {
  readonly stride = 4 * AXIS_STRIDE;

  start(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    const place = square(MEASURED * height);
    const speed = square(START_SPEED * height);
    const growth = square(START_GROWTH * height);
    startAxis(state, at + CENTRE_X, box[from]! + width / 2, place, speed);
    startAxis(state, at + CENTRE_Y, box[from + 1]! + height / 2, place, speed);
    startAxis(state, at + WIDTH, width, place, growth);
    startAxis(state, at + HEIGHT, height, place, growth);
  }

  predict(state: Float64Array, at: number, dt: number, isSeen: boolean): void {
    const height = Math.max(state[at + HEIGHT]!, SIDE_MIN);
    if (!isSeen) {
      const kept = Math.exp(-dt / MEMORY_FRAMES);
      state[at + CENTRE_X + 1] = state[at + CENTRE_X + 1]! * kept;
      state[at + CENTRE_Y + 1] = state[at + CENTRE_Y + 1]! * kept;
      state[at + WIDTH + 1] = 0;
      state[at + HEIGHT + 1] = 0;
    }
    const drift = square(DRIFT * height);
    const speedDrift = square(SPEED_DRIFT * height);
    for (let axis = 0; axis < this.stride; axis += AXIS_STRIDE) {
      predictAxis(state, at + axis, dt, drift, speedDrift);
    }
  }

  correct(state: Float64Array, at: number, box: Float64Array, from: number): void {
    const width = box[from + 2]! - box[from]!;
    const height = box[from + 3]! - box[from + 1]!;
    const noise = square(MEASURED * Math.max(state[at + HEIGHT]!, SIDE_MIN));
    correctAxis(state, at + CENTRE_X, box[from]! + width / 2, noise);
    correctAxis(state, at + CENTRE_Y, box[from + 1]! + height / 2, noise);
    correctAxis(state, at + WIDTH, width, noise);
    correctAxis(state, at + HEIGHT, height, noise);
  }

  writeBox(state: Float64Array, at: number, out: Float64Array, to: number): void {
    const width = Math.max(state[at + WIDTH]!, SIDE_MIN) / 2;
    const height = Math.max(state[at + HEIGHT]!, SIDE_MIN) / 2;
    out[to] = state[at + CENTRE_X]! - width;
    out[to + 1] = state[at + CENTRE_Y]! - height;
    out[to + 2] = state[at + CENTRE_X]! + width;
    out[to + 3] = state[at + CENTRE_Y]! + height;
  }
}

function square(value: number): number {
  return value * value;
}
