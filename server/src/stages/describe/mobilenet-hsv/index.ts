/**
 * Descriptor `mobilenet-hsv`: features of a small network that knows things of a thousand kinds,
 * beside the colours of `hsv`. The network sees texture and survives another light, the colours
 * tell similar clothes apart; together they are better than either.
 */
import { AppError } from "../../../base/index.ts";
import type { OnnxSession, SessionOutput } from "../../../inference/index.ts";
import type { SizePx } from "../../../model/index.ts";
import { joinVectors, toUnitLength, type Crop, type Descriptor } from "../descriptor.ts";
import { HSV_DESCRIPTOR, hsvStripes } from "../hsv/index.ts";
import { toPlanar } from "../planar.ts";

/** The network takes pixels 0..1 and scales them itself. */
const PIXEL_SCALE = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;

/**
 * Of the similarity. Measured on recorded and simulated people (`npm run bench -- appearance`):
 * with more the simulated ones, who differ in colour alone, are told apart worse; with less,
 * people under a light of another colour.
 */
const NETWORK_SHARE = 0.3;

export function createMobilenetHsv(session: OnnxSession): Descriptor {
  const { size } = HSV_DESCRIPTOR;
  return {
    name: "mobilenet-hsv",
    size,
    async describe(crops) {
      const pixels = toPlanar(crops, size, PIXEL_SCALE);
      const features = (await session.run(pixels, size, crops.length)).get("features");
      if (features?.dims.length !== 4) {
        throw new AppError("invalid", "The MobileNet model has no output features of four axes");
      }
      return crops.map((crop, index) =>
        joinVectors([
          { vector: poolFeatures(features, index, crop), share: NETWORK_SHARE },
          { vector: hsvStripes(crop), share: 1 - NETWORK_SHARE },
        ]),
      );
    },
  };
}

/** Mean of each channel over the cells of one crop, each cell counting by its pixels' weights. */
function poolFeatures(features: SessionOutput, index: number, crop: Crop): Float32Array {
  const [, channels = 0, rows = 1, columns = 1] = features.dims;
  const cellWeights = weightsOfCells(crop, { rows, columns, size: crop.size });
  const pooled = new Float32Array(channels);
  const cells = rows * columns;
  for (let channel = 0; channel < channels; channel++) {
    const start = (index * channels + channel) * cells;
    let sum = 0;
    for (let cell = 0; cell < cells; cell++) {
      sum += features.data[start + cell]! * cellWeights[cell]!;
    }
    pooled[channel] = sum;
  }
  return toUnitLength(pooled);
}

function weightsOfCells(
  crop: Crop,
  grid: { readonly rows: number; readonly columns: number; readonly size: SizePx },
): Float32Array {
  const { rows, columns, size } = grid;
  const sums = new Float32Array(rows * columns);
  for (let y = 0; y < size.heightPx; y++) {
    const row = Math.floor((y * rows) / size.heightPx) * columns;
    for (let x = 0; x < size.widthPx; x++) {
      sums[row + Math.floor((x * columns) / size.widthPx)]! += crop.weights[y * size.widthPx + x]!;
    }
  }
  return sums;
}
