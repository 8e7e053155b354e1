/**
 * Descriptor `onnx`: the user's own person re-identification network, such as OSNet or CLIP-ReID.
 * It takes one batch of RGB crops, `[batch, 3, height, width]`, and gives one vector per crop.
 */
import { basename } from "node:path";
import { AppError } from "../../../base/index.ts";
import type { OnnxSession } from "../../../inference/index.ts";
import { toUnitLength, type Descriptor } from "../descriptor.ts";
import { toPlanar, type PixelScale } from "../planar.ts";

/** The size that networks of this kind are trained with, where the graph leaves it open. */
const SIZE_DEFAULT = { widthPx: 128, heightPx: 256 } as const;
const SIDE_PX_MIN = 16;
const SIDE_PX_MAX = 512;
const VECTOR_LENGTH_MAX = 4096;

/** torchvision's, which OSNet and most networks trained on ImageNet were trained with. */
const IMAGENET_SCALE: PixelScale = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};
/** CLIP-ReID's own: pixels from -1 to 1 (its configuration, `PIXEL_MEAN` and `PIXEL_STD`). */
const CLIP_REID_SCALE: PixelScale = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };

/**
 * @param path where the model lies: its name becomes the descriptor's, and a name that holds
 *   `clip` asks for CLIP-ReID's scale of pixels
 * @throws AppError `invalid` when the model does not take RGB pictures of a fitting size
 */
export function createOwnDescriptor(session: OnnxSession, path: string): Descriptor {
  const name = basename(path, ".onnx").toLowerCase();
  const [fixedBatch, channels, height, width] = session.inputDims;
  const size = {
    widthPx: width ?? SIZE_DEFAULT.widthPx,
    heightPx: height ?? SIZE_DEFAULT.heightPx,
  };
  const fits = [size.widthPx, size.heightPx].every(
    (side) => side >= SIDE_PX_MIN && side <= SIDE_PX_MAX,
  );
  if (session.inputNames.length !== 1 || (channels ?? 3) !== 3 || !fits) {
    throw new AppError(
      "invalid",
      `${path} must take RGB pictures, [batch, 3, height, width] with sides of ${SIDE_PX_MIN} to ${SIDE_PX_MAX} px`,
    );
  }
  const scale = name.includes("clip") ? CLIP_REID_SCALE : IMAGENET_SCALE;
  return {
    name,
    size,
    async describe(crops) {
      const atOnce = fixedBatch ?? crops.length;
      const vectors: Float32Array[] = [];
      for (let from = 0; from < crops.length; from += atOnce) {
        const part = crops.slice(from, from + atOnce);
        const pixels = new Float32Array(atOnce * 3 * size.widthPx * size.heightPx);
        pixels.set(toPlanar(part, size, scale));
        vectors.push(
          ...(await vectorsOf(session, { pixels, size, batch: atOnce })).slice(0, part.length),
        );
      }
      return vectors;
    },
  };
}

async function vectorsOf(
  session: OnnxSession,
  input: {
    readonly pixels: Float32Array;
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    readonly batch: number;
  },
): Promise<Float32Array[]> {
  const outputs = await session.run(input.pixels, input.size, input.batch);
  for (const { dims, data } of outputs.values()) {
    const length = data.length / input.batch;
    if (dims[0] !== input.batch || length > VECTOR_LENGTH_MAX) continue;
    return Array.from({ length: input.batch }, (_, index) =>
      toUnitLength(data.slice(index * length, (index + 1) * length)),
    );
  }
  throw new AppError(
    "invalid",
    `The appearance model gives no vector of at most ${VECTOR_LENGTH_MAX} values per picture`,
  );
}
