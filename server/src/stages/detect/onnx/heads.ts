import { AppError } from "../../../base/index.ts";
import type { Detection, DetectorSettings, SizePx } from "../../../model/index.ts";
import { bestClass, type NetworkHead, type WantedClass } from "../network-detector.ts";
import type { Normalization } from "../preprocess.ts";
import type { SessionOutput } from "../../../inference/index.ts";

type Decode = NetworkHead["decode"];
type DecodeOptions = Parameters<Decode>[0];

type ModelHead = NonNullable<DetectorSettings["head"]>;

export interface HeadKind {
  readonly normalization: Normalization;
  readonly keepAspect: boolean;
  readonly minScore: number;
  readonly decode: (size: SizePx) => Decode;
}

const UNIT = 1 / 255;
const RAW_BGR: Normalization = { order: "bgr", mean: [0, 0, 0], factor: [1, 1, 1] };
const UNIT_RGB: Normalization = { order: "rgb", mean: [0, 0, 0], factor: [UNIT, UNIT, UNIT] };

/** Output layouts of common exports with the 80 COCO classes. */
export const HEADS: Readonly<Record<ModelHead, HeadKind>> = {
  /** `[1, cells, 5 + classes]`, boxes relative to cells of 8, 16 and 32 px. */
  yolox: { normalization: RAW_BGR, keepAspect: true, minScore: 0.4, decode: decodeYolox },
  /** `[1, 4 + classes, cells]`, boxes as centre and size in pixels. */
  yolov8: { normalization: UNIT_RGB, keepAspect: true, minScore: 0.35, decode: () => decodeYolov8 },
  /** Boxes `[1, queries, 4]` in shares of the picture, logits `[1, queries, classes]`; or as one. */
  rtdetr: { normalization: UNIT_RGB, keepAspect: false, minScore: 0.4, decode: decodeRtdetr },
};

const STRIDES_PX = [8, 16, 32] as const;

function wrongLayout(head: string, outputs: DecodeOptions["outputs"], expected: string): AppError {
  const got = [...outputs.values()].map(({ dims }) => `[${dims.join(", ")}]`).join(" and ");
  return new AppError(
    "invalid",
    `The model does not fit head ${head}: expected an output ${expected}, got ${got || "no numbers"}`,
  );
}

function onlyOutput(outputs: DecodeOptions["outputs"]): SessionOutput | null {
  const [first] = outputs.values();
  return first?.dims.length === 3 ? first : null;
}

function decodeYolox(size: SizePx): Decode {
  return ({ outputs, wanted, minScore }) => {
    const output = onlyOutput(outputs);
    const width = output?.dims[2] ?? 0;
    const cells = STRIDES_PX.map((px) => (size.widthPx / px) * (size.heightPx / px));
    const expected = cells.reduce((sum, count) => sum + count, 0);
    if (output?.dims[1] !== expected || width < 6) {
      throw wrongLayout("yolox", outputs, `[1, ${expected}, 5 + classes]`);
    }
    const { data } = output;
    const found: Detection[] = [];
    let row = 0;
    STRIDES_PX.forEach((stridePx, level) => {
      const columns = size.widthPx / stridePx;
      for (let cell = 0; cell < cells[level]!; cell++, row++) {
        const at = row * width;
        const objectness = data[at + 4]!;
        if (objectness < minScore) continue;
        const best = classIn(wanted, width - 5, (index) => objectness * data[at + 5 + index]!);
        if (!best || best.score < minScore) continue;
        const centerX = (data[at]! + (cell % columns)) * stridePx;
        const centerY = (data[at + 1]! + Math.floor(cell / columns)) * stridePx;
        const halfWidth = (Math.exp(data[at + 2]!) * stridePx) / 2;
        const halfHeight = (Math.exp(data[at + 3]!) * stridePx) / 2;
        found.push({ ...best, boxPx: around(centerX, centerY, halfWidth, halfHeight) });
      }
    });
    return found;
  };
}

function decodeYolov8({ outputs, wanted, minScore }: DecodeOptions): Detection[] {
  const output = onlyOutput(outputs);
  const [, rows = 0, cells = 0] = output?.dims ?? [];
  if (!output || rows < 5 || rows > cells) {
    throw wrongLayout("yolov8", outputs, "[1, 4 + classes, cells]");
  }
  const { data } = output;
  const found: Detection[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const best = classIn(wanted, rows - 4, (index) => data[(4 + index) * cells + cell]!);
    if (!best || best.score < minScore) continue;
    const at = (row: number) => data[row * cells + cell]!;
    found.push({ ...best, boxPx: around(at(0), at(1), at(2) / 2, at(3) / 2) });
  }
  return found;
}

function decodeRtdetr(size: SizePx): Decode {
  return ({ outputs, wanted, minScore }) => {
    const { boxes, classes, hasLogits } = queriesOf(outputs);
    const found: Detection[] = [];
    for (let query = 0; query < boxes.count; query++) {
      const scoreOf = (index: number) => {
        const value = classes.at(query, index);
        return hasLogits ? 1 / (1 + Math.exp(-value)) : value;
      };
      const best = classIn(wanted, classes.width, scoreOf);
      if (!best || best.score < minScore) continue;
      const centerX = boxes.at(query, 0) * size.widthPx;
      const centerY = boxes.at(query, 1) * size.heightPx;
      const halfWidth = (boxes.at(query, 2) * size.widthPx) / 2;
      const halfHeight = (boxes.at(query, 3) * size.heightPx) / 2;
      found.push({ ...best, boxPx: around(centerX, centerY, halfWidth, halfHeight) });
    }
    return found;
  };
}

interface Table {
  readonly count: number;
  readonly width: number;
  at(row: number, column: number): number;
}

function table(output: SessionOutput, from = 0): Table {
  const stride = output.dims[2]!;
  return {
    count: output.dims[1]!,
    width: stride - from,
    at: (row, column) => output.data[row * stride + from + column]!,
  };
}

/** One output holds boxes and scores side by side; two hold boxes and logits apart. */
function queriesOf(outputs: DecodeOptions["outputs"]) {
  const tables = [...outputs.values()].filter(({ dims }) => dims.length === 3);
  const boxes = tables.find(({ dims }) => dims[2] === 4);
  const logits = tables.find(({ dims }) => dims[2]! > 4);
  if (boxes && logits) return { boxes: table(boxes), classes: table(logits), hasLogits: true };
  if (!logits) {
    throw wrongLayout("rtdetr", outputs, "[1, queries, 4 + classes], or boxes and logits apart");
  }
  return { boxes: table(logits), classes: table(logits, 4), hasLogits: false };
}

/** A model with fewer classes than COCO simply never reports the rest. */
function classIn(
  wanted: readonly WantedClass[],
  classCount: number,
  scoreOf: (index: number) => number,
) {
  return bestClass(
    wanted.filter(({ index }) => index < classCount),
    scoreOf,
  );
}

function around(x: number, y: number, halfWidth: number, halfHeight: number): Detection["boxPx"] {
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}
