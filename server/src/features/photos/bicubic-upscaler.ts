import sharp from "sharp";
import { PIXELS_MAX } from "./picture-file.ts";
import type { Upscaler } from "./upscaler.ts";

const SCALE = 4;
/** Quality and subsampling of the photo contract, section 9. */
const JPEG = { quality: 75, chromaSubsampling: "4:2:0" } as const;
const LIMIT_SECONDS = 120;

/** Enlarging without a network: the fallback that the photo contract names in section 9. */
export const bicubicUpscaler: Upscaler = {
  upscale: async ({ sourcePath, resultPath, longSideMaxPx }, onProgress, signal) => {
    signal.throwIfAborted();
    const upright = sharp(sourcePath, { limitInputPixels: PIXELS_MAX, failOn: "error" })
      .timeout({ seconds: LIMIT_SECONDS })
      .autoOrient()
      .flatten()
      .resize({
        width: longSideMaxPx,
        height: longSideMaxPx,
        fit: "inside",
        withoutEnlargement: true,
        kernel: "lanczos3",
      })
      .toColourspace("srgb")
      .raw();
    const { data, info } = await upright.toBuffer({ resolveWithObject: true });
    signal.throwIfAborted();
    const { width, height, channels } = info;
    const large = await sharp(data, { raw: { width, height, channels } })
      .timeout({ seconds: LIMIT_SECONDS })
      .resize(width * SCALE, height * SCALE, { kernel: "cubic", fit: "fill" })
      .jpeg(JPEG)
      .toFile(resultPath);
    onProgress({ tilesDone: 1, tilesTotal: 1 });
    return { method: "bicubic", widthPx: large.width, heightPx: large.height };
  },
};
