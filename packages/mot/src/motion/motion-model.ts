/** How a tracker thinks boxes move. Works on one track's slice of a flat state array. */
export interface MotionModel {
  /** Numbers per track. */
  readonly stride: number;
  /** Starts the state from a first box at `box[from..from+3]` (x1, y1, x2, y2, pixels). */
  start(state: Float64Array, at: number, box: Float64Array, from: number): void;
  /** @param dt frames since the last call. @param isSeen false once a frame went without it. */
  predict(state: Float64Array, at: number, dt: number, isSeen: boolean): void;
  correct(state: Float64Array, at: number, box: Float64Array, from: number): void;
  /** Writes x1, y1, x2, y2 of the state to `out[to..to+3]`. */
  writeBox(state: Float64Array, at: number, out: Float64Array, to: number): void;
}
