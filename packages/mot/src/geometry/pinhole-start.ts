import type { Point2 } from "./homography.ts";
import { multiply3 } from "./matrix3.ts";
import type { Matrix3 } from "./matrix3.ts";
import type { Point3 } from "./pinhole.ts";

/** A place and direction of a camera. */
export interface Pose {
  /** World to camera, row-major. */
  readonly rotation: Matrix3;
  readonly translationM: Point3;
}

/**
 * The focal length for which the first two columns of a plan-to-pixels homography are orthogonal
 * and equally long, in the least squares sense; null when no real focal length comes near, as when
 * the camera looks straight down.
 *
 * Source: Zhang, "A flexible new technique for camera calibration" (2000), §2.3 and §3.1, equations
 * 3 and 4 with square pixels and a known principal point.
 */
export function focalOfHomography(homography: Matrix3, principalPx: Point2): number | null {
  const [a, b] = columnsOf(homography, principalPx);
  const mixed = a[0] * b[0] + a[1] * b[1];
  const difference = a[0] ** 2 + a[1] ** 2 - b[0] ** 2 - b[1] ** 2;
  const inverse =
    -(mixed * a[2] * b[2] + difference * (a[2] ** 2 - b[2] ** 2)) / (mixed ** 2 + difference ** 2);
  return inverse > 0 && Number.isFinite(inverse) ? 1 / Math.sqrt(inverse) : null;
}

/**
 * The pose that comes nearest to a plan-to-pixels homography under a focal length.
 *
 * Source: Zhang 2000, §3.1 and appendix C; the nearest orthonormal columns are M (M^T M)^-1/2.
 *
 * @param homography with a positive third coordinate for points in front of the camera.
 */
export function poseOfHomography(
  homography: Matrix3,
  principalPx: Point2,
  focalPx: number,
): Pose | null {
  const [a, b, c] = columnsOf(homography, principalPx).map((column): Point3 => [
    column[0] / focalPx,
    column[1] / focalPx,
    column[2],
  ]) as [Point3, Point3, Point3];
  const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
  const root = Math.sqrt(aa * bb - ab * ab);
  const trace = Math.sqrt(aa + bb + 2 * root);
  if (!(root > 0 && Number.isFinite(trace))) return null;
  // (M^T M)^-1/2 of a 2x2 matrix: (M^T M)^1/2 is (M^T M + root I) / trace.
  const scale = 1 / (root * trace);
  const [p, q, r] = [(bb + root) * scale, -ab * scale, (aa + root) * scale];
  const x: Point3 = [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
  const y: Point3 = [q * a[0] + r * b[0], q * a[1] + r * b[1], q * a[2] + r * b[2]];
  const z = cross(x, y);
  const size = 2 / trace;
  return {
    rotation: [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]],
    translationM: [c[0] * size, c[1] * size, c[2] * size],
  };
}

/** Columns of the homography into pixels measured from the principal point. */
function columnsOf(h: Matrix3, [cx, cy]: Point2): readonly [Point3, Point3, Point3] {
  const column = (k: 0 | 1 | 2): Point3 => [
    h[k] - cx * h[k + 6]!,
    h[k + 3]! - cy * h[k + 6]!,
    h[k + 6]!,
  ];
  return [column(0), column(1), column(2)];
}

function dot(a: Point3, b: Point3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Point3, b: Point3): Point3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/**
 * Turns a rotation by a rotation vector: exp([w]x) R.
 *
 * Source: Hartley and Zisserman §A4.3.2, equation A4.10 (Rodrigues).
 */
export function turned(rotation: Matrix3, [x, y, z]: Point3): Matrix3 {
  const angle = Math.hypot(x, y, z);
  const s = angle < 1e-12 ? 1 : Math.sin(angle) / angle;
  const c = angle < 1e-6 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
  const turn: Matrix3 = [
    1 - c * (y * y + z * z),
    c * x * y - s * z,
    c * x * z + s * y,
    c * x * y + s * z,
    1 - c * (x * x + z * z),
    c * y * z - s * x,
    c * x * z - s * y,
    c * y * z + s * x,
    1 - c * (x * x + y * y),
  ];
  return multiply3(turn, rotation);
}
