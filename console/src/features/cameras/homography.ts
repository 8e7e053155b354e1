import type { Point } from "../../app/api.ts";

/**
 * A picture point on the plan (metres), or undefined at or beyond the horizon.
 *
 * @param homography row-major 3x3, pixels to metres
 * @param side sign of the homogeneous weight in front of the camera, see `frontSide`
 */
export function project(homography: readonly number[], [x, y]: Point, side = 0): Point | undefined {
  const h = (at: number) => homography[at] ?? 0;
  const w = h(6) * x + h(7) * y + h(8);
  if (Math.abs(w) < 1e-12 || (side !== 0 && Math.sign(w) !== side)) return undefined;
  return [(h(0) * x + h(1) * y + h(2)) / w, (h(3) * x + h(4) * y + h(5)) / w];
}

/** Sign of the homogeneous weight at a picture point that is surely on the ground. */
export function frontSide(homography: readonly number[], [x, y]: Point): number {
  const h = (at: number) => homography[at] ?? 0;
  return Math.sign(h(6) * x + h(7) * y + h(8));
}

interface GridRequest {
  readonly homography: readonly number[];
  readonly sizePx: Point;
  /** A picture point on the ground, e.g. the first calibration point. */
  readonly groundPx: Point;
  readonly columns: number;
  readonly rows: number;
  /** Whether a plan point is worth drawing; far ones near the horizon are not. */
  readonly keep: (planM: Point) => boolean;
}

const SAMPLES_PER_LINE = 48;

/** Lines of an even grid over the picture as they lie on the plan, cut where `keep` says no. */
export function projectGrid(request: GridRequest): Point[][] {
  const [width, height] = request.sizePx;
  const lines: [Point, Point][] = [];
  for (let column = 0; column <= request.columns; column += 1) {
    const x = (width * column) / request.columns;
    lines.push([
      [x, 0],
      [x, height],
    ]);
  }
  for (let row = 0; row <= request.rows; row += 1) {
    const y = (height * row) / request.rows;
    lines.push([
      [0, y],
      [width, y],
    ]);
  }
  return lines.flatMap((line) => projectLine(line, request));
}

function projectLine([from, to]: [Point, Point], request: GridRequest): Point[][] {
  const side = frontSide(request.homography, request.groundPx);
  const pieces: Point[][] = [[]];
  for (let step = 0; step <= SAMPLES_PER_LINE; step += 1) {
    const share = step / SAMPLES_PER_LINE;
    const pixel: Point = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const planM = project(request.homography, pixel, side);
    if (planM !== undefined && request.keep(planM)) pieces.at(-1)?.push(planM);
    else if (pieces.at(-1)?.length !== 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 1);
}
