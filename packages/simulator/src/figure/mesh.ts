import type { LinearColor } from "../color.ts";
import type { SpacePoint } from "../geometry.ts";

const VERTICES_MAX = 1400;
const TRIANGLES_MAX = 2600;

/**
 * Triangles of one figure, rebuilt in place for every picture. Points in metres in the figure's own
 * frame (x ahead, y left, z up) until `place` turns them into the plan's.
 */
export interface Mesh {
  vertexCount: number;
  triangleCount: number;
  /** Share of the full number of segments around tubes, for figures far away; 1 is full. */
  detail: number;
  /** x, y, z per vertex. */
  readonly points: Float32Array;
  /** Unit normals, x, y, z per vertex. */
  readonly normals: Float32Array;
  /** Reflected share of light, linear RGB per vertex. */
  readonly colors: Float32Array;
  /** Three vertex numbers per triangle, counter-clockwise seen from outside. */
  readonly triangles: Uint16Array;
}

/** Creates an empty mesh with room for one figure. */
export function createMesh(): Mesh {
  return {
    vertexCount: 0,
    triangleCount: 0,
    detail: 1,
    points: new Float32Array(VERTICES_MAX * 3),
    normals: new Float32Array(VERTICES_MAX * 3),
    colors: new Float32Array(VERTICES_MAX * 3),
    triangles: new Uint16Array(TRIANGLES_MAX * 3),
  };
}

/** Cosines and sines around a circle, by number of segments. */
const CIRCLES: readonly (readonly number[])[] = Array.from({ length: 17 }, (_, segments) =>
  Array.from({ length: segments }, (__, j) => (2 * Math.PI * j) / segments).flatMap((angle) => [
    Math.cos(angle),
    Math.sin(angle),
  ]),
);

/** One cross-section of a tube. */
export interface Ring {
  readonly at: SpacePoint;
  /** Half breadth along the tube's side axis and across it, metres. */
  readonly side: number;
  readonly front: number;
  readonly color: LinearColor;
  /** Colour of the part whose share of the front axis is at least `frontFrom` (-1..1). */
  readonly frontColor?: LinearColor;
  readonly frontFrom?: number;
}

/**
 * Adds a closed tube through rings. `sideAxis` is the direction (unit) that stays sideways; front
 * is side x direction of the tube, so an upright tube with side to the left has front ahead.
 */
export function addTube(
  mesh: Mesh,
  rings: readonly Ring[],
  segmentsMost: number,
  sideAxis: SpacePoint = [0, 1, 0],
): void {
  const segments = Math.max(4, Math.round(segmentsMost * mesh.detail));
  const first = mesh.vertexCount;
  for (let i = 0; i < rings.length; i++) addRing(mesh, rings, i, segments, sideAxis);
  for (let i = 0; i + 1 < rings.length; i++) {
    for (let j = 0; j < segments; j++) {
      const next = (j + 1) % segments;
      const a = first + i * segments + j;
      const b = first + i * segments + next;
      addTriangle(mesh, a, a + segments, b);
      addTriangle(mesh, b, a + segments, b + segments);
    }
  }
}

function addTriangle(mesh: Mesh, a: number, b: number, c: number): void {
  if (mesh.triangleCount >= TRIANGLES_MAX)
    throw new RangeError(`A figure has more than ${TRIANGLES_MAX} triangles`);
  const at = mesh.triangleCount++ * 3;
  mesh.triangles[at] = a;
  mesh.triangles[at + 1] = b;
  mesh.triangles[at + 2] = c;
}

function addRing(
  mesh: Mesh,
  rings: readonly Ring[],
  index: number,
  segments: number,
  sideAxis: SpacePoint,
): void {
  const ring = rings[index];
  if (!ring) return;
  if (mesh.vertexCount + segments > VERTICES_MAX)
    throw new RangeError(`A figure has more than ${VERTICES_MAX} vertices`);
  const before = rings[index - 1] ?? ring;
  const after = rings[index + 1] ?? ring;
  let dx = after.at[0] - before.at[0];
  let dy = after.at[1] - before.at[1];
  let dz = after.at[2] - before.at[2];
  const length = Math.sqrt(dx * dx + dy * dy + dz * dz) || 1;
  dx /= length;
  dy /= length;
  dz /= length;
  const slope = (after.side + after.front - before.side - before.front) / (2 * length);
  const along = sideAxis[0] * dx + sideAxis[1] * dy + sideAxis[2] * dz;
  let sx = sideAxis[0] - along * dx;
  let sy = sideAxis[1] - along * dy;
  let sz = sideAxis[2] - along * dz;
  const breadth = Math.sqrt(sx * sx + sy * sy + sz * sz) || 1;
  sx /= breadth;
  sy /= breadth;
  sz /= breadth;
  const fx = sy * dz - sz * dy;
  const fy = sz * dx - sx * dz;
  const fz = sx * dy - sy * dx;
  const tilt = Math.max(-3, Math.min(3, slope));
  const circle = CIRCLES[segments] ?? [];
  for (let j = 0; j < segments; j++) {
    const c = circle[j * 2] ?? 1;
    const s = circle[j * 2 + 1] ?? 0;
    const at = mesh.vertexCount++ * 3;
    mesh.points[at] = ring.at[0] + sx * c * ring.side + fx * s * ring.front;
    mesh.points[at + 1] = ring.at[1] + sy * c * ring.side + fy * s * ring.front;
    mesh.points[at + 2] = ring.at[2] + sz * c * ring.side + fz * s * ring.front;
    const p = c * ring.front;
    const q = s * ring.side;
    const flat = Math.sqrt(p * p + q * q) || 1;
    const nx = (sx * p + fx * q) / flat - dx * tilt;
    const ny = (sy * p + fy * q) / flat - dy * tilt;
    const nz = (sz * p + fz * q) / flat - dz * tilt;
    const size = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
    mesh.normals[at] = nx / size;
    mesh.normals[at + 1] = ny / size;
    mesh.normals[at + 2] = nz / size;
    const color = ring.frontColor && s >= (ring.frontFrom ?? 0) ? ring.frontColor : ring.color;
    mesh.colors[at] = color[0];
    mesh.colors[at + 1] = color[1];
    mesh.colors[at + 2] = color[2];
  }
}

/** Sets the figure on the plan: scales, lifts its lowest point to the ground, turns and moves it. */
export function place(
  mesh: Mesh,
  where: {
    readonly x: number;
    readonly y: number;
    readonly headingRad: number;
    readonly scale: number;
  },
): void {
  const cos = Math.cos(where.headingRad);
  const sin = Math.sin(where.headingRad);
  let lowest = Infinity;
  for (let i = 0; i < mesh.vertexCount; i++) lowest = Math.min(lowest, mesh.points[i * 3 + 2] ?? 0);
  for (let i = 0; i < mesh.vertexCount; i++) {
    const at = i * 3;
    const px = (mesh.points[at] ?? 0) * where.scale;
    const py = (mesh.points[at + 1] ?? 0) * where.scale;
    mesh.points[at] = where.x + px * cos - py * sin;
    mesh.points[at + 1] = where.y + px * sin + py * cos;
    mesh.points[at + 2] = ((mesh.points[at + 2] ?? 0) - lowest) * where.scale;
    const nx = mesh.normals[at] ?? 0;
    const ny = mesh.normals[at + 1] ?? 0;
    mesh.normals[at] = nx * cos - ny * sin;
    mesh.normals[at + 1] = nx * sin + ny * cos;
  }
}
