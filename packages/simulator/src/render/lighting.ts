import type { Lighting } from "../site/index.ts";
import { hashUnit } from "../random.ts";
import type { Hit, Ray } from "./intersect.ts";
import { cloudNoise, smoothNoise } from "./noise.ts";
import type { SolidIndex } from "./solid-index.ts";
import type { SurfacePoint } from "./surfaces.ts";

/** Farther than anything on a site, metres. */
export const FAR_M = 400;
const CORNER_REACH_M = 2.2;
const LIFT_M = 0.004;

const ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
const probe: Hit = { t: Infinity, solid: -1, nx: 0, ny: 0, nz: 0 };

function startAt(point: SurfacePoint): void {
  ray.ox = point.x + point.nx * LIFT_M;
  ray.oy = point.y + point.ny * LIFT_M;
  ray.oz = point.z + point.nz * LIFT_M;
}

/** Share of the sun or lamps that reaches a point, 0..1, by `count` rays into the light's disc. */
export function directShare(
  solids: SolidIndex,
  light: Lighting,
  point: SurfacePoint,
  sample: { readonly count: number; readonly seed: number },
): number {
  const [tx, ty, tz] = light.towards;
  if (point.nx * tx + point.ny * ty + point.nz * tz <= 0) return 0;
  startAt(point);
  let open = 0;
  for (let i = 0; i < sample.count; i++) {
    const turn = 2 * Math.PI * hashUnit(sample.seed, i, 1);
    const radius = light.spread * Math.sqrt((i + hashUnit(sample.seed, i, 2)) / sample.count);
    const [a, b] = [radius * Math.cos(turn), radius * Math.sin(turn)];
    ray.dx = tx + a;
    ray.dy = ty + b;
    ray.dz = tz - (tx * a + ty * b) / tz;
    if (!solids.blocked(ray, light.indoor ? 9 : FAR_M)) open += 1;
  }
  return open / sample.count;
}

/** Share of the surroundings that nothing near hides, 0..1 (Zhukov et al. 1998, obscurance). */
export function openShare(
  solids: SolidIndex,
  point: SurfacePoint,
  count: number,
  seed: number,
): number {
  startAt(point);
  let open = 0;
  for (let i = 0; i < count; i++) {
    const turn = 2 * Math.PI * ((i + hashUnit(seed, i, 3)) / count);
    const height = 2 * hashUnit(seed, i, 4) - 1;
    const level = Math.sqrt(1 - height * height);
    // A unit normal plus a point on the unit sphere is spread by the cosine of its angle.
    ray.dx = point.nx + level * Math.cos(turn);
    ray.dy = point.ny + level * Math.sin(turn);
    ray.dz = point.nz + height;
    const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz) || 1;
    ray.dx /= length;
    ray.dy /= length;
    ray.dz /= length;
    solids.nearest(ray, probe, CORNER_REACH_M);
    const toGround = ray.dz < -1e-6 ? -ray.oz / ray.dz : Infinity;
    const solidShare = Math.min(1, probe.t / CORNER_REACH_M);
    const groundShare = Math.min(1, 0.45 + (0.55 * toGround) / CORNER_REACH_M);
    open += Math.min(solidShare, groundShare);
  }
  return open / count;
}

/** Light arriving at a point with normal `n*` (linear RGB), written into `out`. */
export function lightAt(
  light: Lighting,
  normal: { readonly nx: number; readonly ny: number; readonly nz: number },
  shares: { readonly direct: number; readonly open: number },
  out: Float64Array,
): void {
  const [tx, ty, tz] = light.towards;
  const facing = Math.max(0, normal.nx * tx + normal.ny * ty + normal.nz * tz) * shares.direct;
  const up = 0.5 + 0.5 * normal.nz;
  for (const i of [0, 1, 2] as const) {
    const around = light.sky[i] * up + light.bounce[i] * (1 - up);
    out[i] = light.sun[i] * facing + around * shares.open;
  }
}

/** What a ray that meets nothing sees (linear RGB): hazy sky with a far line of trees, or lamps. */
export function skyAt(
  light: Lighting,
  dx: number,
  dy: number,
  dz: number,
  out: Float64Array,
): void {
  if (light.indoor) {
    const lamp =
      smoothNoise(dx / Math.max(dz, 0.05), dy / Math.max(dz, 0.05), 3) > 0.62 ? 2.2 : 0.5;
    out.fill(lamp);
    return;
  }
  const turn = Math.atan2(dy, dx);
  const treeLine =
    0.012 + 0.05 * cloudNoise(turn * 9, 3.3, 1) + 0.012 * smoothNoise(turn * 90, 1, 7);
  if (dz < treeLine) {
    const tone = 0.75 + 0.5 * smoothNoise(turn * 60, dz * 90, 2);
    out[0] = 0.2 * tone;
    out[1] = 0.27 * tone;
    out[2] = 0.2 * tone;
    return;
  }
  const rise = Math.min(1, Math.max(0, dz) * 1.9);
  const reach = 1.4 / (dz + 0.16);
  const cloud = Math.max(0, cloudNoise(dx * reach, dy * reach, 8) - 0.46) * 2.4;
  out[0] = 0.95 - 0.62 * rise + cloud * 0.5;
  out[1] = 1.12 - 0.52 * rise + cloud * 0.45;
  out[2] = 1.35 - 0.22 * rise + cloud * 0.3;
}
