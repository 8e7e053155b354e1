import type { Covariance2, PlacedPoint } from "./foot-point.ts";
import { invertHomography } from "./homography.ts";
import type { Homography, Point2 } from "./homography.ts";
import type { Matrix3 } from "./matrix3.ts";

export type Point3 = readonly [number, number, number];

/**
 * A camera with square pixels, a known principal point and two radial distortion coefficients.
 * World: metres, x and y on the plan, z up, the floor at z = 0. Camera: x right, y down, z ahead.
 *
 * Source: Hartley and Zisserman, Multiple View Geometry (2nd ed.), §6.1 for the pinhole and §7.4 for
 * the radial terms; the polynomial in undistorted coordinates as in Zhang 2000, §3.3.
 */
export interface PinholeCamera {
  readonly focalPx: number;
  readonly principalPx: Point2;
  /** k1 and k2: a point at radius r of the undistorted picture lies at r (1 + k1 r² + k2 r⁴). */
  readonly distortion: Point2;
  /** World to camera, row-major, a proper rotation. */
  readonly rotation: Matrix3;
  /** World to camera, metres: a point X is at rotation X + translation. */
  readonly translationM: Point3;
}

const NEWTON_STEPS_MAX = 50;
const NEWTON_TOLERANCE = 1e-14;
/** Nearer to the camera's own plane than this nothing is seen, metres. */
const DEPTH_MIN_M = 1e-9;

/**
 * The pixel that shows a point `heightM` above a place of the plan.
 *
 * @returns null when the point is behind the camera or beyond where the lens model folds over.
 */
export function pinholeToPixel(camera: PinholeCamera, planM: Point2, heightM = 0): Point2 | null {
  const [x, y, depth] = toCamera(camera, planM, heightM);
  if (!(depth > DEPTH_MIN_M)) return null;
  const [u, v] = [x / depth, y / depth];
  const radius2 = u * u + v * v;
  if (!(radius2 < foldRadius2(camera.distortion))) return null;
  const stretch = stretchAt(camera.distortion, radius2);
  const pixel: Point2 = [
    camera.principalPx[0] + camera.focalPx * u * stretch,
    camera.principalPx[1] + camera.focalPx * v * stretch,
  ];
  return pixel.every(Number.isFinite) ? pixel : null;
}

/**
 * The place on the plane `heightM` above the floor that a pixel shows.
 *
 * @returns null at or above the horizon, or outside of what the lens model can show.
 */
export function pixelToPlane(camera: PinholeCamera, imagePx: Point2, heightM = 0): Point2 | null {
  return castRay(camera, imagePx, heightM)?.placeM ?? null;
}

/**
 * As {@link pixelToPlane} on the floor, with the pixel's covariance carried along to first order:
 * J C J^T, where J joins the inverse of the lens polynomial's Jacobian and that of the ray's foot.
 *
 * Source: Hartley and Zisserman §5.2.1, result 5.6.
 */
export function pinholePlaced(
  camera: PinholeCamera,
  point: { readonly imagePx: Point2; readonly covariancePx2: Covariance2 },
): PlacedPoint | null {
  const ray = castRay(camera, point.imagePx, 0);
  if (ray === null) return null;
  const [a, b, c, d] = jacobianOf(camera, ray);
  const [xx, xy, yy] = point.covariancePx2;
  const covarianceM2: Covariance2 = [
    a * a * xx + 2 * a * b * xy + b * b * yy,
    a * c * xx + (a * d + b * c) * xy + b * d * yy,
    c * c * xx + 2 * c * d * xy + d * d * yy,
  ];
  return covarianceM2.every(Number.isFinite) ? { positionM: ray.placeM, covarianceM2 } : null;
}

/** The pixel at which a lens without distortion would show what this pixel shows; null beyond it. */
export function straightPixel(camera: PinholeCamera, imagePx: Point2): Point2 | null {
  const [cx, cy] = camera.principalPx;
  const straight = undistort(camera.distortion, [
    (imagePx[0] - cx) / camera.focalPx,
    (imagePx[1] - cy) / camera.focalPx,
  ]);
  if (straight === null) return null;
  return [cx + camera.focalPx * straight[0], cy + camera.focalPx * straight[1]];
}

/**
 * The homography from {@link straightPixel | straight pixels} to the floor: the inverse of
 * K [r1 r2 t] (Hartley and Zisserman §8.1.1).
 */
export function straightHomography(camera: PinholeCamera): Homography {
  const { focalPx: f, principalPx, rotation: r, translationM: t } = camera;
  const ahead = [r[6], r[7], t[2]] as const;
  const [right, down] = ([0, 3] as const).map((row, axis) =>
    [r[row], r[row + 1]!, t[axis]!].map((value, i) => f * value + principalPx[axis]! * ahead[i]!),
  );
  return invertHomography([...right!, ...down!, ...ahead]);
}

/** Where the camera hangs, metres: -R^T t. */
export function pinholeCentreM({ rotation: r, translationM: t }: PinholeCamera): Point3 {
  return [
    -(r[0] * t[0] + r[3] * t[1] + r[6] * t[2]),
    -(r[1] * t[0] + r[4] * t[1] + r[7] * t[2]),
    -(r[2] * t[0] + r[5] * t[1] + r[8] * t[2]),
  ];
}

/**
 * Squared radius, undistorted, at which r (1 + k1 r² + k2 r⁴) stops growing; Infinity for a lens
 * that never folds over.
 */
export function foldRadius2([k1, k2]: Point2): number {
  if (k2 === 0) return k1 < 0 ? -1 / (3 * k1) : Number.POSITIVE_INFINITY;
  const root2 = 9 * k1 * k1 - 20 * k2;
  if (root2 < 0) return Number.POSITIVE_INFINITY;
  const root = Math.sqrt(root2);
  const positive = [(-3 * k1 - root) / (10 * k2), (-3 * k1 + root) / (10 * k2)].filter(
    (radius2) => radius2 > 0,
  );
  return Math.min(Number.POSITIVE_INFINITY, ...positive);
}

/** Takes the lens out of a point in focal lengths from the principal point; null beyond the fold. */
export function undistort(distortion: Point2, distorted: Point2): Point2 | null {
  const radius = Math.hypot(...distorted);
  if (radius === 0) return [0, 0];
  const straight = undistortRadius(distortion, radius);
  if (straight === null) return null;
  return [(distorted[0] * straight) / radius, (distorted[1] * straight) / radius];
}

/** Newton's method on the radius, kept inside a bracket by bisection. */
function undistortRadius(distortion: Point2, wanted: number): number | null {
  const curve = (r: number): number => r * stretchAt(distortion, r * r) - wanted;
  let low = 0;
  let high = Math.sqrt(foldRadius2(distortion));
  if (high === Number.POSITIVE_INFINITY) {
    high = Math.max(wanted, 1);
    for (let i = 0; i < NEWTON_STEPS_MAX && curve(high) < 0; i++) high *= 2;
  }
  if (!(curve(high) >= 0)) return null;
  let radius = Math.min(wanted, high);
  for (let i = 0; i < NEWTON_STEPS_MAX; i++) {
    const error = curve(radius);
    if (error > 0) high = radius;
    else low = radius;
    const newton = radius - error / slopeAt(distortion, radius * radius);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const step = Math.abs(next - radius);
    radius = next;
    if (step <= NEWTON_TOLERANCE * (1 + radius)) break;
  }
  return radius;
}

function stretchAt([k1, k2]: Point2, radius2: number): number {
  return 1 + radius2 * (k1 + k2 * radius2);
}

/** Derivative of the distorted radius by the undistorted one. */
function slopeAt([k1, k2]: Point2, radius2: number): number {
  return 1 + radius2 * (3 * k1 + 5 * k2 * radius2);
}

function toCamera(
  { rotation: r, translationM: t }: PinholeCamera,
  planM: Point2,
  z: number,
): Point3 {
  const [x, y] = planM;
  return [
    r[0] * x + r[1] * y + r[2] * z + t[0],
    r[3] * x + r[4] * y + r[5] * z + t[1],
    r[6] * x + r[7] * y + r[8] * z + t[2],
  ];
}

interface Ray {
  /** Undistorted, in focal lengths from the principal point. */
  readonly straight: Point2;
  /** In the world, one focal length long along the axis. */
  readonly direction: Point3;
  /** Directions until the plane is reached. */
  readonly reach: number;
  readonly placeM: Point2;
}

function castRay(camera: PinholeCamera, imagePx: Point2, heightM: number): Ray | null {
  const straight = undistort(camera.distortion, [
    (imagePx[0] - camera.principalPx[0]) / camera.focalPx,
    (imagePx[1] - camera.principalPx[1]) / camera.focalPx,
  ]);
  if (straight === null) return null;
  const r = camera.rotation;
  const [u, v] = straight;
  const direction: Point3 = [
    r[0] * u + r[3] * v + r[6],
    r[1] * u + r[4] * v + r[7],
    r[2] * u + r[5] * v + r[8],
  ];
  const centre = pinholeCentreM(camera);
  const reach = (heightM - centre[2]) / direction[2];
  if (!(reach > 0 && Number.isFinite(reach))) return null;
  const placeM: Point2 = [centre[0] + reach * direction[0], centre[1] + reach * direction[1]];
  return placeM.every(Number.isFinite) ? { straight, direction, reach, placeM } : null;
}

/** Plan metres by pixels, row-major 2x2. */
function jacobianOf(camera: PinholeCamera, ray: Ray): readonly [number, number, number, number] {
  const r = camera.rotation;
  const [dx, dy, dz] = ray.direction;
  const xu = ray.reach * (r[0] - (dx * r[2]) / dz);
  const xv = ray.reach * (r[3] - (dx * r[5]) / dz);
  const yu = ray.reach * (r[1] - (dy * r[2]) / dz);
  const yv = ray.reach * (r[4] - (dy * r[5]) / dz);
  const [u, v] = ray.straight;
  const [k1, k2] = camera.distortion;
  const radius2 = u * u + v * v;
  const stretch = stretchAt(camera.distortion, radius2);
  const bend = 2 * k1 + 4 * k2 * radius2;
  const uu = stretch + bend * u * u;
  const uv = bend * u * v;
  const vv = stretch + bend * v * v;
  const scale = 1 / ((uu * vv - uv * uv) * camera.focalPx);
  return [
    (xu * vv - xv * uv) * scale,
    (xv * uu - xu * uv) * scale,
    (yu * vv - yv * uv) * scale,
    (yv * uu - yu * uv) * scale,
  ];
}
