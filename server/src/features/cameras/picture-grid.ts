import { pixelToPlan } from "@whereabouts/mot";
import { type CameraCalibration, groundCameraOf } from "../../model/index.ts";

type Point = [number, number];

const COLUMNS = 8;
const ROWS = 6;
const SAMPLES_PER_LINE = 48;

/**
 * Lines of an even grid over the picture as they lie on the plan, metres rounded to millimetres, cut
 * where they leave the floor or the ground.
 */
export function pictureGridM(
  calibration: CameraCalibration,
  plan: { readonly widthM: number; readonly heightM: number },
): Point[][] {
  const { widthPx, heightPx } = calibration.size;
  const upright = Array.from({ length: COLUMNS + 1 }, (_, column): [Point, Point] => {
    const x = (widthPx * column) / COLUMNS;
    return [
      [x, 0],
      [x, heightPx],
    ];
  });
  const level = Array.from({ length: ROWS + 1 }, (_, row): [Point, Point] => {
    const y = (heightPx * row) / ROWS;
    return [
      [0, y],
      [widthPx, y],
    ];
  });
  const camera = groundCameraOf(calibration);
  const placed = (pixel: Point): Point | null => {
    const place = pixelToPlan(camera, pixel);
    if (place === null) return null;
    const [x, y] = place;
    const isOnFloor = x >= 0 && y >= 0 && x <= plan.widthM && y <= plan.heightM;
    return isOnFloor ? [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000] : null;
  };
  return [...upright, ...level].flatMap((line) => piecesOf(line, placed));
}

function piecesOf([from, to]: [Point, Point], placed: (pixel: Point) => Point | null): Point[][] {
  const pieces: Point[][] = [[]];
  for (let step = 0; step <= SAMPLES_PER_LINE; step++) {
    const share = step / SAMPLES_PER_LINE;
    const place = placed([
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ]);
    if (place !== null) pieces.at(-1)!.push(place);
    else if (pieces.at(-1)!.length > 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 1);
}
