import type { CameraMotion } from "../tracker.ts";
import { AXIS_STRIDE } from "./axis-filter.ts";
import { HISTORY_ENTRY, HISTORY_SLOTS } from "./observation-history.ts";

/** A camera that zooms by more than this between two frames shows another scene. */
const ZOOM_MAX = 10;

/**
 * How much the picture grew, as a factor of lengths.
 *
 * @throws RangeError for a motion that is not finite or flattens the picture.
 */
export function zoomOf(motion: CameraMotion): number {
  const zoom = Math.sqrt(Math.abs(motion[0] * motion[4] - motion[1] * motion[3]));
  const isFinite = motion.every((value) => Math.abs(value) < 1e7);
  if (!isFinite || !(zoom > 1 / ZOOM_MAX && zoom < ZOOM_MAX)) {
    throw new RangeError(
      `Cannot apply camera motion [${motion.join(", ")}]: expected six finite numbers that ` +
        `scale the picture by 1/${ZOOM_MAX} to ${ZOOM_MAX}`,
    );
  }
  return zoom;
}

/** Moves a box: its centre by the motion, its size by the zoom; a box stays upright. */
export function moveBox(motion: CameraMotion, zoom: number, box: Float64Array, at: number): void {
  const x = (box[at]! + box[at + 2]!) / 2;
  const y = (box[at + 1]! + box[at + 3]!) / 2;
  const width = ((box[at + 2]! - box[at]!) * zoom) / 2;
  const height = ((box[at + 3]! - box[at + 1]!) * zoom) / 2;
  const movedX = motion[0] * x + motion[1] * y + motion[2];
  const movedY = motion[3] * x + motion[4] * y + motion[5];
  box[at] = movedX - width;
  box[at + 1] = movedY - height;
  box[at + 2] = movedX + width;
  box[at + 3] = movedY + height;
}

/** Turns and scales a direction or velocity whose components stand `stride` apart. */
export function moveVector(
  motion: CameraMotion,
  vector: Float64Array,
  at: number,
  stride: number,
): void {
  const x = vector[at]!;
  const y = vector[at + stride]!;
  vector[at] = motion[0] * x + motion[1] * y;
  vector[at + stride] = motion[3] * x + motion[4] * y;
}

/**
 * Moves a centre-and-size motion state. Covariances grow with the zoom; that a turned camera mixes
 * x and y is left out of them, as their blocks are nearly alike.
 */
export function moveState(
  motion: CameraMotion,
  zoom: number,
  state: Float64Array,
  at: number,
): void {
  moveVector(motion, state, at, AXIS_STRIDE);
  state[at] = state[at]! + motion[2];
  state[at + AXIS_STRIDE] = state[at + AXIS_STRIDE]! + motion[5];
  moveVector(motion, state, at + 1, AXIS_STRIDE);
  for (let axis = 0; axis < 4; axis++) {
    const from = at + axis * AXIS_STRIDE;
    if (axis > 1) {
      state[from] = state[from]! * zoom;
      state[from + 1] = state[from + 1]! * zoom;
    }
    for (let k = from + 2; k < from + AXIS_STRIDE; k++) state[k] = state[k]! * zoom * zoom;
  }
}

/** Moves every remembered box of a track's history. */
export function moveHistory(
  motion: CameraMotion,
  zoom: number,
  history: Float64Array,
  at: number,
): void {
  const known = Math.min(history[at]!, HISTORY_SLOTS);
  for (let slot = 0; slot < known; slot++) {
    moveBox(motion, zoom, history, at + 1 + slot * HISTORY_ENTRY + 1);
  }
}
