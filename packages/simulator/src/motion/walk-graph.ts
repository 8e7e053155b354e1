import { distanceM, type PlanPoint } from "../geometry.ts";
import type { SiteDefinition, Solid, WalkNode } from "../site/index.ts";

/** Half a walker's breadth plus a little comfort, metres. */
const CLEARANCE_M = 0.3;
const EDGE_LENGTH_M_MAX = 12;
/** Solids that end below this or begin above head height do not stand in the way, metres. */
const STEP_M = 0.1;
const HEAD_ROOM_M = 2;

/** Nodes of a site with the shortest ways between them. */
export interface WalkGraph {
  readonly nodes: readonly WalkNode[];
  readonly stops: readonly number[];
  readonly doors: readonly number[];
  /** Node indices from one node to another, both included. @throws RangeError when unreachable */
  route(from: number, to: number): readonly number[];
  /** Length of that route, metres. */
  routeLengthM(from: number, to: number): number;
}

/** True when the straight way passes a solid by less than `clearanceM`. */
export function crossesSolid(
  from: PlanPoint,
  to: PlanPoint,
  solid: Solid,
  clearanceM: number,
): boolean {
  if (solid.passable || solid.kind === "ellipsoid") return false;
  const [x, y, z] = solid.base;
  const topM = z + (solid.kind === "box" ? solid.sizeM[2] : solid.heightM);
  if (topM < STEP_M || z > HEAD_ROOM_M) return false;
  if (solid.kind === "cylinder") {
    const reach = solid.radiusM + clearanceM;
    return segmentDistanceM([x, y], from, to) < reach;
  }
  const turn = (-solid.yawDeg * Math.PI) / 180;
  const local = (point: PlanPoint): PlanPoint => [
    (point[0] - x) * Math.cos(turn) - (point[1] - y) * Math.sin(turn),
    (point[0] - x) * Math.sin(turn) + (point[1] - y) * Math.cos(turn),
  ];
  const half: PlanPoint = [solid.sizeM[0] / 2 + clearanceM, solid.sizeM[1] / 2 + clearanceM];
  return segmentMeetsBox(local(from), local(to), half);
}

function segmentDistanceM(point: PlanPoint, from: PlanPoint, to: PlanPoint): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length2 = dx * dx + dy * dy || 1;
  const along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length2;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(from[0] + t * dx - point[0], from[1] + t * dy - point[1]);
}

/** Slab test against a box centred on the origin. */
function segmentMeetsBox(from: PlanPoint, to: PlanPoint, half: PlanPoint): boolean {
  let [enter, leave] = [0, 1];
  for (const axis of [0, 1] as const) {
    const delta = to[axis] - from[axis];
    if (Math.abs(delta) < 1e-9) {
      if (Math.abs(from[axis]) >= half[axis]) return false;
      continue;
    }
    const a = (-half[axis] - from[axis]) / delta;
    const b = (half[axis] - from[axis]) / delta;
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter < leave;
}

function joined(site: SiteDefinition, a: WalkNode, b: WalkNode): boolean {
  if (a.only && !a.only.includes(b.code)) return false;
  if (b.only && !b.only.includes(a.code)) return false;
  if (a.only || b.only) return true;
  if (distanceM(a.at, b.at) > EDGE_LENGTH_M_MAX) return false;
  const pieces = [0, 1, 2, 3, 4, 5, 6, 7].map((piece) => ({
    from: between(a.at, b.at, piece / 8),
    to: between(a.at, b.at, (piece + 1) / 8),
    clearanceM: CLEARANCE_M + a.slackM + (b.slackM - a.slackM) * (piece / 7),
  }));
  return !site.solids.some((solid) =>
    pieces.some((piece) => crossesSolid(piece.from, piece.to, solid, piece.clearanceM)),
  );
}

function between(a: PlanPoint, b: PlanPoint, share: number): PlanPoint {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** Joins the nodes that see each other and prepares all shortest ways (Floyd and Warshall, 1962). */
export function buildWalkGraph(site: SiteDefinition): WalkGraph {
  const { nodes } = site;
  const count = nodes.length;
  const lengthM = new Float64Array(count * count).fill(Infinity);
  const next = new Int16Array(count * count).fill(-1);
  for (const [i, a] of nodes.entries()) {
    for (const [j, b] of nodes.entries()) {
      if (i !== j && !joined(site, a, b)) continue;
      lengthM[i * count + j] = distanceM(a.at, b.at);
      next[i * count + j] = j;
    }
  }
  for (let k = 0; k < count; k++) relax(lengthM, next, count, k);
  const indices = (role: WalkNode["role"]): number[] =>
    nodes.flatMap((node, index) => (node.role === role ? [index] : []));
  return {
    nodes,
    stops: indices("stop"),
    doors: indices("door"),
    routeLengthM: (from, to) => lengthM[from * count + to] ?? Infinity,
    route(from, to) {
      const way = [from];
      for (let at = from; at !== to; way.push(at)) {
        at = next[at * count + to] ?? -1;
        if (at < 0) throw new RangeError(`No way from node ${from} to node ${to}`);
      }
      return way;
    },
  };
}

function relax(lengthM: Float64Array, next: Int16Array, count: number, via: number): void {
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const detourM = (lengthM[i * count + via] ?? 0) + (lengthM[via * count + j] ?? 0);
      if (detourM >= (lengthM[i * count + j] ?? 0) - 1e-9) continue;
      lengthM[i * count + j] = detourM;
      next[i * count + j] = next[i * count + via] ?? -1;
    }
  }
}
