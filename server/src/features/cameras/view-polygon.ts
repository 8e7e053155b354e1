import { straightHomography, straightPixel } from "@whereabouts/mot";
import type { CameraCalibration, CameraPinhole, SizePx, WorldPoint } from "../../model/index.ts";

type Point = readonly [number, number];

/** Points nearer to the horizon than this share of the picture's best depth are cut off. */
const DEPTH_SHARE_MIN = 0.02;

/**
 * The part of the plan a camera sees, metres: its picture below the horizon, carried to the plan
 * and cut to the floor. Empty when it sees nothing of the floor.
 */
export function viewPolygonM(
  calibration: CameraCalibration,
  plan: { readonly widthM: number; readonly heightM: number } | null,
): WorldPoint[] {
  const { pinhole, size } = calibration;
  const h = pinhole === undefined ? calibration.homography : straightHomography(pinhole);
  const picture = pinhole === undefined ? borderOf(size, 1) : straightBorder(pinhole, size);
  const depth = ([x, y]: Point) => h[6]! * x + h[7]! * y + h[8]!;
  const least = Math.max(...picture.map(depth)) * DEPTH_SHARE_MIN;
  if (!(least > 0)) return [];
  const visible = clip(picture, (point) => depth(point) - least);
  const mapped = visible.map(([x, y]): Point => {
    const w = depth([x, y]);
    return [(h[0]! * x + h[1]! * y + h[2]!) / w, (h[3]! * x + h[4]! * y + h[5]!) / w];
  });
  if (plan === null) return mapped as WorldPoint[];
  const sides: ((point: Point) => number)[] = [
    ([x]) => x,
    ([x]) => plan.widthM - x,
    ([, y]) => y,
    ([, y]) => plan.heightM - y,
  ];
  return sides.reduce(clip, mapped) as WorldPoint[];
}

/** Points per side of a picture whose border is bent by the lens. */
const BORDER_POINTS = 16;

function straightBorder(pinhole: CameraPinhole, size: SizePx): Point[] {
  return borderOf(size, BORDER_POINTS).flatMap((point) => {
    const straight = straightPixel(pinhole, point);
    return straight === null ? [] : [straight];
  });
}

/** Around the picture, clockwise from the top left. */
function borderOf({ widthPx, heightPx }: SizePx, perSide: number): Point[] {
  const corners: Point[] = [
    [0, 0],
    [widthPx, 0],
    [widthPx, heightPx],
    [0, heightPx],
  ];
  return corners.flatMap(([x, y], corner) => {
    const [nextX, nextY] = corners[(corner + 1) % corners.length]!;
    return Array.from({ length: perSide }, (_, i): Point => {
      const share = i / perSide;
      return [x + (nextX - x) * share, y + (nextY - y) * share];
    });
  });
}

/** Keeps the side where `distance` is not negative (Sutherland and Hodgman 1974). */
function clip(polygon: readonly Point[], distance: (point: Point) => number): Point[] {
  return polygon.flatMap((to, index) => {
    const from = polygon.at(index - 1)!;
    const [before, after] = [distance(from), distance(to)];
    const crossing: Point[] = [];
    if (before < 0 !== after < 0) {
      const t = before / (before - after);
      crossing.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
    }
    return after < 0 ? crossing : [...crossing, to];
  });
}
