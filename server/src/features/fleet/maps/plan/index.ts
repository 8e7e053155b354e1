/** Streets drawn as lines, and what is made of them: a road graph and drivable polygons. Pure. */
export { bufferLanes, type Lane, type Polygon, type Ring } from "./lane-buffer.ts";
export { containsPoint, offLineM, ringArea, simplify } from "./ring.ts";
export type { StreetPiece } from "./split-streets.ts";
export {
  buildStreetGraph,
  graphOfPieces,
  type StreetGraph,
  type StreetGraphOptions,
} from "./street-graph.ts";
export {
  STREET_CLASSES,
  type MapBounds,
  type MapPoint,
  type Street,
  type StreetClass,
  type StreetKind,
} from "./street.ts";
export { largestComponent, strongComponents } from "./strong-components.ts";
