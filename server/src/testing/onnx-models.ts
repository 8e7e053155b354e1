/**
 * Small networks with the outputs of common exports, for tests: they see red as a person and blue
 * as a dog, so that what they find can be told beforehand. 64x64 px in, 17 classes (COCO's first).
 */
import { OnnxWriter } from "../weights/onnx/writer.ts";

export const SIDE_PX = 64;
const CLASSES = 17;
const PERSON = 0;
const DOG = 16;

/** Weights of one output channel for red, green and blue of 0..1, and its bias. */
type Row = readonly [red: number, green: number, blue: number, bias: number];
const NOTHING: Row = [0, 0, 0, 0];
const NEVER: Row = [0, 0, 0, -100];
/** 1 for the pure colour, below 0 for gray and for the other. */
const RED: Row = [1.6, -0.8, -0.8, -0.6];
const BLUE: Row = [-0.8, -0.8, 1.6, -0.6];

function classRows(none: Row, scale = 1): Row[] {
  const scaled = (row: Row) => row.map((value) => value * scale) as unknown as Row;
  return Array.from({ length: CLASSES }, (_, index) => {
    if (index === PERSON) return scaled(RED);
    return index === DOG ? scaled(BLUE) : none;
  });
}

/** A network under construction: the picture is averaged over cells, then mixed per cell. */
class Builder {
  readonly writer = new OnnxWriter();

  constructor(side: number | string = SIDE_PX) {
    this.writer.input({ name: "images", dims: ["batch", 3, side, side] });
  }

  cells(stridePx: number): string {
    const attributes = { kernel_shape: [stridePx, stridePx], strides: [stridePx, stridePx] };
    return this.writer.node("AveragePool", ["images"], attributes);
  }

  mix(cells: string, rows: readonly Row[], { isBgr = false, unit = 1 } = {}): string {
    const weights = rows.flatMap(([red, green, blue]) => {
      const planes = isBgr ? [blue, green, red] : [red, green, blue];
      return planes.map((weight) => weight / unit);
    });
    const weight = this.writer.floats(Float32Array.from(weights), [rows.length, 3, 1, 1]);
    const bias = this.writer.floats(Float32Array.from(rows.map((row) => row[3])), [rows.length]);
    return this.writer.node("Conv", [cells, weight, bias], { kernel_shape: [1, 1] });
  }

  /** Between 0 and 1. */
  bounded(value: string): string {
    const zero = this.writer.floats(Float32Array.of(0), []);
    const one = this.writer.floats(Float32Array.of(1), []);
    return this.writer.node("Clip", [value, zero, one]);
  }

  reshape(value: string, dims: readonly number[]): string {
    return this.writer.node("Reshape", [value, this.writer.integers(dims)]);
  }

  concat(values: readonly string[], axis: number): string {
    return this.writer.node("Concat", values, { axis });
  }

  transpose(value: string): string {
    return this.writer.node("Transpose", [value], { perm: [0, 2, 1] });
  }

  output(name: string, from: string, dims: readonly (number | string)[]): this {
    this.writer.output({ name, from, dims });
    return this;
  }

  finish(): Uint8Array {
    return this.writer.finish();
  }
}

/** Red fills cells of 32 px, blue cells of 8 px; the level between sees nothing. */
export function yoloxModel(): Uint8Array {
  const builder = new Builder();
  const objects = new Map([
    [8, BLUE],
    [16, NEVER],
    [32, RED],
  ]);
  const levels = [...objects].map(([stridePx, objectness]) => {
    const place: Row = [0, 0, 0, 0.5];
    const rows = [place, place, NOTHING, NOTHING, objectness, ...classRows(NOTHING)];
    const mixed = builder.mix(builder.cells(stridePx), rows, { isBgr: true, unit: 255 });
    return builder.reshape(builder.bounded(mixed), [1, rows.length, -1]);
  });
  const all = builder.transpose(builder.concat(levels, 2));
  return builder.output("output", all, [1, 64 + 16 + 4, 5 + CLASSES]).finish();
}

/** Cells of 8 px, each as large as itself. */
export function yolov8Model(): Uint8Array {
  const builder = new Builder();
  const side = SIDE_PX / 8;
  const cells = side * side;
  const boxes = new Float32Array(4 * cells);
  for (let cell = 0; cell < cells; cell++) {
    const centre = [(cell % side) * 8 + 4, Math.floor(cell / side) * 8 + 4];
    [...centre, 8, 8].forEach((value, row) => (boxes[row * cells + cell] = value));
  }
  const scores = builder.bounded(builder.mix(builder.cells(8), classRows(NOTHING)));
  const all = builder.concat(
    [builder.writer.floats(boxes, [1, 4, cells]), builder.reshape(scores, [1, CLASSES, cells])],
    1,
  );
  return builder.output("output0", all, [1, 4 + CLASSES, cells]).finish();
}

/** Four queries, one per quarter of the picture; boxes and logits apart. */
export function rtdetrModel(): Uint8Array {
  const builder = new Builder();
  const quarters = [0, 1, 2, 3].flatMap((quarter) => [
    0.25 + 0.5 * (quarter % 2),
    0.25 + 0.5 * Math.floor(quarter / 2),
    0.5,
    0.5,
  ]);
  const logits = builder.mix(builder.cells(32), classRows(NEVER, 6));
  const rows = builder.transpose(builder.reshape(logits, [1, CLASSES, 4]));
  return builder
    .output("logits", rows, [1, 4, CLASSES])
    .output("pred_boxes", builder.writer.floats(Float32Array.from(quarters), [1, 4, 4]), [1, 4, 4])
    .finish();
}

/** Takes pictures of any size, and answers one query with box and scores side by side. */
export function openSizedRtdetrModel(): Uint8Array {
  const builder = new Builder("side");
  const whole = builder.writer.node("GlobalAveragePool", ["images"]);
  const place: Row = [0, 0, 0, 0.5];
  const rows = [place, place, place, place, ...classRows(NOTHING, 4)];
  const mixed = builder.bounded(builder.mix(whole, rows));
  return builder
    .output("output0", builder.reshape(mixed, [1, 1, rows.length]), [1, 1, rows.length])
    .finish();
}

/** Wants a picture of another shape than a camera has. */
export function grayModel(): Uint8Array {
  const writer = new OnnxWriter();
  writer.input({ name: "gray", dims: [1, 1, SIDE_PX, SIDE_PX] });
  writer.output({ name: "out", from: "gray", dims: [1, 1, SIDE_PX, SIDE_PX] });
  return writer.finish();
}

/**
 * Enlarges four times as small networks do: two convolutions add detail to the nearest pixel.
 * Looks two pixels around; takes pictures of any size.
 */
export function enlargingModel(): Uint8Array {
  const writer = new OnnxWriter();
  writer.input({ name: "images", dims: [1, 3, "height", "width"] });
  const layer = (from: string, inputs: number, outputs: number): string => {
    const count = outputs * inputs * 9;
    // Any weights that sum up to little: what comes out stays near the picture.
    const weights = Float32Array.from({ length: count }, (_, at) => Math.sin(at * 1.7) / 30);
    const operands = [from, writer.floats(weights, [outputs, inputs, 3, 3])];
    return writer.node("Conv", operands, { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  };
  const detail = layer(writer.node("Relu", [layer("images", 3, 8)]), 8, 48);
  const large = writer.node("DepthToSpace", [detail], { blocksize: 4, mode: "CRD" });
  const scales = writer.floats(Float32Array.of(1, 1, 4, 4), [4]);
  const nearest = writer.node("Resize", ["images", "", scales], {
    mode: "nearest",
    coordinate_transformation_mode: "asymmetric",
    nearest_mode: "floor",
  });
  const sum = writer.node("Add", [large, nearest]);
  const bounds = [0, 1].map((bound) => writer.floats(Float32Array.of(bound), []));
  const from = writer.node("Clip", [sum, ...bounds]);
  writer.output({ name: "enlarged", from, dims: [1, 3, "rows", "columns"] });
  return writer.finish();
}
