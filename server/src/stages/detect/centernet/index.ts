/**
 * Detector `centernet`: CenterNet with a MobileNetV3 backbone, 640x384, COCO classes.
 * Source: Zhou, Wang, Krähenbühl, "Objects as Points", 2019, section 4.
 */
import { AppError } from "../../../base/index.ts";
import type { Detection } from "../../../model/index.ts";
import { RAW_RGB } from "../preprocess.ts";
import type { NetworkHead } from "../network-detector.ts";

const CELL_PX = 4;

export const CENTERNET_HEAD: NetworkHead = {
  name: "centernet",
  size: { widthPx: 640, heightPx: 384 },
  normalization: RAW_RGB,
  keepAspect: true,
  minScore: 0.3,
  decode({ outputs, wanted, minScore }) {
    const heatmap = outputs.get("heatmap");
    const extent = outputs.get("extent");
    if (!heatmap || !extent) throw new AppError("invalid", "The model is not our CenterNet");
    const grid = { width: heatmap.dims[3] ?? 0, height: heatmap.dims[2] ?? 0 };
    const cellCount = grid.width * grid.height;
    const found: Detection[] = [];
    for (const { objectClass, index } of wanted) {
      const scores = heatmap.data.subarray(index * cellCount, (index + 1) * cellCount);
      for (let cell = 0; cell < cellCount; cell++) {
        const score = scores[cell]!;
        if (score < minScore || !isPeak(scores, cell, grid)) continue;
        const x = (cell % grid.width) * CELL_PX;
        const y = Math.floor(cell / grid.width) * CELL_PX;
        const side = (k: number) => extent.data[k * cellCount + cell]!;
        found.push({
          objectClass,
          score,
          boxPx: [x - side(0), y - side(1), x + side(2), y + side(3)],
        });
      }
    }
    return found;
  },
};

/** A centre is a cell that none of its eight neighbours exceeds. */
function isPeak(
  scores: Float32Array,
  cell: number,
  grid: { readonly width: number; readonly height: number },
): boolean {
  const x = cell % grid.width;
  const y = (cell - x) / grid.width;
  const score = scores[cell]!;
  for (let row = Math.max(0, y - 1); row <= Math.min(grid.height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(grid.width - 1, x + 1); column++) {
      if (scores[row * grid.width + column]! > score) return false;
    }
  }
  return true;
}
