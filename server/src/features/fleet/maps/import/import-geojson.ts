import { z } from "zod";
import {
  bufferLanes,
  buildStreetGraph,
  ringArea,
  type MapPoint,
  type Polygon,
  type Ring,
  type Street,
} from "../plan/index.ts";
import { centreLines } from "./centre-lines.ts";
import { atEdge, checkGraph, type ImportedMap } from "./imported-map.ts";
import { middleOf, projectLocally, type MapOrigin } from "./projection.ts";
import { IMPORT_LIMITS, refusal } from "./refusal.ts";
import { roadTags } from "./road-tags.ts";

export interface GeoJsonOptions {
  /** What the numbers are: metres of the positions' frame, or degrees (longitude, latitude). */
  readonly coordinates: "metres" | "degrees";
}

const Position = z.array(z.number()).min(2).max(4);
const Line = z.array(Position).min(2);
const LinearRing = z.array(Position).min(4);
const Geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Polygon"), coordinates: z.array(LinearRing).min(1) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(LinearRing).min(1)) }),
  z.object({ type: z.literal("LineString"), coordinates: Line }),
  z.object({ type: z.literal("MultiLineString"), coordinates: z.array(Line) }),
]);
const Feature = z.object({
  type: z.literal("Feature"),
  id: z.union([z.string(), z.number()]).optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: Geometry,
});
type Feature = z.output<typeof Feature>;
const Collection = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(z.unknown()).min(1).max(IMPORT_LIMITS.ways),
});

/**
 * A map from GeoJSON (RFC 7946): polygons are where one may drive; lines are roads, with the tags
 * `highway`, `oneway` and `maxspeed` of OpenStreetMap as properties, and meet wherever they cross.
 * Lines are widened when there is no polygon, and roads derived from the polygons when there is no
 * line. Roads that end at the bounds leave the map.
 * @throws AppError naming the feature
 */
export function importGeoJson(text: string, { coordinates }: GeoJsonOptions): ImportedMap {
  const named = featuresOf(text);
  const origin = coordinates === "degrees" ? originOf(named) : null;
  const project = origin ? projectLocally(origin) : null;
  const toPoint = ([a, b]: readonly number[]): MapPoint => (project ? project(b!, a!) : [a!, b!]);
  const polygons = named.flatMap(({ name, feature }) => polygonsOf(name, feature, toPoint));
  const streets = named.flatMap(({ name, feature }) => streetsOf(name, feature, toPoint));
  checkUnits([...polygons.flat(2), ...streets.flatMap(({ points }) => points)], coordinates);
  if (streets.length === 0) {
    const graph = centreLines(polygons, atEdge);
    checkGraph(graph);
    return { graph, polygons, origin };
  }
  const isExit = atEdge(streets.flatMap(({ points }) => points));
  const { graph, lanes } = buildStreetGraph(streets, { isExit, stubM: 0 });
  checkGraph(graph);
  return { graph, polygons: polygons.length > 0 ? polygons : bufferLanes(lanes), origin };
}

interface NamedFeature {
  readonly name: string;
  readonly feature: Feature;
}

function featuresOf(text: string): NamedFeature[] {
  const collection = Collection.safeParse(parseJson(text));
  if (!collection.success) {
    const [issue] = collection.error.issues;
    const at = issue?.path.join(".") || "the file";
    throw refusal(at, `${issue?.message ?? "is wrong"}; expected a GeoJSON FeatureCollection`);
  }
  let points = 0;
  return collection.data.features.map((value, index) => {
    const parsed = Feature.safeParse(value);
    const name = nameOf(value, index);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join(".") ?? "";
      throw refusal(
        name,
        `${where}: ${issue?.message ?? "is wrong"}; expected Polygons or LineStrings`,
      );
    }
    points += countPositions(parsed.data.geometry.coordinates);
    if (points > IMPORT_LIMITS.points) {
      throw refusal(name, `takes the file beyond ${IMPORT_LIMITS.points} points`, "too-large");
    }
    return { name, feature: parsed.data };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal("the file", `is not JSON: ${error.message}`);
    throw error;
  }
}

/** `features[3] "Main Street"` */
function nameOf(value: unknown, index: number): string {
  const Named = z.object({ properties: z.object({ name: z.string().max(100) }) });
  const named = Named.safeParse(value);
  return named.success
    ? `features[${index}] "${named.data.properties.name}"`
    : `features[${index}]`;
}

function countPositions(coordinates: readonly unknown[]): number {
  const [first] = coordinates;
  if (!Array.isArray(first)) return 1;
  return coordinates.reduce<number>(
    (sum, part) => sum + (Array.isArray(part) ? countPositions(part) : 0),
    0,
  );
}

function positionsOf({ geometry }: Feature): readonly (readonly number[])[] {
  if (geometry.type === "LineString") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat(2);
  return geometry.coordinates.flat();
}

function polygonsOf(
  name: string,
  { geometry }: Feature,
  toPoint: (position: readonly number[]) => MapPoint,
): Polygon[] {
  if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") return [];
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((rings) =>
    rings.map((positions, index): Ring => {
      const ring = positions.map(toPoint);
      const [first, last] = [ring[0]!, ring.at(-1)!];
      if (first[0] !== last[0] || first[1] !== last[1]) {
        throw refusal(name, `ring ${index} is open: its last position must repeat the first`);
      }
      const areaM2 = ringArea(ring);
      if (Math.abs(areaM2) < 1)
        throw refusal(name, `ring ${index} encloses less than 1 square metre`);
      return areaM2 > 0 === (index === 0) ? ring : ring.toReversed();
    }),
  );
}

function streetsOf(
  name: string,
  { geometry, properties }: Feature,
  toPoint: (position: readonly number[]) => MapPoint,
): Street[] {
  if (geometry.type !== "LineString" && geometry.type !== "MultiLineString") return [];
  const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  const tags = roadTags((key) => {
    const value = properties?.[key];
    if (typeof value === "string" || typeof value === "number") return String(value);
    return typeof value === "boolean"
      ? value
        ? "yes"
        : "no"
      : key === "highway"
        ? "road"
        : undefined;
  });
  if (!tags) {
    const highway = JSON.stringify(properties?.["highway"]);
    throw refusal(name, `has highway ${highway}, expected a road that cars drive on`);
  }
  const { kind, speedMps, oneWay } = tags;
  return lines.map((positions) => {
    const points = (oneWay === "backward" ? positions.toReversed() : positions).map(toPoint);
    return { points, kind, speedMps, oneWay: oneWay !== "no" };
  });
}

function originOf(named: readonly NamedFeature[]): MapOrigin {
  let [south, north, west, east] = [90, -90, 180, -180];
  for (const { name, feature } of named) {
    for (const [longitude, latitude] of positionsOf(feature)) {
      if (!(Math.abs(latitude!) <= 90 && Math.abs(longitude!) <= 180)) {
        throw refusal(
          name,
          `has position [${longitude}, ${latitude}], expected [longitude, latitude]`,
        );
      }
      [south, north] = [Math.min(south, latitude!), Math.max(north, latitude!)];
      [west, east] = [Math.min(west, longitude!), Math.max(east, longitude!)];
    }
  }
  return middleOf({ south, north, west, east });
}

/** Degrees taken for metres make a map that fits into a room. */
function checkUnits(points: readonly MapPoint[], coordinates: GeoJsonOptions["coordinates"]): void {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [minX, maxX] = [Math.min(minX, x), Math.max(maxX, x)];
    [minY, maxY] = [Math.min(minY, y), Math.max(maxY, y)];
  }
  const extentM = Math.max(maxX - minX, maxY - minY);
  if (extentM < 20) {
    const hint = coordinates === "metres" ? "; for degrees say coordinates=degrees" : "";
    throw refusal("the file", `is ${extentM.toFixed(3)} m wide, expected at least 20${hint}`);
  }
  if (extentM > IMPORT_LIMITS.extentM) {
    const most = IMPORT_LIMITS.extentM;
    throw refusal("the file", `is ${Math.round(extentM)} m wide, expected at most ${most}`);
  }
}
