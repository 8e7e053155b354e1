/**
 * Detector `nanodet`: NanoDet-g, 512x320, COCO classes.
 * Source: Li et al., "Generalized Focal Loss", 2020: each side is a distribution over 11 bins.
 */
import { AppError } from "../../../base/index.ts";
import type { Detection, PixelBox } from "../../../model/index.ts";
import { bestClass, type NetworkHead } from "../network-detector.ts";

const WIDTH_PX = 512;
const CLASSES = 80;
const BINS = 11;
const CELLS_PX = [8, 16, 32] as const;

export const NANODET_HEAD: NetworkHead = {
  name: "nanodet",
  size: { widthPx: WIDTH_PX, heightPx: 320 },
  normalization: {
    order: "bgr",
    mean: [103.53, 116.28, 123.675],
    factor: [1 / 57.375, 1 / 57.12, 1 / 58.395],
  },
  keepAspect: true,
  minScore: 0.4,
  decode({ outputs, wanted, minScore }) {
    const found: Detection[] = [];
    for (const cellPx of CELLS_PX) {
      const scores = outputs.get(`scores${cellPx}`)?.data;
      const sides = outputs.get(`boxes${cellPx}`)?.data;
      if (!scores || !sides) throw new AppError("invalid", "The model is not our NanoDet");
      for (let row = 0; row < scores.length / CLASSES; row++) {
        const best = bestClass(wanted, (index) => scores[row * CLASSES + index]!);
        if (!best || best.score < minScore) continue;
        found.push({ ...best, boxPx: boxOf(sides, { row, cellPx }) });
      }
    }
    return found;
  },
};

function boxOf(sides: Float32Array, cell: { row: number; cellPx: number }): PixelBox {
  const columns = WIDTH_PX / cell.cellPx;
  const x = ((cell.row % columns) + 0.5) * cell.cellPx;
  const y = (Math.floor(cell.row / columns) + 0.5) * cell.cellPx;
  const side = (index: number) => expectation(sides, (cell.row * 4 + index) * BINS) * cell.cellPx;
  return [x - side(0), y - side(1), x + side(2), y + side(3)];
}

/** Mean bin under a softmax over the bins from `start`. */
function expectation(values: Float32Array, start: number): number {
  let sum = 0;
  let weighted = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const weight = Math.exp(values[start + bin]!);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}
