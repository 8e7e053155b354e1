import { SIMULATED_VIDEO, type Projection } from "../camera.ts";
import type { PixelBox } from "../geometry.ts";
import type { Mesh } from "../figure/index.ts";

const VERTICES_MAX = 1400;

/** A mesh projected into a picture. Arrays are reused: valid until the next projection. */
export interface Projected {
  readonly u: Float32Array;
  readonly v: Float32Array;
  /** Depth along the view axis, metres. */
  readonly depthM: Float32Array;
  /** Tight box around all vertices, not cut to the picture. */
  readonly boxPx: PixelBox;
}

const u = new Float32Array(VERTICES_MAX);
const v = new Float32Array(VERTICES_MAX);
const depthM = new Float32Array(VERTICES_MAX);

/** How far a point's shadow lies from its foot, metres per metre of height. */
export interface Slant {
  readonly x: number;
  readonly y: number;
}

/**
 * Projects a mesh or, with a slant, the shadow it throws on the ground. Null when any of it is
 * behind the camera or all of it outside the picture.
 */
export function projectMesh(mesh: Mesh, view: Projection, slant?: Slant): Projected | null {
  const [slantX, slantY, level] = slant ? [slant.x, slant.y, 0] : [0, 0, 1];
  const { eye, right, up, forward, focalPx, centerPx } = view;
  let x1 = Infinity;
  let y1 = Infinity;
  let x2 = -Infinity;
  let y2 = -Infinity;
  for (let i = 0; i < mesh.vertexCount; i++) {
    const z = mesh.points[i * 3 + 2] ?? 0;
    const dx = (mesh.points[i * 3] ?? 0) + slantX * z - eye[0];
    const dy = (mesh.points[i * 3 + 1] ?? 0) + slantY * z - eye[1];
    const dz = z * level - eye[2];
    const depth = dx * forward[0] + dy * forward[1] + dz * forward[2];
    if (depth < 0.4) return null;
    const x = centerPx[0] + (focalPx * (dx * right[0] + dy * right[1] + dz * right[2])) / depth;
    const y = centerPx[1] - (focalPx * (dx * up[0] + dy * up[1] + dz * up[2])) / depth;
    u[i] = x;
    v[i] = y;
    depthM[i] = depth;
    if (x < x1) x1 = x;
    if (x > x2) x2 = x;
    if (y < y1) y1 = y;
    if (y > y2) y2 = y;
  }
  const outside =
    x2 <= 0 || y2 <= 0 || x1 >= SIMULATED_VIDEO.widthPx || y1 >= SIMULATED_VIDEO.heightPx;
  return outside ? null : { u, v, depthM, boxPx: [x1, y1, x2, y2] };
}

/** Everything about an actor, its shadow too, lies within this of its place, metres. */
const REACH_M = 3.2;

/** False when a figure standing at `at` cannot show in the picture, not even by its shadow. */
export function maybeSeen(view: Projection, at: readonly [number, number]): boolean {
  const dx = at[0] - view.eye[0];
  const dy = at[1] - view.eye[1];
  const dz = 0.8 - view.eye[2];
  const depth = dx * view.forward[0] + dy * view.forward[1] + dz * view.forward[2];
  if (depth < 0.8) return false;
  const margin = (view.focalPx * REACH_M) / depth;
  const x = (view.focalPx * (dx * view.right[0] + dy * view.right[1])) / depth;
  const y = (view.focalPx * (dx * view.up[0] + dy * view.up[1] + dz * view.up[2])) / depth;
  return (
    Math.abs(x) < SIMULATED_VIDEO.widthPx / 2 + margin &&
    Math.abs(y) < SIMULATED_VIDEO.heightPx / 2 + margin
  );
}

/** Height a 1.7 m tall figure at `at` has in the picture, roughly, pixels. */
export function apparentHeightPx(view: Projection, at: readonly [number, number]): number {
  return (1.7 * view.focalPx) / Math.hypot(at[0] - view.eye[0], at[1] - view.eye[1], view.eye[2]);
}

/** Samples of one figure over a rectangle of the picture, `fine` x `fine` per pixel. */
export interface Canvas {
  /** Rectangle in whole pixels, inside the picture. */
  x1: number;
  y1: number;
  widthPx: number;
  heightPx: number;
  fine: number;
  /** Nearest depth per sample, metres; Infinity where the figure is not. */
  depthM: Float32Array;
  /** Y, U, V per sample. */
  luma: Uint8Array;
  blue: Uint8Array;
  red: Uint8Array;
}

/** Creates an empty canvas; it grows to the largest figure it has to hold, at most the picture. */
export function createCanvas(): Canvas {
  return {
    x1: 0,
    y1: 0,
    widthPx: 0,
    heightPx: 0,
    fine: 1,
    depthM: new Float32Array(0),
    luma: new Uint8Array(0),
    blue: new Uint8Array(0),
    red: new Uint8Array(0),
  };
}

/** Clears the canvas and lays it over `boxPx` cut to the picture. False when nothing is left. */
export function layCanvas(canvas: Canvas, boxPx: PixelBox, fine: number): boolean {
  canvas.x1 = Math.max(0, Math.floor(boxPx[0]));
  canvas.y1 = Math.max(0, Math.floor(boxPx[1]));
  canvas.widthPx = Math.min(SIMULATED_VIDEO.widthPx, Math.ceil(boxPx[2])) - canvas.x1;
  canvas.heightPx = Math.min(SIMULATED_VIDEO.heightPx, Math.ceil(boxPx[3])) - canvas.y1;
  canvas.fine = fine;
  if (canvas.widthPx <= 0 || canvas.heightPx <= 0) return false;
  const size = canvas.widthPx * canvas.heightPx * fine * fine;
  if (canvas.depthM.length < size) {
    canvas.depthM = new Float32Array(size);
    canvas.luma = new Uint8Array(size);
    canvas.blue = new Uint8Array(size);
    canvas.red = new Uint8Array(size);
  }
  canvas.depthM.fill(Infinity, 0, size);
  return true;
}

/** Y, U, V per vertex. */
export interface VertexColors {
  readonly luma: Float32Array;
  readonly blue: Float32Array;
  readonly red: Float32Array;
}

/** Fills the canvas with the mesh's sides that face the camera; nearer samples win. */
export function fillMesh(canvas: Canvas, mesh: Mesh, seen: Projected, colors: VertexColors): void {
  for (let i = 0; i < mesh.triangleCount; i++) {
    const a = mesh.triangles[i * 3] ?? 0;
    const b = mesh.triangles[i * 3 + 1] ?? 0;
    const c = mesh.triangles[i * 3 + 2] ?? 0;
    fillTriangle(canvas, seen, colors, a, b, c);
  }
}

/**
 * Fills one triangle by rows; all values change linearly across it (figures are small, so no
 * perspective correction is needed). Triangles that show their back are skipped.
 */
function fillTriangle(
  canvas: Canvas,
  seen: Projected,
  colors: VertexColors,
  a: number,
  b: number,
  c: number,
): void {
  const { fine } = canvas;
  const ax = ((seen.u[a] ?? 0) - canvas.x1) * fine - 0.5;
  const ay = ((seen.v[a] ?? 0) - canvas.y1) * fine - 0.5;
  const bx = ((seen.u[b] ?? 0) - canvas.x1) * fine - 0.5 - ax;
  const by = ((seen.v[b] ?? 0) - canvas.y1) * fine - 0.5 - ay;
  const cx = ((seen.u[c] ?? 0) - canvas.x1) * fine - 0.5 - ax;
  const cy = ((seen.v[c] ?? 0) - canvas.y1) * fine - 0.5 - ay;
  const area = bx * cy - cx * by;
  if (area >= -1e-9) return;
  const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy)));
  const bottom = Math.min(canvas.heightPx * fine - 1, Math.floor(ay + Math.max(0, by, cy)));
  if (bottom < top) return;
  const width = canvas.widthPx * fine;
  const scale = 1 / area;
  const za = seen.depthM[a] ?? 0;
  const ya = colors.luma[a] ?? 0;
  const ua = colors.blue[a] ?? 0;
  const va = colors.red[a] ?? 0;
  const zb = ((seen.depthM[b] ?? 0) - za) * scale;
  const zc = ((seen.depthM[c] ?? 0) - za) * scale;
  const yb = ((colors.luma[b] ?? 0) - ya) * scale;
  const yc = ((colors.luma[c] ?? 0) - ya) * scale;
  const ub = ((colors.blue[b] ?? 0) - ua) * scale;
  const uc = ((colors.blue[c] ?? 0) - ua) * scale;
  const vb = ((colors.red[b] ?? 0) - va) * scale;
  const vc = ((colors.red[c] ?? 0) - va) * scale;
  for (let row = top; row <= bottom; row++) {
    const q = row - ay;
    // The weights of b and c are linear along the row; all three being positive bounds the span.
    // wb = p cy - q cx, wc = q bx - p by, wa = area - wb - wc, all times a negative area.
    let from = 0;
    let to = width - 1;
    if (cy < 0) from = Math.max(from, ax + (q * cx) / cy);
    else if (cy > 0) to = Math.min(to, ax + (q * cx) / cy);
    else if (q * cx < 0) continue;
    if (by > 0) from = Math.max(from, ax + (q * bx) / by);
    else if (by < 0) to = Math.min(to, ax + (q * bx) / by);
    else if (q * bx > 0) continue;
    const ey = cy - by;
    const level = area + q * (cx - bx);
    if (ey > 0) from = Math.max(from, ax + level / ey);
    else if (ey < 0) to = Math.min(to, ax + level / ey);
    else if (level > 0) continue;
    const last = Math.floor(to);
    for (let column = Math.ceil(from); column <= last; column++) {
      const p = column - ax;
      const wb = p * cy - q * cx;
      const wc = q * bx - p * by;
      const z = za + wb * zb + wc * zc;
      const at = row * width + column;
      if (z >= (canvas.depthM[at] ?? 0)) continue;
      canvas.depthM[at] = z;
      canvas.luma[at] = ya + wb * yb + wc * yc;
      canvas.blue[at] = ua + wb * ub + wc * uc;
      canvas.red[at] = va + wb * vb + wc * vc;
    }
  }
}
