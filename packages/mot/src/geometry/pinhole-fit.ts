import { GeometryError } from "./geometry-error.ts";
import { fitHomography, invertHomography, rootMeanSquare } from "./homography.ts";
import type { Point2, PointPair } from "./homography.ts";
import { leastSquares } from "./levenberg-marquardt.ts";
import type { LeastSquares } from "./levenberg-marquardt.ts";
import type { Matrix3 } from "./matrix3.ts";
import { foldRadius2, pinholeCentreM, pinholeToPixel, pixelToPlane } from "./pinhole.ts";
import type { PinholeCamera, Point3 } from "./pinhole.ts";
import { focalOfHomography, poseOfHomography, turned } from "./pinhole-start.ts";
import type { Pose } from "./pinhole-start.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** A pair whose place may lie above the floor: the top of a post, the edge of a table. */
export interface PinholePair extends PointPair {
  /** Metres above the floor. Default 0. */
  readonly heightM?: number;
}

export interface PinholeOptions {
  /** Width and height of the picture, pixels; its middle is taken for the principal point. */
  readonly sizePx: Point2;
}

export interface PinholeFit {
  readonly camera: PinholeCamera;
  /** How many of k1 and k2 the points asked for; the others are 0. */
  readonly distortionTerms: 0 | 1 | 2;
  /** Standard deviation of the focal length for points clicked to a pixel, share of it. */
  readonly focalUncertainty: number;
  /** Between each picture point and where the camera shows its plan point, pixels. */
  readonly errorsPx: readonly number[];
  readonly rmsErrorPx: number;
  /** Between each plan point and where its picture point falls at the same height, metres. */
  readonly errorsM: readonly number[];
  readonly rmsErrorM: number;
}

/** Pairs that a pinhole with a lens needs: 12 equations for at most 9 unknowns. */
export const PINHOLE_PAIRS_MIN = 6;
/** Unknowns without distortion: focal length, rotation, translation. */
const POSE_NUMBERS = 7;
/** A further coefficient has to lower the error by this many variances: three sigma. */
const WORTH = 9;
/** Nobody clicks more exactly than this, pixels. */
const CLICK_SIGMA_PX = 0.5;
/** Beyond this the points say nothing about the focal length. */
const FOCAL_UNCERTAINTY_MAX = 0.5;
/** Ratio of eigenvalues of the scaled normal matrix below which some unknown is free. */
const RANK_RATIO_MIN = 1e-11;
/** Focal lengths to start from, in longer sides of the picture: 110 to 14 degrees. */
const FOCAL_STARTS = [0.35, 0.6, 1, 1.8, 4] as const;
/**
 * Coefficients to start from, by their number. A strongly bent picture is far from the homography of
 * a straight one, and its minimum cannot be reached from there.
 */
const LENS_STARTS = {
  0: [[]],
  1: [[0], [-0.12]],
  2: [
    [0, 0],
    [-0.12, 0.012],
    [-0.25, 0.04],
  ],
} as const;

/**
 * Focal length, pose and radial distortion of a camera from at least six point pairs, four of them
 * on the floor. Starts from the homography's decomposition under several focal lengths, then
 * minimises the squared reprojection error in pixels. Distortion coefficients are added one by one,
 * and kept only when the error they remove could not be clicking noise.
 *
 * Sources: Zhang, "A flexible new technique for camera calibration" (2000), §3; Hartley and
 * Zisserman, Multiple View Geometry (2nd ed.), §7.2 to 7.4 and A6.2.
 *
 * @throws GeometryError `too-few-pairs`, `invalid-number`, `degenerate` (the points leave the camera
 * undetermined, or the plan is mirrored) or `crosses-horizon`, fit for whoever placed the points.
 */
export function fitPinhole(pairs: readonly PinholePair[], options: PinholeOptions): PinholeFit {
  const frame = frameOf(pairs, options);
  let best = solve(frame, 0, null);
  let terms: 0 | 1 | 2 = 0;
  for (const more of [1, 2] as const) {
    const richer = solve(frame, more, best);
    if (richer !== null && isWorthIt(pairs.length, best, richer, more - terms)) {
      best = richer;
      terms = more;
    }
  }
  if (best === null) throw undetermined();
  const camera = cameraOf(frame, best.pose, best.solution.parameters);
  const focalUncertainty = focalUncertaintyOf(best.solution);
  if (!(focalUncertainty <= FOCAL_UNCERTAINTY_MAX)) throw undetermined();
  checkSide(camera);
  return { camera, distortionTerms: terms, focalUncertainty, ...pinholeErrors(camera, pairs) };
}

/** The reprojection errors of a camera over pairs; Infinity where a point cannot be shown. */
export function pinholeErrors(
  camera: PinholeCamera,
  pairs: readonly PinholePair[],
): Pick<PinholeFit, "errorsPx" | "rmsErrorPx" | "errorsM" | "rmsErrorM"> {
  const errorsPx = pairs.map(({ imagePx, planM, heightM }) =>
    distance(pinholeToPixel(camera, planM, heightM), imagePx),
  );
  const errorsM = pairs.map(({ imagePx, planM, heightM }) =>
    distance(pixelToPlane(camera, imagePx, heightM), planM),
  );
  return {
    errorsPx,
    rmsErrorPx: rootMeanSquare(errorsPx),
    errorsM,
    rmsErrorM: rootMeanSquare(errorsM),
  };
}

function distance(found: Point2 | null, wanted: Point2): number {
  if (found === null) return Number.POSITIVE_INFINITY;
  return Math.hypot(found[0] - wanted[0], found[1] - wanted[1]);
}

/** The task in a plan frame whose points lie around 0 at a mean distance of 1. */
interface Frame {
  readonly pairs: readonly Required<PinholePair>[];
  readonly middleM: Point2;
  readonly scaleM: number;
  readonly sizePx: Point2;
  readonly principalPx: Point2;
  /** Plan (in this frame) to pixels. */
  readonly homography: Matrix3;
}

function frameOf(pairs: readonly PinholePair[], { sizePx }: PinholeOptions): Frame {
  checkPairs(pairs, sizePx);
  const floor = pairs.filter(({ heightM }) => (heightM ?? 0) === 0);
  if (floor.length < 4) {
    throw new GeometryError(
      "too-few-pairs",
      `Cannot fit a camera: ${floor.length} points lie on the floor, expected at least 4`,
    );
  }
  const mean = (axis: 0 | 1): number =>
    pairs.reduce((sum, { planM }) => sum + planM[axis], 0) / pairs.length;
  const middleM: Point2 = [mean(0), mean(1)];
  const spread = pairs.map(({ planM }) => Math.hypot(planM[0] - middleM[0], planM[1] - middleM[1]));
  const scaleM = spread.reduce((sum, value) => sum + value, 0) / pairs.length || 1;
  const moved = (pair: PinholePair): Required<PinholePair> => ({
    imagePx: pair.imagePx,
    planM: [(pair.planM[0] - middleM[0]) / scaleM, (pair.planM[1] - middleM[1]) / scaleM],
    heightM: (pair.heightM ?? 0) / scaleM,
  });
  return {
    pairs: pairs.map(moved),
    middleM,
    scaleM,
    sizePx,
    principalPx: [sizePx[0] / 2, sizePx[1] / 2],
    homography: invertHomography(fitHomography(floor.map(moved)).homography),
  };
}

function checkPairs(pairs: readonly PinholePair[], sizePx: Point2): void {
  if (pairs.length < PINHOLE_PAIRS_MIN) {
    throw new GeometryError(
      "too-few-pairs",
      `Cannot fit a camera from ${pairs.length} point pairs: expected at least ${PINHOLE_PAIRS_MIN}`,
    );
  }
  if (!sizePx.every((side) => side > 0 && side < 1e6)) {
    throw new GeometryError(
      "invalid-number",
      `Cannot fit a camera to a picture of ${sizePx.join(" x ")}: expected its size in pixels`,
    );
  }
  pairs.forEach(({ heightM }, index) => {
    if (heightM === undefined || Math.abs(heightM) < 1e6) return;
    throw new GeometryError(
      "invalid-number",
      `Cannot use point pair ${index + 1}: expected a height between -1e6 and 1e6 metres`,
    );
  });
}

interface Solution {
  /** Rotation that the solved turn starts from. */
  readonly pose: Pose;
  readonly solution: LeastSquares;
}

/** The best of all starts with this many distortion coefficients. */
function solve(frame: Frame, terms: 0 | 1 | 2, before: Solution | null): Solution | null {
  const longer = Math.max(...frame.sizePx);
  const decomposed = focalOfHomography(frame.homography, frame.principalPx);
  const focals = FOCAL_STARTS.map((share) => share * longer);
  const starts = (decomposed === null ? focals : [decomposed, ...focals]).flatMap((focalPx) => {
    const pose = poseOfHomography(frame.homography, frame.principalPx, focalPx);
    if (pose === null) return [];
    const parameters = [Math.log(focalPx), 0, 0, 0, ...pose.translationM];
    return LENS_STARTS[terms].map((lens) => ({ pose, parameters: [...parameters, ...lens] }));
  });
  if (before !== null && terms > 0) {
    const known = before.solution.parameters;
    const missing = POSE_NUMBERS + terms - known.length;
    const parameters = [...known, ...Array.from({ length: missing }, () => 0)];
    starts.unshift({ pose: before.pose, parameters });
  }
  let best: Solution | null = null;
  for (const { pose, parameters } of starts) {
    const solution = leastSquares((numbers) => residualsOf(frame, pose, numbers), parameters);
    if (solution === null || (best !== null && solution.cost >= best.solution.cost)) continue;
    if (showsWholePicture(frame, solution.parameters)) best = { pose, solution };
  }
  return best;
}

function residualsOf(frame: Frame, pose: Pose, numbers: readonly number[]): number[] | null {
  const camera = scaledCamera(frame, pose, numbers);
  const residuals: number[] = [];
  for (const { imagePx, planM, heightM } of frame.pairs) {
    const pixel = pinholeToPixel(camera, planM, heightM);
    if (pixel === null) return null;
    residuals.push(pixel[0] - imagePx[0], pixel[1] - imagePx[1]);
  }
  return residuals;
}

/** In units of the frame. */
function scaledCamera(frame: Frame, pose: Pose, numbers: readonly number[]): PinholeCamera {
  const at = (index: number): number => numbers[index] ?? 0;
  return {
    focalPx: Math.exp(at(0)),
    principalPx: frame.principalPx,
    distortion: [at(POSE_NUMBERS), at(POSE_NUMBERS + 1)],
    rotation: turned(pose.rotation, [at(1), at(2), at(3)]),
    translationM: [at(4), at(5), at(6)],
  };
}

/** In metres of the plan. */
function cameraOf(frame: Frame, pose: Pose, numbers: readonly number[]): PinholeCamera {
  const camera = scaledCamera(frame, pose, numbers);
  const { middleM, scaleM } = frame;
  const { rotation: r, translationM: t } = camera;
  const shift = (row: 0 | 3 | 6): number => r[row] * middleM[0] + r[row + 1]! * middleM[1];
  const translationM: Point3 = [
    scaleM * t[0] - shift(0),
    scaleM * t[1] - shift(3),
    scaleM * t[2] - shift(6),
  ];
  return { ...camera, translationM };
}

/** A lens that folds over inside the picture is an artefact of the fit. */
function showsWholePicture(frame: Frame, numbers: readonly number[]): boolean {
  const [k1, k2] = [numbers[POSE_NUMBERS] ?? 0, numbers[POSE_NUMBERS + 1] ?? 0];
  const fold2 = foldRadius2([k1, k2]);
  if (fold2 === Number.POSITIVE_INFINITY) return true;
  const shown = Math.sqrt(fold2) * (1 + fold2 * (k1 + k2 * fold2)) * Math.exp(numbers[0]!);
  return shown >= Math.hypot(...frame.principalPx);
}

function isWorthIt(pairs: number, poorer: Solution | null, richer: Solution, terms: number) {
  if (poorer === null) return true;
  const freedom = 2 * pairs - richer.solution.parameters.length;
  const variance = Math.max(richer.solution.cost / freedom, CLICK_SIGMA_PX ** 2);
  return poorer.solution.cost - richer.solution.cost > WORTH * terms * variance;
}

/**
 * Standard deviation of the logarithm of the focal length for an error of one pixel, from the
 * inverse of J^T J (Hartley and Zisserman §5.2.3); Infinity when some unknown is free.
 */
function focalUncertaintyOf({ normal, parameters }: LeastSquares): number {
  const size = parameters.length;
  const scale = parameters.map((_, i) => Math.sqrt(normal[i * size + i]!));
  const scaled = normal.map(
    (value, at) => value / (scale[Math.floor(at / size)]! * scale[at % size]!),
  );
  if (!scaled.every(Number.isFinite)) return Number.POSITIVE_INFINITY;
  const { values, vectors } = symmetricEigen(scaled, size);
  if (!(values[0]! > RANK_RATIO_MIN * values[size - 1]!)) return Number.POSITIVE_INFINITY;
  const variance = vectors.reduce((sum, vector, k) => sum + vector[0]! ** 2 / values[k]!, 0);
  return Math.sqrt(variance) / scale[0]!;
}

function checkSide(camera: PinholeCamera): void {
  if (pinholeCentreM(camera)[2] > 0) return;
  throw new GeometryError(
    "degenerate",
    "Cannot fit a camera: it would hang below the floor, so the plan is mirrored; " +
      "expected plan points with y up, matched to the picture in the right order",
  );
}

function undetermined(): GeometryError {
  return new GeometryError(
    "degenerate",
    "Cannot tell the camera's focal length from these points: expected points spread over near and " +
      "far parts of the picture, and a camera that does not look straight down",
  );
}
