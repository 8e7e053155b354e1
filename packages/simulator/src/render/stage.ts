import type { Projection } from "../camera.ts";
import type { SiteDefinition, Surface } from "../site/index.ts";
import { linearOf, type LinearColor } from "../color.ts";
import { tracerOf, type Hit, type Ray, type Tracer } from "./intersect.ts";
import { FAR_M } from "./lighting.ts";
import { indexSolids, type SolidIndex } from "./solid-index.ts";
import { paintSurface, type SurfacePoint } from "./surfaces.ts";

/** Marks in place of a solid's index. */
export const GROUND = -2;
export const SKY = -1;

/** A site's unmoving part, ready to be seen by rays. */
export interface Stage {
  readonly site: SiteDefinition;
  readonly solids: SolidIndex;
  /** Fills `hit` with what a ray meets first: a solid's index, `GROUND` or `SKY`. */
  see(ray: Ray, hit: Hit): void;
  /** The same for one thing alone. */
  seeOnly(what: number, ray: Ray, hit: Hit): void;
  surfaceOf(what: number, x: number, y: number): Surface;
  /** Writes the reflected share of light of a solid or the ground into `out`. */
  paint(what: number, point: SurfacePoint, out: Float64Array): void;
}

interface Patch {
  readonly surface: Surface;
  readonly color: LinearColor;
  holds(x: number, y: number): boolean;
}

/** Prepares the unmoving part of a site. */
export function createStage(site: SiteDefinition): Stage {
  const solids = indexSolids(site.solids);
  const tracers: readonly Tracer[] = site.solids.map(tracerOf);
  const finishes = site.solids.map(({ surface, color }) => ({ surface, color: linearOf(color) }));
  const patches = patchesOf(site);
  const patchAt = (x: number, y: number): Patch => {
    const found = patches.find((patch) => patch.holds(x, y));
    if (!found) throw new RangeError(`Site ${site.environment} has no ground at ${x}, ${y}`);
    return found;
  };
  const meetGround = (ray: Ray, hit: Hit): void => {
    const t = ray.dz < -1e-9 ? -ray.oz / ray.dz : Infinity;
    if (t >= hit.t) return;
    hit.t = t;
    hit.solid = GROUND;
    hit.nx = 0;
    hit.ny = 0;
    hit.nz = 1;
  };
  return {
    site,
    solids,
    see(ray, hit) {
      solids.nearest(ray, hit, FAR_M);
      if (hit.t > FAR_M) hit.t = FAR_M;
      meetGround(ray, hit);
    },
    seeOnly(what, ray, hit) {
      hit.t = FAR_M;
      hit.solid = SKY;
      if (what === GROUND) meetGround(ray, hit);
      else tracers[what]?.meet(ray, hit);
    },
    surfaceOf: (what, x, y) =>
      what === GROUND ? patchAt(x, y).surface : (finishes[what]?.surface ?? "paint"),
    paint(what, point, out) {
      const finish = what === GROUND ? patchAt(point.x, point.y) : finishes[what];
      if (finish) paintSurface(finish.surface, finish.color, point, out);
    },
  };
}

/** Newest first, because a later patch lies over an earlier one; the first covers everything. */
function patchesOf(site: SiteDefinition): readonly Patch[] {
  return site.ground.toReversed().map(({ surface, color, rectangle, circle }) => ({
    surface,
    color: linearOf(color),
    holds(x, y) {
      if (circle) return Math.hypot(x - circle.center[0], y - circle.center[1]) < circle.radiusM;
      if (!rectangle) return true;
      return x >= rectangle[0] && y >= rectangle[1] && x < rectangle[2] && y < rectangle[3];
    },
  }));
}

/** Points `ray` from the camera through a pixel; its unit of length is depth along the view axis. */
export function aim(ray: Ray, view: Projection, u: number, v: number): void {
  const a = (u - view.centerPx[0]) / view.focalPx;
  const b = (view.centerPx[1] - v) / view.focalPx;
  ray.ox = view.eye[0];
  ray.oy = view.eye[1];
  ray.oz = view.eye[2];
  ray.dx = view.forward[0] + a * view.right[0] + b * view.up[0];
  ray.dy = view.forward[1] + a * view.right[1] + b * view.up[1];
  ray.dz = view.forward[2] + a * view.right[2] + b * view.up[2];
}
