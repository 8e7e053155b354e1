import {
  createScene,
  createSceneRenderer,
  SIMULATED_VIDEO,
  simulatedCamera,
} from "@whereabouts/simulator";
import sharp from "sharp";
import { FILM_START_MS } from "../../server/src/testing/site-film/index.ts";

/** What a simulated camera sees at the start of its film, as a PNG; everybody's to use. */
export async function simulatedPicture(code: string): Promise<Buffer> {
  const scene = createScene({ environment: simulatedCamera(code).environment });
  const renderer = createSceneRenderer(scene, code);
  const frame = new Uint8Array(renderer.frameBytes);
  renderer.render(FILM_START_MS, frame);
  const { widthPx: width, heightPx: height } = SIMULATED_VIDEO;
  return sharp(rgbOf(frame, width, height), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Planes of Y, U and V (4:2:0, limited range; ITU-R BT.601) to RGB. */
function rgbOf(frame: Uint8Array, width: number, height: number): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray(width * height * 3);
  const chromaAt = width * height;
  const chromaPx = chromaAt / 4;
  for (let at = 0; at < chromaAt; at++) {
    const half = Math.floor(at / width / 2) * (width / 2) + Math.floor((at % width) / 2);
    const y = 1.164 * (frame[at]! - 16);
    const u = frame[chromaAt + half]! - 128;
    const v = frame[chromaAt + chromaPx + half]! - 128;
    rgb.set([y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u], at * 3);
  }
  return rgb;
}
