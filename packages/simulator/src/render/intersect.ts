import type { Solid } from "../site/index.ts";
import { smoothNoise } from "./noise.ts";

/** Where a ray met a solid. Filled in place: tracing allocates nothing. */
export interface Hit {
  /** Distance along the ray in units of its direction vector; Infinity when nothing was met. */
  t: number;
  /** Index of the solid, -1 for none. */
  solid: number;
  nx: number;
  ny: number;
  nz: number;
}

/** A ray in the world frame. */
export interface Ray {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
}

/** A solid prepared for tracing. `meet` updates `hit` when it is met nearer than `hit.t`. */
export interface Tracer {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
  meet(ray: Ray, hit: Hit): void;
}

const NEAR = 1e-4;

/** Prepares a solid for tracing; `index` is what hits will carry. */
export function tracerOf(solid: Solid, index: number): Tracer {
  if (solid.kind === "box") return boxTracer(solid, index);
  return solid.kind === "cylinder" ? cylinderTracer(solid, index) : ellipsoidTracer(solid, index);
}

function boxTracer(solid: Solid & { kind: "box" }, index: number): Tracer {
  const turn = (solid.yawDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [hx, hy, hz] = [solid.sizeM[0] / 2, solid.sizeM[1] / 2, solid.sizeM[2] / 2];
  const [cx, cy, cz] = [solid.base[0], solid.base[1], solid.base[2] + hz];
  const [ex, ey] = [
    Math.abs(cos) * hx + Math.abs(sin) * hy,
    Math.abs(sin) * hx + Math.abs(cos) * hy,
  ];
  return {
    low: [cx - ex, cy - ey, cz - hz],
    high: [cx + ex, cy + ey, cz + hz],
    meet(ray, hit) {
      const rx = ray.ox - cx;
      const ry = ray.oy - cy;
      const ox = rx * cos + ry * sin;
      const oy = ry * cos - rx * sin;
      const oz = ray.oz - cz;
      const dx = ray.dx * cos + ray.dy * sin || 1e-12;
      const dy = ray.dy * cos - ray.dx * sin || 1e-12;
      const dz = ray.dz || 1e-12;
      const ax = -ox / dx;
      const ay = -oy / dy;
      const az = -oz / dz;
      const bx = Math.abs(hx / dx);
      const by = Math.abs(hy / dy);
      const bz = Math.abs(hz / dz);
      const enter = Math.max(ax - bx, ay - by, az - bz);
      const leave = Math.min(ax + bx, ay + by, az + bz);
      if (enter > leave || leave < NEAR || enter < NEAR || enter >= hit.t) return;
      hit.t = enter;
      hit.solid = index;
      const facing = enter === ax - bx ? 0 : enter === ay - by ? 1 : 2;
      const nx = facing === 0 ? -Math.sign(dx) : 0;
      const ny = facing === 1 ? -Math.sign(dy) : 0;
      hit.nx = nx * cos - ny * sin;
      hit.ny = nx * sin + ny * cos;
      hit.nz = facing === 2 ? -Math.sign(dz) : 0;
    },
  };
}

function cylinderTracer(solid: Solid & { kind: "cylinder" }, index: number): Tracer {
  const [cx, cy, z0] = solid.base;
  const { radiusM, heightM } = solid;
  const slope = (solid.topRadiusM - radiusM) / heightM;
  const reach = Math.max(radiusM, solid.topRadiusM);
  const side = (ray: Ray, hit: Hit): void => {
    const ox = ray.ox - cx;
    const oy = ray.oy - cy;
    const oz = radiusM + slope * (ray.oz - z0);
    const dz = slope * ray.dz;
    const a = ray.dx * ray.dx + ray.dy * ray.dy - dz * dz;
    const b = ox * ray.dx + oy * ray.dy - oz * dz;
    const c = ox * ox + oy * oy - oz * oz;
    const root = b * b - a * c;
    if (root <= 0 || Math.abs(a) < 1e-12) return;
    const t = (-b - Math.sqrt(root)) / a;
    const z = ray.oz + t * ray.dz - z0;
    if (t < NEAR || t >= hit.t || z < 0 || z > heightM) return;
    const nx = ox + t * ray.dx;
    const ny = oy + t * ray.dy;
    const radius = Math.sqrt(nx * nx + ny * ny) || 1;
    const scale = 1 / Math.sqrt(1 + slope * slope);
    hit.t = t;
    hit.solid = index;
    hit.nx = (nx / radius) * scale;
    hit.ny = (ny / radius) * scale;
    hit.nz = -slope * scale;
  };
  const cap = (ray: Ray, hit: Hit, z: number, radius: number, up: number): void => {
    if (Math.abs(ray.dz) < 1e-9) return;
    const t = (z - ray.oz) / ray.dz;
    if (t < NEAR || t >= hit.t) return;
    const x = ray.ox + t * ray.dx - cx;
    const y = ray.oy + t * ray.dy - cy;
    if (x * x + y * y > radius * radius) return;
    hit.t = t;
    hit.solid = index;
    hit.nx = 0;
    hit.ny = 0;
    hit.nz = up;
  };
  return {
    low: [cx - reach, cy - reach, z0],
    high: [cx + reach, cy + reach, z0 + heightM],
    meet(ray, hit) {
      side(ray, hit);
      cap(ray, hit, z0 + heightM, solid.topRadiusM, 1);
      cap(ray, hit, z0, radiusM, -1);
    },
  };
}

/** Size of a leaf clump's gaps, cells per metre, and how much of it is gap. */
const LEAF_CELLS_PER_M = 5;
const LEAF_GAP = 0.4;

function ellipsoidTracer(solid: Solid & { kind: "ellipsoid" }, index: number): Tracer {
  const [cx, cy, cz] = solid.center;
  const [rx, ry, rz] = solid.radiiM;
  const airy = solid.surface === "leaves";
  return {
    low: [cx - rx, cy - ry, cz - rz],
    high: [cx + rx, cy + ry, cz + rz],
    meet(ray, hit) {
      const ox = (ray.ox - cx) / rx;
      const oy = (ray.oy - cy) / ry;
      const oz = (ray.oz - cz) / rz;
      const dx = ray.dx / rx;
      const dy = ray.dy / ry;
      const dz = ray.dz / rz;
      const a = dx * dx + dy * dy + dz * dz;
      const b = ox * dx + oy * dy + oz * dz;
      const root = b * b - a * (ox * ox + oy * oy + oz * oz - 1);
      if (root <= 0) return;
      const half = Math.sqrt(root) / a;
      // Leaves let a ray through their gaps, to the far side of the clump at most.
      for (let side = -1; side <= 1; side += 2) {
        const t = -b / a + side * half;
        if (t >= hit.t) return;
        if (t < NEAR) continue;
        const x = ox + t * dx;
        const y = oy + t * dy;
        const z = oz + t * dz;
        const k = LEAF_CELLS_PER_M;
        if (airy && smoothNoise((cx + x * rx) * k, (cy + y * ry) * k, (cz + z * rz) * k) < LEAF_GAP)
          continue;
        const nx = x / rx;
        const ny = y / ry;
        const nz = z / rz;
        const length = Math.sqrt(nx * nx + ny * ny + nz * nz) * (airy ? 1 : -side);
        hit.t = t;
        hit.solid = index;
        hit.nx = nx / length;
        hit.ny = ny / length;
        hit.nz = nz / length;
        return;
      }
    },
  };
}
