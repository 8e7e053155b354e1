import { SIMULATED_VIDEO } from "../camera.ts";
import { DEPTHS, type Background } from "./background.ts";
import type { Canvas } from "./raster.ts";

const { widthPx: WIDTH, heightPx: HEIGHT } = SIMULATED_VIDEO;
const PIXELS = WIDTH * HEIGHT;
/** A figure this little behind the background still shows: feet on the ground, metres. */
const TOLERANCE_M = 0.06;

/** Blends figures into frames, hidden where the background is nearer. Owns its buffers. */
export interface Composer {
  blend(canvas: Canvas, background: Background, frame: Uint8Array): void;
}

/** Creates a composer. */
export function createComposer(): Composer {
  const quarter = {
    share: new Float32Array(0),
    blue: new Float32Array(0),
    red: new Float32Array(0),
  };
  return {
    blend(canvas, background, frame) {
      const left = canvas.x1 >> 1;
      const top = canvas.y1 >> 1;
      const wide = ((canvas.x1 + canvas.widthPx - 1) >> 1) - left + 1;
      const tall = ((canvas.y1 + canvas.heightPx - 1) >> 1) - top + 1;
      if (quarter.share.length < wide * tall) {
        for (const key of ["share", "blue", "red"] as const)
          quarter[key] = new Float32Array(wide * tall);
      }
      for (const key of ["share", "blue", "red"] as const) quarter[key].fill(0, 0, wide * tall);
      blendLuma(canvas, background, frame, { ...quarter, left, top, wide });
      for (let row = 0; row < tall; row++) {
        for (let column = 0; column < wide; column++) {
          const from = row * wide + column;
          const share = (quarter.share[from] ?? 0) / 4;
          if (share <= 0) continue;
          const at = PIXELS + (top + row) * (WIDTH / 2) + left + column;
          frame[at] = (frame[at] ?? 128) * (1 - share) + (quarter.blue[from] ?? 0) / 4 + 0.5;
          frame[at + PIXELS / 4] =
            (frame[at + PIXELS / 4] ?? 128) * (1 - share) + (quarter.red[from] ?? 0) / 4 + 0.5;
        }
      }
    },
  };
}

interface Quarter {
  readonly share: Float32Array;
  readonly blue: Float32Array;
  readonly red: Float32Array;
  readonly left: number;
  readonly top: number;
  readonly wide: number;
}

function blendLuma(
  canvas: Canvas,
  background: Background,
  frame: Uint8Array,
  quarter: Quarter,
): void {
  const { fine, widthPx, heightPx } = canvas;
  const width = widthPx * fine;
  const unit = 1 / (fine * fine);
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const index = (canvas.y1 + row) * WIDTH + canvas.x1 + column;
      let count = 0;
      let luma = 0;
      let blue = 0;
      let red = 0;
      for (let i = 0; i < fine; i++) {
        let at = (row * fine + i) * width + column * fine;
        const lower = i * 2 >= fine ? 2 : 0;
        for (let j = 0; j < fine; j++, at++) {
          const depth = canvas.depthM[at] ?? Infinity;
          if (depth === Infinity) continue;
          const corner = lower + (j * 2 >= fine ? 1 : 0);
          if (depth > (background.depthM[index * DEPTHS + corner] ?? 0) + TOLERANCE_M) continue;
          count += 1;
          luma += canvas.luma[at] ?? 0;
          blue += canvas.blue[at] ?? 0;
          red += canvas.red[at] ?? 0;
        }
      }
      if (count === 0) continue;
      const share = count * unit;
      frame[index] = (frame[index] ?? 0) * (1 - share) + luma * unit + 0.5;
      const cell =
        (((canvas.y1 + row) >> 1) - quarter.top) * quarter.wide +
        ((canvas.x1 + column) >> 1) -
        quarter.left;
      quarter.share[cell] = (quarter.share[cell] ?? 0) + share;
      quarter.blue[cell] = (quarter.blue[cell] ?? 0) + blue * unit;
      quarter.red[cell] = (quarter.red[cell] ?? 0) + red * unit;
    }
  }
}
