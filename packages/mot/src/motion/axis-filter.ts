/**
 * Kalman filter of one coordinate with constant velocity, on five numbers of a flat array:
 * position, velocity and the covariance entries pp, pv, vv.
 *
 * The box filters of SORT and DeepSORT are written with 7 and 8 dimensions, but their transition,
 * noise and observation matrices join a coordinate only with its own velocity, so the covariance
 * never leaves these 2x2 blocks: four of these are exactly the published filter at a fraction of
 * the work.
 *
 * Source: Kalman (1960); constant-velocity form as in Bar-Shalom et al., Estimation with
 * Applications to Tracking and Navigation (2001), §5.2 and §6.2.
 */
export const AXIS_STRIDE = 5;

export function startAxis(
  state: Float64Array,
  at: number,
  position: number,
  varianceP: number,
  varianceV: number,
): void {
  state[at] = position;
  state[at + 1] = 0;
  state[at + 2] = varianceP;
  state[at + 3] = 0;
  state[at + 4] = varianceV;
}

/** @param dt frames (units of the noise model); noise grows linearly with it. */
export function predictAxis(
  state: Float64Array,
  at: number,
  dt: number,
  noiseP: number,
  noiseV: number,
): void {
  const pv = state[at + 3]!;
  const vv = state[at + 4]!;
  state[at] = state[at]! + dt * state[at + 1]!;
  state[at + 2] = state[at + 2]! + dt * (2 * pv + dt * vv) + dt * noiseP;
  state[at + 3] = pv + dt * vv;
  state[at + 4] = vv + dt * noiseV;
}

export function correctAxis(
  state: Float64Array,
  at: number,
  measured: number,
  noise: number,
): void {
  const pp = state[at + 2]!;
  const pv = state[at + 3]!;
  const total = pp + noise;
  if (!(total > 0)) return;
  const gainP = pp / total;
  const gainV = pv / total;
  const innovation = measured - state[at]!;
  state[at] = state[at]! + gainP * innovation;
  state[at + 1] = state[at + 1]! + gainV * innovation;
  state[at + 2] = (1 - gainP) * pp;
  state[at + 3] = (1 - gainP) * pv;
  state[at + 4] = state[at + 4]! - gainV * pv;
}
