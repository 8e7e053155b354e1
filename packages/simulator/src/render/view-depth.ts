import { SIMULATED_VIDEO, type Projection } from "../camera.ts";
import type { SiteDefinition } from "../site/index.ts";
import type { Hit, Ray } from "./intersect.ts";
import { aim, createStage, SKY } from "./stage.ts";

/** Depth of the unmoving site in one camera's picture, found pixel by pixel when asked. */
export interface ViewDepth {
  /** Depth along the view axis at the middle of pixel number `pixel` (row by row), metres. */
  at(pixel: number): number;
}

/** Creates the depth of a site seen through `view`. */
export function createViewDepth(site: SiteDefinition, view: Projection): ViewDepth {
  const { widthPx, heightPx } = SIMULATED_VIDEO;
  const stage = createStage(site);
  const known = new Float32Array(widthPx * heightPx).fill(-1);
  const ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
  const hit: Hit = { t: Infinity, solid: SKY, nx: 0, ny: 0, nz: 0 };
  return {
    at(pixel) {
      const depth = known[pixel] ?? -1;
      if (depth >= 0) return depth;
      aim(ray, view, (pixel % widthPx) + 0.5, Math.floor(pixel / widthPx) + 0.5);
      stage.see(ray, hit);
      known[pixel] = hit.t;
      return hit.t;
    },
  };
}
