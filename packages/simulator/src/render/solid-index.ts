import type { Solid } from "../site/index.ts";
import { tracerOf, type Hit, type Ray, type Tracer } from "./intersect.ts";

const LEAF_SIZE = 3;
const DEEPEST = 64;

/** Finds what rays meet among many solids: a bounding volume hierarchy split at the median. */
export interface SolidIndex {
  /** Resets `hit` and fills it with the nearest solid within `reach`. */
  nearest(ray: Ray, hit: Hit, reach: number): void;
  /** True when any solid lies within `reach`. */
  blocked(ray: Ray, reach: number): boolean;
}

/** The hierarchy in flat arrays: following references cost ten times more (2026-11-22). */
interface Tree {
  /** Six bounds per branch: low x, y, z, high x, y, z. */
  readonly bounds: number[];
  /** First child (the second follows it), or -1 for a leaf. */
  readonly child: number[];
  readonly leaves: (readonly Tracer[])[];
}

/** Builds the index; hits carry the solids' positions in the list. */
export function indexSolids(solids: readonly Solid[]): SolidIndex {
  const tree: Tree = { bounds: [], child: [], leaves: [] };
  grow(tree, 0, solids.map(tracerOf));
  const bounds = Float64Array.from(tree.bounds);
  const child = Int32Array.from(tree.child);
  const { leaves } = tree;
  const stack = new Int32Array(DEEPEST);
  const walk = (ray: Ray, hit: Hit, anyWillDo: boolean): void => {
    const ix = 1 / (ray.dx || 1e-12);
    const iy = 1 / (ray.dy || 1e-12);
    const iz = 1 / (ray.dz || 1e-12);
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const branch = stack[--depth] ?? 0;
      const b = branch * 6;
      const x1 = ((bounds[b] ?? 0) - ray.ox) * ix;
      const x2 = ((bounds[b + 3] ?? 0) - ray.ox) * ix;
      const y1 = ((bounds[b + 1] ?? 0) - ray.oy) * iy;
      const y2 = ((bounds[b + 4] ?? 0) - ray.oy) * iy;
      const z1 = ((bounds[b + 2] ?? 0) - ray.oz) * iz;
      const z2 = ((bounds[b + 5] ?? 0) - ray.oz) * iz;
      let enter = x1 < x2 ? x1 : x2;
      let leave = x1 < x2 ? x2 : x1;
      const yNear = y1 < y2 ? y1 : y2;
      const yFar = y1 < y2 ? y2 : y1;
      const zNear = z1 < z2 ? z1 : z2;
      const zFar = z1 < z2 ? z2 : z1;
      if (yNear > enter) enter = yNear;
      if (zNear > enter) enter = zNear;
      if (yFar < leave) leave = yFar;
      if (zFar < leave) leave = zFar;
      if (enter > leave || leave < 0 || enter >= hit.t) continue;
      const first = child[branch] ?? -1;
      if (first < 0) {
        const tracers = leaves[branch];
        if (!tracers) continue;
        for (let i = 0; i < tracers.length; i++) tracers[i]?.meet(ray, hit);
        if (anyWillDo && hit.solid >= 0) return;
      } else {
        stack[depth++] = first;
        stack[depth++] = first + 1;
      }
    }
  };
  const probe: Hit = { t: Infinity, solid: -1, nx: 0, ny: 0, nz: 0 };
  return {
    nearest(ray, hit, reach) {
      hit.t = reach;
      hit.solid = -1;
      walk(ray, hit, false);
      if (hit.solid < 0) hit.t = Infinity;
    },
    blocked(ray, reach) {
      probe.t = reach;
      probe.solid = -1;
      walk(ray, probe, true);
      return probe.solid >= 0;
    },
  };
}

/** Fills branch number `at` and, below it, its children. */
function grow(tree: Tree, at: number, tracers: readonly Tracer[]): void {
  for (let axis = 0; axis < 3; axis++) {
    tree.bounds[at * 6 + axis] = Math.min(...tracers.map((tracer) => tracer.low[axis] ?? 0));
    tree.bounds[at * 6 + 3 + axis] = Math.max(...tracers.map((tracer) => tracer.high[axis] ?? 0));
  }
  tree.child[at] = -1;
  tree.leaves[at] = tracers;
  if (tracers.length <= LEAF_SIZE) return;
  const size = [0, 1, 2].map(
    (axis) => (tree.bounds[at * 6 + 3 + axis] ?? 0) - (tree.bounds[at * 6 + axis] ?? 0),
  );
  const axis = size.indexOf(Math.max(...size)) as 0 | 1 | 2;
  const middle = (tracer: Tracer): number => tracer.low[axis] + tracer.high[axis];
  const sorted = [...tracers].sort((a, b) => middle(a) - middle(b));
  const half = sorted.length >> 1;
  const first = tree.child.length;
  tree.child[at] = first;
  tree.child.push(-1, -1);
  grow(tree, first, sorted.slice(0, half));
  grow(tree, first + 1, sorted.slice(half));
}
