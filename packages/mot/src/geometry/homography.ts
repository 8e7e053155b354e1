import { GeometryError } from "./geometry-error.ts";
import { determinant3, inverse3, multiply3 } from "./matrix3.ts";
import type { Matrix3 } from "./matrix3.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** `[x, y]`; the frame (pixels, metres) is the caller's. */
export type Point2 = readonly [number, number];

/** One place seen twice: where it is in the picture and where it is on the plan. */
export interface PointPair {
  /** Pixels of the original frame, y down. */
  readonly imagePx: Point2;
  /** Metres on the plan. */
  readonly planM: Point2;
}

/**
 * A plane-to-plane mapping, row-major 3x3, of unit Frobenius norm and with the sign that makes the
 * third homogeneous coordinate positive on the visible side of the horizon.
 */
export type Homography = Matrix3;

export interface HomographyFit {
  /** Pixels to metres. */
  readonly homography: Homography;
  /** Distance on the plan between each mapped picture point and its plan point, metres. */
  readonly errorsM: readonly number[];
  /** Root mean square of `errorsM`. */
  readonly rmsErrorM: number;
}

/** Ratio of the second smallest to the largest eigenvalue below which the fit has no one answer. */
const RANK_RATIO_MIN = 1e-9;
/** |det| of the normalised unit-norm homography below which it flattens the plane to a line. */
const DETERMINANT_MIN = 1e-6;
const PAIRS_MIN = 4;

/**
 * The pixels-to-metres homography of at least four point pairs.
 *
 * Normalised direct linear transformation: Hartley and Zisserman, Multiple View Geometry (2nd ed.),
 * §4.1 and algorithm 4.2.
 *
 * @throws GeometryError `too-few-pairs`, `invalid-number`, `degenerate` (points on one line or
 * repeated) or `crosses-horizon` (no camera could see all the points from one side).
 */
export function fitHomography(pairs: readonly PointPair[]): HomographyFit {
  checkPairs(pairs);
  const image = normalisation(pairs.map((pair) => pair.imagePx));
  const plan = normalisation(pairs.map((pair) => pair.planM));
  const eigen = symmetricEigen(normalEquations(pairs, image, plan), 9);
  const scale = eigen.values[8]!;
  if (eigen.values[1]! < RANK_RATIO_MIN * scale) throw degenerate(pairs.length);
  const normalised = asMatrix(eigen.vectors[0]!);
  if (Math.abs(determinant3(normalised)) < DETERMINANT_MIN) throw degenerate(pairs.length);
  const raw = multiply3(inverse3(plan)!, multiply3(normalised, image));
  const homography = orient(raw, pairs);
  const errorsM = reprojectionErrorsM(homography, pairs);
  return { homography, errorsM, rmsErrorM: rootMeanSquare(errorsM) };
}

/**
 * Maps a point through a homography.
 *
 * @returns null when the point lies on or beyond the horizon, where no finite place corresponds.
 */
export function applyHomography(homography: ArrayLike<number>, point: Point2): Point2 | null {
  const [x, y] = point;
  const w = homography[6]! * x + homography[7]! * y + homography[8]!;
  if (!(w > 0)) return null;
  const u = (homography[0]! * x + homography[1]! * y + homography[2]!) / w;
  const v = (homography[3]! * x + homography[4]! * y + homography[5]!) / w;
  return Number.isFinite(u) && Number.isFinite(v) ? [u, v] : null;
}

/**
 * The mapping back, e.g. metres to pixels. Points the camera sees keep a positive third coordinate.
 *
 * @throws GeometryError `degenerate` for a singular matrix.
 */
export function invertHomography(homography: ArrayLike<number>): Homography {
  const inverse = inverse3(asMatrix(homography));
  if (inverse === null) {
    throw new GeometryError("degenerate", "Cannot invert the homography: it is singular");
  }
  return scaled(inverse, 1 / frobenius(inverse));
}

/**
 * Distance on the plan between each mapped picture point and its plan point, metres;
 * `Infinity` for a point beyond the horizon.
 */
export function reprojectionErrorsM(
  homography: ArrayLike<number>,
  pairs: readonly PointPair[],
): number[] {
  return pairs.map(({ imagePx, planM }) => {
    const mapped = applyHomography(homography, imagePx);
    return mapped === null
      ? Number.POSITIVE_INFINITY
      : Math.hypot(mapped[0] - planM[0], mapped[1] - planM[1]);
  });
}

/** Root mean square of a list; 0 for an empty one. */
export function rootMeanSquare(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function checkPairs(pairs: readonly PointPair[]): void {
  if (pairs.length < PAIRS_MIN) {
    throw new GeometryError(
      "too-few-pairs",
      `Cannot fit a homography from ${pairs.length} point pairs: expected at least ${PAIRS_MIN}`,
    );
  }
  pairs.forEach(({ imagePx, planM }, index) => {
    if (![...imagePx, ...planM].every((value) => Math.abs(value) < 1e9)) {
      throw new GeometryError(
        "invalid-number",
        `Cannot use point pair ${index + 1}: expected coordinates between -1e9 and 1e9`,
      );
    }
  });
}

function degenerate(count: number): GeometryError {
  return new GeometryError(
    "degenerate",
    `Cannot fit a homography from ${count} point pairs that lie on one line or repeat a point: ` +
      "expected four points of which no three are in line",
  );
}

/** Similarity that moves the centroid to 0 and the mean distance to sqrt 2 (H&Z §4.4.4). */
function normalisation(points: readonly Point2[]): Matrix3 {
  const cx = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const cy = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  const mean =
    points.reduce((sum, point) => sum + Math.hypot(point[0] - cx, point[1] - cy), 0) /
    points.length;
  if (!(mean > 0)) throw degenerate(points.length);
  const scale = Math.SQRT2 / mean;
  return [scale, 0, -scale * cx, 0, scale, -scale * cy, 0, 0, 1];
}

/** A^T A of H&Z equation 4.3, row-major 9x9. */
function normalEquations(pairs: readonly PointPair[], image: Matrix3, plan: Matrix3): Float64Array {
  const sum = new Float64Array(81);
  for (const { imagePx, planM } of pairs) {
    const x = image[0] * imagePx[0] + image[2];
    const y = image[4] * imagePx[1] + image[5];
    const u = plan[0] * planM[0] + plan[2];
    const v = plan[4] * planM[1] + plan[5];
    addOuter(sum, [0, 0, 0, -x, -y, -1, v * x, v * y, v]);
    addOuter(sum, [x, y, 1, 0, 0, 0, -u * x, -u * y, -u]);
  }
  return sum;
}

function addOuter(sum: Float64Array, row: readonly number[]): void {
  for (let i = 0; i < 9; i++) {
    for (let j = 0; j < 9; j++) sum[i * 9 + j] = sum[i * 9 + j]! + row[i]! * row[j]!;
  }
}

function orient(raw: Matrix3, pairs: readonly PointPair[]): Homography {
  const depths = pairs.map(({ imagePx: [x, y] }) => raw[6] * x + raw[7] * y + raw[8]);
  const positive = depths.filter((depth) => depth > 0).length;
  if (positive !== 0 && positive !== depths.length) {
    throw new GeometryError(
      "crosses-horizon",
      "Cannot fit a homography: the point pairs lie on both sides of the horizon; " +
        "expected pairs matched in the right order",
    );
  }
  return scaled(raw, (positive === 0 ? -1 : 1) / frobenius(raw));
}

function frobenius(matrix: Matrix3): number {
  return Math.hypot(...matrix);
}

function scaled(matrix: Matrix3, factor: number): Matrix3 {
  return asMatrix(matrix.map((value) => value * factor));
}

function asMatrix(values: ArrayLike<number>): Matrix3 {
  return [
    values[0]!,
    values[1]!,
    values[2]!,
    values[3]!,
    values[4]!,
    values[5]!,
    values[6]!,
    values[7]!,
    values[8]!,
  ];
}
