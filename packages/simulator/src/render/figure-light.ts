import { blueOf, displayCode, lumaOf, redOf } from "../color.ts";
import type { Mesh } from "../figure/index.ts";
import { directShare, lightAt } from "./lighting.ts";
import type { VertexColors } from "./raster.ts";
import type { Stage } from "./stage.ts";
import type { SurfacePoint } from "./surfaces.ts";

const VERTICES_MAX = 1400;
/** Heights at which a figure asks whether the sun reaches it, metres. */
const PROBES_M = [0.3, 0.9, 1.5] as const;
const RAYS = 4;

const shares = new Float64Array(PROBES_M.length);
const light = new Float64Array(3);
const normal = { nx: 0, ny: 0, nz: 0 };
const direct = { direct: 1, open: 1 };

/** Lights every vertex of a figure standing at `at` and writes its Y, U, V into `out`. */
export function lightFigure(
  stage: Stage,
  mesh: Mesh,
  at: readonly [number, number],
  out: VertexColors,
): void {
  const { lighting } = stage.site;
  const [nx, ny, nz] = lighting.towards;
  for (const [index, z] of PROBES_M.entries()) {
    const point: SurfacePoint = { x: at[0], y: at[1], z, nx, ny, nz };
    shares[index] = directShare(stage.solids, lighting, point, { count: RAYS, seed: 9 });
  }
  for (let i = 0; i < mesh.vertexCount; i++) {
    const k = i * 3;
    normal.nx = mesh.normals[k] ?? 0;
    normal.ny = mesh.normals[k + 1] ?? 0;
    normal.nz = mesh.normals[k + 2] ?? 0;
    const z = mesh.points[k + 2] ?? 0;
    direct.direct = shareAt(z);
    // Near the ground less sky is seen past the body and its shadow.
    direct.open = Math.min(1, 0.62 + 0.3 * z);
    lightAt(lighting, normal, direct, light);
    const r = displayCode((light[0] ?? 0) * (mesh.colors[k] ?? 0));
    const g = displayCode((light[1] ?? 0) * (mesh.colors[k + 1] ?? 0));
    const b = displayCode((light[2] ?? 0) * (mesh.colors[k + 2] ?? 0));
    out.luma[i] = lumaOf(r, g, b);
    out.blue[i] = blueOf(r, g, b);
    out.red[i] = redOf(r, g, b);
  }
}

function shareAt(z: number): number {
  const place = Math.min(1.999, Math.max(0, (z - PROBES_M[0]) / 0.6));
  const index = Math.floor(place);
  const low = shares[index] ?? 1;
  return low + ((shares[index + 1] ?? low) - low) * (place - index);
}

/** Creates room for the colours of one figure's vertices. */
export function createVertexColors(): VertexColors {
  return {
    luma: new Float32Array(VERTICES_MAX),
    blue: new Float32Array(VERTICES_MAX),
    red: new Float32Array(VERTICES_MAX),
  };
}
