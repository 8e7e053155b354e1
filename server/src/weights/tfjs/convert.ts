import { AppError } from "../../base/index.ts";
import { OnnxWriter } from "../onnx/writer.ts";
import { OPERATORS } from "./operators.ts";
import type { ConstTensor, GraphNode, TfjsGraph } from "./graph.ts";

/**
 * How a tensor's axes lie in memory. TensorFlow graphs think in NHWC; ONNX convolutions want NCHW.
 * `as-written`: the axes stand as the graph says. `channels-first`: a tensor that the graph calls
 * NHWC lies in memory as NCHW. Tracking this instead of transposing around every convolution
 * leaves no transposes in the result.
 */
export type Layout = "as-written" | "channels-first";

export interface TensorValue {
  readonly kind: "tensor";
  readonly name: string;
  readonly layout: Layout;
  readonly rank: number;
}
export interface ConstValue {
  readonly kind: "constant";
  readonly tensor: ConstTensor;
}
export type Value = TensorValue | ConstValue;

export interface ConversionInput {
  readonly node: string;
  readonly name: string;
  /** A named axis is left open, e.g. `"batch"`. */
  readonly dims: readonly (number | string)[];
  readonly layout: Layout;
}
export interface ConversionOutput {
  readonly node: string;
  readonly name: string;
  readonly dims: readonly (number | string)[];
  readonly layout: Layout;
}
export interface ConversionSpec {
  readonly inputs: readonly ConversionInput[];
  /** The graph is cut behind these nodes; what they do not need is left out. */
  readonly outputs: readonly ConversionOutput[];
  /** Maps the size `[height, width]` a resize was exported with to the one of this conversion. */
  readonly mapResize?: (size: readonly [number, number]) => readonly [number, number];
  /** Maps the shape a reshape was exported with to the one of this conversion. */
  readonly mapReshape?: (shape: readonly number[]) => readonly number[];
}

/**
 * Converts a TF.js graph to ONNX bytes.
 *
 * @throws AppError `unsupported` naming the operator or node that we cannot convert
 */
export function convertTfjsGraph(graph: TfjsGraph, spec: ConversionSpec): Uint8Array {
  const context = new ConversionContext(graph, spec);
  for (const output of spec.outputs) {
    const from = context.nameOf(context.value(output.node), output.layout);
    context.onnx.output({ name: output.name, dims: output.dims, from });
  }
  return context.onnx.finish();
}

const OUTPUT_SUFFIX = /^(.*):(\d+)$/;
const CHANNELS_FIRST = [0, 3, 1, 2] as const;
const CHANNELS_LAST = [0, 2, 3, 1] as const;

/** What an operator converter works with: earlier values, constants and the writer. */
export class ConversionContext {
  readonly onnx = new OnnxWriter();
  readonly spec: ConversionSpec;
  readonly #graph: TfjsGraph;
  readonly #values = new Map<string, Value>();
  readonly #constantNames = new Map<ConstTensor, Map<Layout, string>>();

  constructor(graph: TfjsGraph, spec: ConversionSpec) {
    this.#graph = graph;
    this.spec = spec;
    for (const input of spec.inputs) {
      this.onnx.input({ name: input.name, dims: input.dims });
      const { name, layout, dims } = input;
      this.#values.set(input.node, { kind: "tensor", name, layout, rank: dims.length });
    }
  }

  /** The value an input reference stands for; converts the node that makes it when needed. */
  value(reference: string): Value {
    const match = OUTPUT_SUFFIX.exec(reference);
    const nodeName = match ? match[1]! : reference;
    const key = match && match[2] !== "0" ? reference : nodeName;
    const known = this.#values.get(key);
    if (known) return known;
    this.#convertNode(nodeName);
    const made = this.#values.get(key);
    if (!made) throw new AppError("unsupported", `Node ${nodeName} does not make ${reference}`);
    return made;
  }

  constant(reference: string): ConstTensor {
    const value = this.value(reference);
    if (value.kind === "constant") return value.tensor;
    throw new AppError("unsupported", `Input ${reference} must be a constant`);
  }

  numbers(reference: string): number[] {
    return Array.from(this.constant(reference).values);
  }

  rank(value: Value): number {
    return value.kind === "constant" ? value.tensor.shape.length : value.rank;
  }

  layout(value: Value): Layout {
    return value.kind === "constant" ? "as-written" : value.layout;
  }

  /** Name of the value in the wanted layout; inserts a transpose only when it must. */
  nameOf(value: Value, layout: Layout): string {
    if (value.kind === "constant") return this.#constantName(value.tensor, layout);
    if (value.rank !== 4 || value.layout === layout) return value.name;
    const perm = layout === "channels-first" ? CHANNELS_FIRST : CHANNELS_LAST;
    return this.onnx.node("Transpose", [value.name], { perm });
  }

  set(key: string, name: string, layout: Layout, rank: number): void {
    this.#values.set(key, { kind: "tensor", name, layout, rank });
  }

  setValue(key: string, value: Value): void {
    this.#values.set(key, value);
  }

  #convertNode(name: string): void {
    const node = this.#graph.nodes.get(name);
    if (!node) throw new AppError("unsupported", `The graph has no node ${name}`);
    if (node.op === "Const") return this.#setConst(node);
    const convert = OPERATORS[node.op];
    if (!convert) throw new AppError("unsupported", `Cannot convert ${node.op} of node ${name}`);
    convert(this, node);
  }

  #setConst(node: GraphNode): void {
    const tensor = this.#graph.weights.get(node.name);
    if (!tensor) throw new AppError("unsupported", `Constant ${node.name} has no weights`);
    this.#values.set(node.name, { kind: "constant", tensor });
  }

  #constantName(tensor: ConstTensor, layout: Layout): string {
    const names = this.#constantNames.get(tensor) ?? new Map<Layout, string>();
    this.#constantNames.set(tensor, names);
    const known = names.get(layout);
    if (known) return known;
    const arranged = layout === "channels-first" ? channelsFirst(tensor) : tensor;
    const name =
      arranged.values instanceof Int32Array
        ? this.onnx.integers(Array.from(arranged.values), arranged.shape)
        : this.onnx.floats(arranged.values, arranged.shape);
    names.set(layout, name);
    return name;
  }
}

/** NHWC constants become NCHW; vectors over channels become `[C, 1, 1]` so that they broadcast. */
function channelsFirst(tensor: ConstTensor): ConstTensor {
  const [first = 1, height = 1, width = 1, channels = 1] = tensor.shape;
  if (tensor.shape.length === 1 && first > 1) return { ...tensor, shape: [first, 1, 1] };
  if (tensor.shape.length !== 4) return tensor;
  const values = new Float32Array(tensor.values.length);
  for (let n = 0; n < first; n++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let c = 0; c < channels; c++) {
        const from = (n * height * width + pixel) * channels + c;
        values[(n * channels + c) * height * width + pixel] = tensor.values[from]!;
      }
    }
  }
  return { shape: [first, channels, height, width], type: "float32", values };
}
