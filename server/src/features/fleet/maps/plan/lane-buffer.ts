import { contourRings } from "./contour.ts";
import type { MapPoint } from "./street.ts";

/** A line with the width of its carriageway. */
export interface Lane {
  readonly points: readonly MapPoint[];
  readonly widthM: number;
}

/** A ring closed by repeating its first point; metres in the map's frame. */
export type Ring = readonly MapPoint[];

/** The outer ring counter-clockwise, then the holes clockwise (RFC 7946, section 3.1.6). */
export type Polygon = readonly Ring[];

/** Finer than half of the narrowest lane, so that none breaks. */
const CELL_M = 2;
/** More samples than this are coarsened: 32 MB. */
const SAMPLES_MAX = 8_000_000;

/**
 * The drivable area: all lanes widened, round at their ends, and dissolved into one another. It is
 * the zero line of the distance to the nearest kerb, sampled every 2 m (coarser on maps wider
 * than 4 km): exact along straight kerbs, within 0.3 m around corners.
 */
export function bufferLanes(lanes: readonly Lane[]): Polygon[] {
  const field = distanceField(lanes);
  return field === null ? [] : contourRings(field);
}

/** Samples of a height, row by row from the lowest y; negative is inside. */
export interface SampledField {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly originXM: number;
  readonly originYM: number;
  readonly cellM: number;
}

function distanceField(lanes: readonly Lane[]): SampledField | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points, widthM } of lanes) {
    for (const [x, y] of points) {
      minX = Math.min(minX, x - widthM);
      minY = Math.min(minY, y - widthM);
      maxX = Math.max(maxX, x + widthM);
      maxY = Math.max(maxY, y + widthM);
    }
  }
  if (minX > maxX) return null;
  const cellM = Math.max(CELL_M, Math.sqrt(((maxX - minX) * (maxY - minY)) / SAMPLES_MAX));
  const columns = Math.ceil((maxX - minX) / cellM) + 7;
  const rows = Math.ceil((maxY - minY) / cellM) + 7;
  const values = new Float32Array(columns * rows).fill(2 * cellM);
  const originXM = minX - 3 * cellM;
  const originYM = minY - 3 * cellM;
  const field = { values, columns, rows, originXM, originYM, cellM };
  for (const { points, widthM } of lanes) {
    for (let index = 1; index < points.length; index++) {
      lower(field, points[index - 1]!, points[index]!, widthM / 2);
    }
  }
  return field;
}

/** Lowers the field around a segment to the distance from its kerbs. */
function lower(field: SampledField, from: MapPoint, to: MapPoint, halfM: number): void {
  const { values, columns, originXM, originYM, cellM } = field;
  const reachM = halfM + 2 * cellM;
  const [ux, uy] = [to[0] - from[0], to[1] - from[1]];
  const squared = ux * ux + uy * uy;
  const first = Math.floor((Math.min(from[0], to[0]) - reachM - originXM) / cellM);
  const last = Math.ceil((Math.max(from[0], to[0]) + reachM - originXM) / cellM);
  const bottom = Math.floor((Math.min(from[1], to[1]) - reachM - originYM) / cellM);
  const top = Math.ceil((Math.max(from[1], to[1]) + reachM - originYM) / cellM);
  for (let row = Math.max(bottom, 0); row <= Math.min(top, field.rows - 1); row++) {
    const wy = originYM + row * cellM - from[1];
    for (let column = Math.max(first, 0); column <= Math.min(last, columns - 1); column++) {
      const wx = originXM + column * cellM - from[0];
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (wx * ux + wy * uy) / squared));
      const distanceM = Math.hypot(wx - along * ux, wy - along * uy) - halfM;
      const at = row * columns + column;
      if (distanceM < values[at]!) values[at] = distanceM;
    }
  }
}
