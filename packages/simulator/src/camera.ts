import type { PixelPoint, PlanPoint, SpacePoint } from "./geometry.ts";

/** Every simulated camera delivers this picture. */
export const SIMULATED_VIDEO = { widthPx: 640, heightPx: 360, fps: 10 } as const;

/** Where a camera hangs and where it looks. Lens: pinhole without distortion. */
export interface CameraPose {
  readonly code: string;
  readonly name: string;
  readonly positionM: PlanPoint;
  readonly heightM: number;
  /** Direction of view in the plan, degrees counter-clockwise from +x. */
  readonly panDeg: number;
  /** Degrees below the horizon. */
  readonly tiltDeg: number;
  /** Horizontal field of view, degrees. */
  readonly fovDeg: number;
  /** Code of the zone it mainly watches. */
  readonly zoneCode: string;
}

/** A pose turned into vectors (unit, world frame) and pixel constants. */
export interface Projection {
  readonly eye: SpacePoint;
  readonly right: SpacePoint;
  readonly up: SpacePoint;
  readonly forward: SpacePoint;
  readonly focalPx: number;
  readonly centerPx: PixelPoint;
}

/** Derives the vectors of a pinhole camera from its pose. */
export function projectionOf(pose: CameraPose): Projection {
  const pan = (pose.panDeg * Math.PI) / 180;
  const tilt = (pose.tiltDeg * Math.PI) / 180;
  const [cosPan, sinPan] = [Math.cos(pan), Math.sin(pan)];
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)];
  return {
    eye: [pose.positionM[0], pose.positionM[1], pose.heightM],
    forward: [cosPan * cosTilt, sinPan * cosTilt, -sinTilt],
    right: [sinPan, -cosPan, 0],
    up: [cosPan * sinTilt, sinPan * sinTilt, cosTilt],
    focalPx: SIMULATED_VIDEO.widthPx / 2 / Math.tan((pose.fovDeg * Math.PI) / 360),
    centerPx: [SIMULATED_VIDEO.widthPx / 2, SIMULATED_VIDEO.heightPx / 2],
  };
}

const dot = (a: SpacePoint, b: SpacePoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Projects a point; null when it is behind the camera. The result may lie outside the picture. */
export function projectPoint(view: Projection, point: SpacePoint): PixelPoint | null {
  const ray: SpacePoint = [point[0] - view.eye[0], point[1] - view.eye[1], point[2] - view.eye[2]];
  const depth = dot(ray, view.forward);
  if (depth < 0.05) return null;
  return [
    view.centerPx[0] + (view.focalPx * dot(ray, view.right)) / depth,
    view.centerPx[1] - (view.focalPx * dot(ray, view.up)) / depth,
  ];
}

/** Row-major 3x3 homography from ground-plane metres to pixels. */
export function groundToPixels(view: Projection): readonly number[] {
  const row = (axis: SpacePoint): SpacePoint => [axis[0], axis[1], -dot(axis, view.eye)];
  const [right, up, forward] = [row(view.right), row(view.up), row(view.forward)];
  const [centerU, centerV] = view.centerPx;
  const mix = (axis: SpacePoint, scale: number, center: number): number[] =>
    [0, 1, 2].map((i) => scale * (axis[i] ?? 0) + center * (forward[i] ?? 0));
  return [...mix(right, view.focalPx, centerU), ...mix(up, -view.focalPx, centerV), ...forward];
}

/** Row-major 3x3 homography from pixels to ground-plane metres; last entry 1 or as it comes. */
export function pixelsToGround(view: Projection): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = groundToPixels(view);
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const scale = adjugate[8] || 1;
  return adjugate.map((value) => value / scale);
}

/** Applies a row-major 3x3 homography to a point. */
export function applyHomography(matrix: readonly number[], point: PlanPoint): PlanPoint {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  const w = g * point[0] + h * point[1] + i;
  return [(a * point[0] + b * point[1] + c) / w, (d * point[0] + e * point[1] + f) / w];
}
