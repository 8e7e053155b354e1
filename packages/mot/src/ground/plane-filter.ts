/**
 * Kalman filter of a point that walks on the plan at nearly constant velocity, on 20 numbers of a
 * flat array: x, y, vx, vy (metres, metres per second) and the row-major 4x4 covariance.
 *
 * Source: Bar-Shalom et al., Estimation with Applications to Tracking and Navigation (2001), §5.2
 * and §6.2.2 (continuous white-noise acceleration).
 */
export const PLANE_STRIDE = 20;

/**
 * A measured point takes five numbers of a flat array: x, y (metres) and its covariance xx, xy, yy
 * (square metres).
 */
export const PLACE_STRIDE = 5;

/** Standard deviation of a person's speed, m/s: the first guess of one that is not known. */
const START_SPEED_MPS = 1.5;

export function startPlane(
  state: Float64Array,
  at: number,
  places: Float64Array,
  from: number,
): void {
  state.fill(0, at, at + PLANE_STRIDE);
  state[at] = places[from]!;
  state[at + 1] = places[from + 1]!;
  state[at + 4] = places[from + 2]!;
  state[at + 5] = places[from + 3]!;
  state[at + 8] = places[from + 3]!;
  state[at + 9] = places[from + 4]!;
  state[at + 14] = START_SPEED_MPS ** 2;
  state[at + 19] = START_SPEED_MPS ** 2;
}

/** @param acceleration spectral density of the acceleration, m²/s³. */
export function predictPlane(
  state: Float64Array,
  at: number,
  dtS: number,
  acceleration: number,
): void {
  state[at] = state[at]! + dtS * state[at + 2]!;
  state[at + 1] = state[at + 1]! + dtS * state[at + 3]!;
  const p = at + 4;
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 2; row++) {
      const cell = p + row * 4 + column;
      state[cell] = state[cell]! + dtS * state[cell + 8]!;
    }
  }
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 2; column++) {
      const cell = p + row * 4 + column;
      state[cell] = state[cell]! + dtS * state[cell + 2]!;
    }
  }
  for (let axis = 0; axis < 2; axis++) {
    const place = p + axis * 5;
    state[place] = state[place]! + (acceleration * dtS ** 3) / 3;
    state[place + 2] = state[place + 2]! + (acceleration * dtS ** 2) / 2;
    state[place + 8] = state[place + 8]! + (acceleration * dtS ** 2) / 2;
    state[place + 10] = state[place + 10]! + acceleration * dtS;
  }
}

/** Squared Mahalanobis distance of a measured point, Infinity for a hopeless covariance. */
export function planeDistance(
  state: Float64Array,
  at: number,
  places: Float64Array,
  from: number,
): number {
  const xx = state[at + 4]! + places[from + 2]!;
  const xy = state[at + 5]! + places[from + 3]!;
  const yy = state[at + 9]! + places[from + 4]!;
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0)) return Number.POSITIVE_INFINITY;
  const dx = places[from]! - state[at]!;
  const dy = places[from + 1]! - state[at + 1]!;
  return (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
}

const gain = new Float64Array(8);
const top = new Float64Array(8);

export function correctPlane(
  state: Float64Array,
  at: number,
  places: Float64Array,
  from: number,
): void {
  const p = at + 4;
  const xx = state[p]! + places[from + 2]!;
  const xy = state[p + 1]! + places[from + 3]!;
  const yy = state[p + 5]! + places[from + 4]!;
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0)) return;
  const dx = places[from]! - state[at]!;
  const dy = places[from + 1]! - state[at + 1]!;
  for (let row = 0; row < 4; row++) {
    const a = state[p + row * 4]!;
    const b = state[p + row * 4 + 1]!;
    gain[row * 2] = (a * yy - b * xy) / determinant;
    gain[row * 2 + 1] = (b * xx - a * xy) / determinant;
    top[row] = state[p + row]!;
    top[row + 4] = state[p + 4 + row]!;
  }
  for (let row = 0; row < 4; row++) {
    const gx = gain[row * 2]!;
    const gy = gain[row * 2 + 1]!;
    state[at + row] = state[at + row]! + gx * dx + gy * dy;
    // Both halves in one: apart, rounding lets them drift until the covariance is none any more.
    for (let column = row; column < 4; column++) {
      const value = state[p + row * 4 + column]! - gx * top[column]! - gy * top[column + 4]!;
      state[p + row * 4 + column] = value;
      state[p + column * 4 + row] = value;
    }
  }
}
