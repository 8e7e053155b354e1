import { SIMULATED_VIDEO, type Projection } from "../camera.ts";
import type { Mesh } from "../figure/index.ts";
import type { Lighting } from "../site/index.ts";
import type { Background } from "./background.ts";
import {
  createCanvas,
  fillMesh,
  layCanvas,
  projectMesh,
  type Canvas,
  type VertexColors,
} from "./raster.ts";

const { widthPx: WIDTH, heightPx: HEIGHT } = SIMULATED_VIDEO;
const PIXELS = WIDTH * HEIGHT;
const CORE_RADIUS_M = 0.3;
const CORE_DEPTH = 0.42;
const MIDDLE_M = 0.8;

/** Draws the shadows that figures throw on the ground. Owns its buffers. */
export interface ShadowPainter {
  /** Darkens `frame` where the shadow of `mesh` falls on the ground. */
  paint(mesh: Mesh, at: readonly [number, number], frame: Uint8Array): void;
}

/** Creates the painter of one camera. */
export function createShadowPainter(options: {
  readonly lighting: Lighting;
  readonly view: Projection;
  readonly background: Background;
  readonly colors: VertexColors;
}): ShadowPainter {
  const { lighting, view, background, colors } = options;
  const [tx, ty, tz] = lighting.towards;
  const slant = { x: -tx / tz, y: -ty / tz };
  const canvas = createCanvas();
  let mask = new Float32Array(0);
  let scratch = new Float32Array(0);
  return {
    paint(mesh, at, frame) {
      const seen = projectMesh(mesh, view, slant);
      if (!seen) return;
      const depth = seen.depthM[0] ?? 10;
      // The middle height of a body times the light's size gives the soft edge.
      const edgeM = MIDDLE_M * lighting.spread;
      const radius = Math.min(9, Math.max(1, Math.round((edgeM * view.focalPx) / depth)));
      const [x1, y1, x2, y2] = seen.boxPx;
      if (
        !layCanvas(canvas, [x1 - radius - 1, y1 - radius - 1, x2 + radius + 1, y2 + radius + 1], 1)
      )
        return;
      fillMesh(canvas, mesh, seen, colors);
      const size = canvas.widthPx * canvas.heightPx;
      if (mask.length < size) [mask, scratch] = [new Float32Array(size), new Float32Array(size)];
      for (let i = 0; i < size; i++) mask[i] = canvas.depthM[i] === Infinity ? 0 : 1;
      soften(mask, scratch, canvas, radius);
      darken(frame, background, canvas, mask);
      darkenCore(frame, background, view, at);
    },
  };
}

/** Two box blurs, rows then columns. */
function soften(mask: Float32Array, scratch: Float32Array, canvas: Canvas, radius: number): void {
  const { widthPx, heightPx } = canvas;
  const scale = 1 / (2 * radius + 1);
  for (let row = 0; row < heightPx; row++) {
    const base = row * widthPx;
    let sum = 0;
    for (let x = -radius; x < widthPx; x++) {
      if (x + radius < widthPx) sum += mask[base + x + radius] ?? 0;
      if (x - radius - 1 >= 0) sum -= mask[base + x - radius - 1] ?? 0;
      if (x >= 0) scratch[base + x] = sum * scale;
    }
  }
  // Seen from above at a slant, a round edge is lower than wide.
  const tall = Math.max(1, Math.round(radius * 0.5));
  const tallScale = 1 / (2 * tall + 1);
  for (let column = 0; column < widthPx; column++) {
    let sum = 0;
    for (let y = -tall; y < heightPx; y++) {
      if (y + tall < heightPx) sum += scratch[(y + tall) * widthPx + column] ?? 0;
      if (y - tall - 1 >= 0) sum -= scratch[(y - tall - 1) * widthPx + column] ?? 0;
      if (y >= 0) mask[y * widthPx + column] = sum * tallScale;
    }
  }
}

function darken(
  frame: Uint8Array,
  background: Background,
  canvas: Canvas,
  mask: Float32Array,
): void {
  for (let row = 0; row < canvas.heightPx; row++) {
    let at = (canvas.y1 + row) * WIDTH + canvas.x1;
    let from = row * canvas.widthPx;
    for (let column = 0; column < canvas.widthPx; column++, at++, from++) {
      const share = mask[from] ?? 0;
      if (share <= 0) continue;
      darkenPixel(frame, at, 1 - (share * (background.shadowDepth[at] ?? 0)) / 255);
    }
  }
}

/** Darkens the ground right under the body, where hardly any light arrives from anywhere. */
function darkenCore(
  frame: Uint8Array,
  background: Background,
  view: Projection,
  at: readonly [number, number],
): void {
  const [dx, dy, dz] = [at[0] - view.eye[0], at[1] - view.eye[1], -view.eye[2]];
  const depth = dx * view.forward[0] + dy * view.forward[1] + dz * view.forward[2];
  if (depth < 0.5) return;
  const u = view.centerPx[0] + (view.focalPx * (dx * view.right[0] + dy * view.right[1])) / depth;
  const v =
    view.centerPx[1] -
    (view.focalPx * (dx * view.up[0] + dy * view.up[1] + dz * view.up[2])) / depth;
  const wide = (view.focalPx * CORE_RADIUS_M) / depth;
  const tall = wide * Math.min(1, view.eye[2] / Math.hypot(dx, dy, dz));
  const [left, right] = [
    Math.max(0, Math.floor(u - wide)),
    Math.min(WIDTH - 1, Math.ceil(u + wide)),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(v - tall)),
    Math.min(HEIGHT - 1, Math.ceil(v + tall)),
  ];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const share = 1 - Math.hypot((x + 0.5 - u) / wide, (y + 0.5 - v) / tall);
      const index = y * WIDTH + x;
      if (share <= 0 || (background.ground[index] ?? 0) === 0) continue;
      darkenPixel(frame, index, 1 - CORE_DEPTH * share * share * (3 - 2 * share));
    }
  }
}

/** Takes part of a pixel's light. Less light is less colour too: both planes go towards gray. */
function darkenPixel(frame: Uint8Array, at: number, keep: number): void {
  frame[at] = 16 + ((frame[at] ?? 16) - 16) * keep;
  const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
  // A quarter of the pixels carries the colour of all four.
  if (((x | y) & 1) !== 0) return;
  const blue = PIXELS + (y >> 1) * (WIDTH >> 1) + (x >> 1);
  const red = blue + PIXELS / 4;
  frame[blue] = 128 + ((frame[blue] ?? 128) - 128) * keep + 0.5;
  frame[red] = 128 + ((frame[red] ?? 128) - 128) * keep + 0.5;
}
