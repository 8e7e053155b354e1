import { buildRoadGraph, type RoadEdge, type RoadGraph } from "../../roads/index.ts";
import type { Lane } from "./lane-buffer.ts";
import { simplify } from "./ring.ts";
import { splitStreets, type StreetPiece } from "./split-streets.ts";
import { STREET_CLASSES, type MapPoint, type Street } from "./street.ts";
import { largestComponent, strongComponents } from "./strong-components.ts";

export interface StreetGraphOptions {
  /** Whether a road that ends here leaves the map. */
  readonly isExit: (point: MapPoint) => boolean;
  /** Dead ends shorter than this are left out. */
  readonly stubM: number;
}

export interface StreetGraph {
  readonly graph: RoadGraph;
  /** What the graph's edges run along, with the width of each. */
  readonly lanes: readonly Lane[];
}

/** A way between two crossings, once whatever its directions. */
interface Way {
  from: number;
  to: number;
  points: MapPoint[];
  readonly street: Street;
}

/**
 * Streets as a graph: crossings, dead ends and exits become nodes, what lies between them edges.
 * Keeps the largest part in which every node can be driven to from every other.
 */
export function buildStreetGraph(
  streets: readonly Street[],
  options: StreetGraphOptions,
): StreetGraph {
  const { nodes, pieces } = splitStreets(streets);
  return graphOfPieces(nodes, pieces, { ...options, isExit: nodes.map(options.isExit) });
}

export interface PieceGraphOptions {
  /** Per node: whether a road that ends there leaves the map. */
  readonly isExit: readonly boolean[];
  /** Nodes at which a road leaves the map though others may meet there. */
  readonly leaves?: ReadonlySet<number>;
  /** Dead ends shorter than this are left out. */
  readonly stubM: number;
  /** How far an edge may be drawn off its line. Default 0.3. */
  readonly toleranceM?: number;
}

/** Like {@link buildStreetGraph}, of streets that are cut already: those meet that share a node. */
export function graphOfPieces(
  nodes: readonly MapPoint[],
  pieces: readonly StreetPiece[],
  { isExit: mayExit, leaves, stubM, toleranceM = 0.3 }: PieceGraphOptions,
): StreetGraph {
  const meeting = new Uint32Array(nodes.length);
  for (const { from, to } of pieces) {
    meeting[from]!++;
    meeting[to]!++;
  }
  const isExit = mayExit.map(
    (may, node) => leaves?.has(node) === true || (may && meeting[node] === 1),
  );
  const drawn = pieces.map((piece) => ({
    ...piece,
    points: [nodes[piece.from]!, nodes[piece.to]!],
  }));
  let ways = mergeThrough(keepLargest(drawn, isExit), isExit);
  // Leaving out a dead end may make a plain bend of its crossing, and of that a shorter one.
  for (let before = -1; before !== ways.length;) {
    before = ways.length;
    ways = mergeThrough(withoutStubs(ways, isExit, stubM), isExit);
  }
  ways = ways.map((way) => ({ ...way, points: simplify(way.points, toleranceM) }));
  return {
    graph: numbered(ways, nodes, isExit),
    lanes: ways.map(({ points, street }) => ({
      points,
      widthM: STREET_CLASSES[street.kind].widthM,
    })),
  };
}

function keepLargest(ways: readonly Way[], isExit: readonly boolean[]): Way[] {
  const directed = ways.flatMap(({ from, to, street }) =>
    street.oneWay === true
      ? [{ from, to }]
      : [
          { from, to },
          { from: to, to: from },
        ],
  );
  // Who leaves by one exit may come back by another: a carriageway that only enters belongs too.
  const outside = isExit.length;
  isExit.forEach((exits, node) => {
    if (exits) directed.push({ from: node, to: outside }, { from: outside, to: node });
  });
  const component = strongComponents(outside + 1, directed);
  const largest = largestComponent(component);
  return ways.filter(({ from, to }) => component[from] === largest && component[to] === largest);
}

function waysAt(ways: readonly Way[]): Map<number, Way[]> {
  const at = new Map<number, Way[]>();
  for (const way of ways) {
    for (const node of [way.from, way.to]) {
      const list = at.get(node);
      if (list) list.push(way);
      else at.set(node, [way]);
    }
  }
  return at;
}

function withoutStubs(ways: readonly Way[], isExit: readonly boolean[], stubM: number): Way[] {
  const at = waysAt(ways);
  const isEnd = (node: number): boolean => at.get(node)!.length === 1 && isExit[node] !== true;
  return ways.filter((way) => !(isEnd(way.from) || isEnd(way.to)) || lengthM(way.points) >= stubM);
}

function lengthM(points: readonly MapPoint[]): number {
  return points
    .slice(1)
    .reduce((sum, [x, y], at) => sum + Math.hypot(x - points[at]![0], y - points[at]![1]), 0);
}

/** Joins the two ways of a node that is neither crossing nor end, when they are of one kind. */
function mergeThrough(ways: readonly Way[], isExit: readonly boolean[]): Way[] {
  const kept = new Set(ways);
  const at = waysAt(ways);
  for (const [node, meeting] of at) {
    const [first, second] = meeting;
    if (meeting.length !== 2 || first === second || isExit[node] === true) continue;
    const joined = join(first!, second!, node);
    if (joined === null) continue;
    kept.delete(first!);
    kept.delete(second!);
    kept.add(joined);
    for (const end of [joined.from, joined.to]) {
      const list = at.get(end)!;
      at.set(
        end,
        list.map((way) => (way === first || way === second ? joined : way)),
      );
    }
  }
  return [...kept];
}

function join(a: Way, b: Way, node: number): Way | null {
  const oneWay = a.street.oneWay === true;
  if (oneWay !== (b.street.oneWay === true)) return null;
  if (a.street.kind !== b.street.kind || a.street.speedMps !== b.street.speedMps) return null;
  const [into, out] = oneWay && a.from === node ? [b, a] : [a, b];
  if (oneWay && (into.to !== node || out.from !== node)) return null;
  const head = into.to === node ? into : reversed(into);
  const tail = out.from === node ? out : reversed(out);
  // A loop that returns to its start, or a second way between the same two, keeps its node.
  if (head.from === tail.to) return null;
  const points = [...head.points, ...tail.points.slice(1)];
  return { from: head.from, to: tail.to, points, street: a.street };
}

function reversed(way: Way): Way {
  return { ...way, from: way.to, to: way.from, points: way.points.toReversed() };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function numbered(
  ways: readonly Way[],
  nodes: readonly MapPoint[],
  isExit: readonly boolean[],
): RoadGraph {
  const at = waysAt(ways);
  const used = [...at.keys()].toSorted((a, b) => a - b);
  const numbers = new Map(used.map((node, index) => [node, index]));
  const edges = ways.map(({ from, to, points, street }): RoadEdge => {
    const shape = points.slice(1, -1);
    return {
      from: numbers.get(from)!,
      to: numbers.get(to)!,
      speedMps: round(street.speedMps ?? STREET_CLASSES[street.kind].speedMps),
      shape: shape.flatMap(([x, y]) => [round(x), round(y)]),
      bothWays: street.oneWay !== true,
    };
  });
  return buildRoadGraph(
    used.map((node) => {
      const [x, y] = nodes[node]!;
      return { xM: round(x), yM: round(y), exit: isExit[node] === true };
    }),
    edges,
  );
}
