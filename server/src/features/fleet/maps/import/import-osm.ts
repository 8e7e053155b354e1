import { bufferLanes, graphOfPieces, type MapPoint, type StreetPiece } from "../plan/index.ts";
import { atEdge, checkGraph, type ImportedMap } from "./imported-map.ts";
import { middleOf, projectLocally, type MapOrigin } from "./projection.ts";
import { readOsm, type OsmFile, type OsmNode, type OsmWay } from "./read-osm.ts";
import { IMPORT_LIMITS, refusal } from "./refusal.ts";
import { roadTags } from "./road-tags.ts";

/**
 * A map from OpenStreetMap XML: `highway` ways become edges, which meet where they share a node (a
 * bridge over a road does not). Metres start in the middle of the roads. A way that runs out of the
 * extract leaves the map where it is cut, as does one that ends within 40 m of the roads' bounds.
 * @throws AppError naming the node or way
 */
export async function importOsm(chunks: AsyncIterable<Uint8Array>): Promise<ImportedMap> {
  const file = await readOsm(chunks);
  const draft = draftOf(file);
  const bounds = atEdge(draft.points);
  const options = { isExit: draft.points.map(bounds), leaves: draft.cut, stubM: 0 };
  const { graph, lanes } = graphOfPieces(draft.points, draft.pieces, options);
  checkGraph(graph);
  return { graph, polygons: bufferLanes(lanes), origin: draft.origin };
}

interface Draft {
  readonly points: MapPoint[];
  readonly pieces: StreetPiece[];
  /** Nodes at which a way leaves the extract. */
  readonly cut: Set<number>;
  readonly origin: MapOrigin;
}

function draftOf(file: OsmFile): Draft {
  const ways = file.ways.flatMap((way) => {
    const road = roadTags((key) => way.tags.get(key));
    return road ? [{ way, road }] : [];
  });
  const origin = originOf(file, ways);
  const project = projectLocally(origin);
  const draft: Draft = { points: [], pieces: [], cut: new Set(), origin };
  const numbers = new Map<string, number>();
  const number = (id: string, { latitude, longitude }: OsmNode): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const added = draft.points.push(project(latitude, longitude)) - 1;
    numbers.set(id, added);
    return added;
  };
  for (const { way, road } of ways) {
    const refs = road.oneWay === "backward" ? way.nodes.toReversed() : way.nodes;
    const { kind, speedMps } = road;
    const street = { points: [], kind, speedMps, oneWay: road.oneWay !== "no" };
    let last: number | null = null;
    for (const [index, ref] of refs.entries()) {
      const node = file.nodes.get(ref);
      const here: number | null = node ? number(ref, node) : null;
      if (here === null && last !== null) draft.cut.add(last);
      if (here !== null && last === null && index > 0) draft.cut.add(here);
      if (here !== null && last !== null && here !== last) {
        draft.pieces.push({ from: last, to: here, street });
      }
      last = here;
    }
  }
  return draft;
}

function originOf(file: OsmFile, ways: readonly { readonly way: OsmWay }[]): MapOrigin {
  let [south, north, west, east] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { way } of ways) {
    for (const ref of way.nodes) {
      const node = file.nodes.get(ref);
      if (!node) continue;
      [south, north] = [Math.min(south, node.latitude), Math.max(north, node.latitude)];
      [west, east] = [Math.min(west, node.longitude), Math.max(east, node.longitude)];
    }
  }
  if (south > north) {
    const found = `${file.nodes.size} nodes and ${file.ways.length} highway ways`;
    throw refusal(
      "the file",
      `has no road that cars may drive and whose nodes it holds (${found})`,
    );
  }
  const origin = middleOf({ south, north, west, east });
  const [xM, yM] = projectLocally(origin)(north, east);
  if (2 * Math.max(xM, yM) > IMPORT_LIMITS.extentM) {
    const extentKm = Math.round((2 * Math.max(xM, yM)) / 1000);
    const mostKm = IMPORT_LIMITS.extentM / 1000;
    throw refusal("the file", `is ${extentKm} km wide, expected at most ${mostKm}`, "too-large");
  }
  return origin;
}
