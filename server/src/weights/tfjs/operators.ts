import { AppError } from "../../base/index.ts";
import type { OnnxAttribute } from "../onnx/writer.ts";
import type { ConversionContext, Layout } from "./convert.ts";
import {
  flagAttribute,
  numberAttribute,
  numberListAttribute,
  textAttribute,
  textListAttribute,
  type ConstTensor,
  type GraphNode,
} from "./graph.ts";

type Convert = (context: ConversionContext, node: GraphNode) => void;
type Attributes = Record<string, OnnxAttribute>;

/** Where axis 0..3 of NHWC stands in NCHW. */
const CHANNELS_FIRST_AXIS = [0, 2, 3, 1] as const;

/** One converter per TensorFlow operator that the models we fetch use. */
export const OPERATORS: Readonly<Record<string, Convert>> = {
  Identity: (context, node) => context.setValue(node.name, context.value(input(node, 0))),
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: convolution,
  FusedDepthwiseConv2dNative: convolution,
  BiasAdd: elementwise("Add"),
  Add: elementwise("Add"),
  AddV2: elementwise("Add"),
  Sub: elementwise("Sub"),
  Mul: elementwise("Mul"),
  Relu: activate,
  Relu6: activate,
  LeakyRelu: activate,
  Sigmoid: activate,
  Mean: mean,
  FusedBatchNormV3: batchNormalization,
  MaxPool: maxPool,
  ResizeBilinear: resize,
  ResizeNearestNeighbor: resize,
  ConcatV2: concat,
  Split: split,
  SplitV: split,
  Transpose: transpose,
  Reshape: reshape,
  Pad: pad,
  PadV2: pad,
  SparseToDense: sparseToDense,
};

function input(node: GraphNode, index: number): string {
  const reference = node.inputs[index];
  if (reference === undefined) {
    throw new AppError("unsupported", `Node ${node.name} has no input ${index}`);
  }
  return reference;
}

/** TensorFlow's SAME puts the odd pixel at the end, which ONNX calls SAME_UPPER. */
function padding(node: GraphNode): Attributes {
  const kind = textAttribute(node, "padding");
  if (kind === "SAME") return { auto_pad: "SAME_UPPER" };
  if (kind === "VALID") return { auto_pad: "VALID" };
  const explicit = numberListAttribute(node, "explicit_paddings");
  return { pads: [explicit[2]!, explicit[4]!, explicit[3]!, explicit[5]!] };
}

function convolution(context: ConversionContext, node: GraphNode): void {
  const isDepthwise = node.op.includes("Depthwise");
  const filter = context.constant(input(node, 1));
  const [height = 1, width = 1, channels = 1] = filter.shape;
  const weights = isDepthwise ? depthwiseWeights(filter) : filterWeights(filter);
  const names = [
    context.nameOf(context.value(input(node, 0)), "channels-first"),
    context.onnx.floats(weights.values as Float32Array, weights.shape),
  ];
  const fused = textListAttribute(node, "fused_ops");
  const hasBias = fused[0] === "BiasAdd";
  if (hasBias) names.push(context.nameOf(context.value(input(node, 2)), "as-written"));
  const strides = numberListAttribute(node, "strides");
  const dilations = numberListAttribute(node, "dilations");
  let name = context.onnx.node("Conv", names, {
    ...padding(node),
    strides: [strides[1] ?? 1, strides[2] ?? 1],
    dilations: [dilations[1] ?? 1, dilations[2] ?? 1],
    kernel_shape: [height, width],
    group: isDepthwise ? channels : 1,
  });
  for (const activation of fused.slice(hasBias ? 1 : 0)) {
    name = applyActivation(context, node, { operator: activation, name });
  }
  context.set(node.name, name, "channels-first", 4);
}

/** HWIO to OIHW. */
function filterWeights(filter: ConstTensor): ConstTensor {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = filter.shape;
  return permute(
    filter,
    [outputs, inputs, height, width],
    (o, i, y, x) => ((y * width + x) * inputs + i) * outputs + o,
  );
}

/** HWCM (M outputs per channel) to (C*M)1HW. */
function depthwiseWeights(filter: ConstTensor): ConstTensor {
  const [height = 1, width = 1, channels = 1, multiplier = 1] = filter.shape;
  return permute(filter, [channels * multiplier, 1, height, width], (o, _one, y, x) => {
    const channel = Math.floor(o / multiplier);
    return ((y * width + x) * channels + channel) * multiplier + (o % multiplier);
  });
}

function permute(
  tensor: ConstTensor,
  shape: readonly [number, number, number, number],
  sourceIndex: (a: number, b: number, c: number, d: number) => number,
): ConstTensor {
  const values = new Float32Array(tensor.values.length);
  let index = 0;
  for (let a = 0; a < shape[0]; a++)
    for (let b = 0; b < shape[1]; b++)
      for (let c = 0; c < shape[2]; c++)
        for (let d = 0; d < shape[3]; d++)
          values[index++] = tensor.values[sourceIndex(a, b, c, d)]!;
  return { shape, type: "float32", values };
}

function applyActivation(
  context: ConversionContext,
  node: GraphNode,
  value: { readonly operator: string; readonly name: string },
): string {
  const { operator, name } = value;
  if (operator === "Relu6") {
    const low = context.onnx.floats(Float32Array.of(0), []);
    const high = context.onnx.floats(Float32Array.of(6), []);
    return context.onnx.node("Clip", [name, low, high]);
  }
  if (operator === "LeakyRelu") {
    const alpha = numberAttribute(node, "leakyrelu_alpha") ?? numberAttribute(node, "alpha") ?? 0.2;
    return context.onnx.node("LeakyRelu", [name], { alpha: { float: alpha } });
  }
  if (operator === "Relu" || operator === "Sigmoid") return context.onnx.node(operator, [name]);
  throw new AppError("unsupported", `Cannot convert activation ${operator} of ${node.name}`);
}

function activate(context: ConversionContext, node: GraphNode): void {
  const value = context.value(input(node, 0));
  const layout = context.layout(value);
  const name = applyActivation(context, node, {
    operator: node.op,
    name: context.nameOf(value, layout),
  });
  context.set(node.name, name, layout, context.rank(value));
}

const FOLD: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
};

function elementwise(operator: "Add" | "Sub" | "Mul"): Convert {
  return (context, node) => {
    const left = context.value(input(node, 0));
    const right = context.value(input(node, 1));
    if (left.kind === "constant" && right.kind === "constant") {
      const tensor = fold(left.tensor, right.tensor, FOLD[operator]!);
      return context.setValue(node.name, { kind: "constant", tensor });
    }
    const layout: Layout =
      context.layout(left) === "channels-first" || context.layout(right) === "channels-first"
        ? "channels-first"
        : "as-written";
    const names = [context.nameOf(left, layout), context.nameOf(right, layout)];
    const rank = Math.max(context.rank(left), context.rank(right));
    context.set(node.name, context.onnx.node(operator, names), layout, rank);
  };
}

/** Folds two constants, of which one may be a single number. */
function fold(
  left: ConstTensor,
  right: ConstTensor,
  combine: (a: number, b: number) => number,
): ConstTensor {
  const larger = left.values.length >= right.values.length ? left : right;
  if (
    left.values.length !== right.values.length &&
    Math.min(left.values.length, right.values.length) > 1
  ) {
    throw new AppError("unsupported", "Cannot fold constants of different shapes");
  }
  const at = (tensor: ConstTensor, index: number) =>
    tensor.values[tensor.values.length === 1 ? 0 : index]!;
  const values = larger.values.slice();
  for (let index = 0; index < values.length; index++) {
    values[index] = combine(at(left, index), at(right, index));
  }
  return { shape: larger.shape, type: larger.type, values };
}

function mean(context: ConversionContext, node: GraphNode): void {
  const value = context.value(input(node, 0));
  const axes = context.numbers(input(node, 1)).map((axis) => (axis < 0 ? axis + 4 : axis));
  if (context.layout(value) !== "channels-first" || axes.join() !== "1,2") {
    throw new AppError("unsupported", `Mean of ${node.name} must run over height and width`);
  }
  const name = context.onnx.node("GlobalAveragePool", [context.nameOf(value, "channels-first")]);
  if (flagAttribute(node, "keep_dims")) return context.set(node.name, name, "channels-first", 4);
  context.set(node.name, context.onnx.node("Flatten", [name], { axis: 1 }), "as-written", 2);
}

function batchNormalization(context: ConversionContext, node: GraphNode): void {
  const names = [context.nameOf(context.value(input(node, 0)), "channels-first")];
  for (let index = 1; index < 5; index++) {
    names.push(context.nameOf(context.value(input(node, index)), "as-written"));
  }
  const epsilon = { float: numberAttribute(node, "epsilon") ?? 1e-3 };
  const name = context.onnx.node("BatchNormalization", names, { epsilon });
  context.set(node.name, name, "channels-first", 4);
}

function maxPool(context: ConversionContext, node: GraphNode): void {
  const kernel = numberListAttribute(node, "ksize");
  const strides = numberListAttribute(node, "strides");
  const value = context.nameOf(context.value(input(node, 0)), "channels-first");
  const name = context.onnx.node("MaxPool", [value], {
    ...padding(node),
    kernel_shape: [kernel[1] ?? 1, kernel[2] ?? 1],
    strides: [strides[1] ?? 1, strides[2] ?? 1],
  });
  context.set(node.name, name, "channels-first", 4);
}

function resize(context: ConversionContext, node: GraphNode): void {
  const [height = 1, width = 1] = context.numbers(input(node, 1));
  const [toHeight, toWidth] = context.spec.mapResize?.([height, width]) ?? [height, width];
  const value = context.nameOf(context.value(input(node, 0)), "channels-first");
  const mode = flagAttribute(node, "align_corners")
    ? "align_corners"
    : flagAttribute(node, "half_pixel_centers")
      ? "half_pixel"
      : "asymmetric";
  const isLinear = node.op === "ResizeBilinear";
  const name = context.onnx.node(
    "Resize",
    [value, "", "", context.onnx.integers([toHeight, toWidth])],
    {
      mode: isLinear ? "linear" : "nearest",
      coordinate_transformation_mode: mode,
      ...(isLinear ? {} : { nearest_mode: "floor" }),
      axes: [2, 3],
    },
  );
  context.set(node.name, name, "channels-first", 4);
}

function concat(context: ConversionContext, node: GraphNode): void {
  const values = node.inputs.slice(0, -1).map((reference) => context.value(reference));
  const rank = context.rank(values[0]!);
  const [written = 0] = context.numbers(input(node, node.inputs.length - 1));
  const axis = written < 0 ? written + rank : written;
  const isChannelsFirst = values.some((value) => context.layout(value) === "channels-first");
  const layout: Layout = rank === 4 && isChannelsFirst ? "channels-first" : "as-written";
  const name = context.onnx.node(
    "Concat",
    values.map((value) => context.nameOf(value, layout)),
    { axis: axisIn(layout, axis) },
  );
  context.set(node.name, name, layout, rank);
}

function axisIn(layout: Layout, axis: number): number {
  return layout === "channels-first" ? CHANNELS_FIRST_AXIS[axis]! : axis;
}

function split(context: ConversionContext, node: GraphNode): void {
  const hasSizes = node.op === "SplitV";
  const value = context.value(input(node, hasSizes ? 0 : 1));
  const [written = 0] = context.numbers(input(node, hasSizes ? 2 : 0));
  const layout = context.layout(value);
  const axis = axisIn(layout, written < 0 ? written + context.rank(value) : written);
  const sizes = hasSizes ? context.numbers(input(node, 1)) : undefined;
  const outputCount = sizes?.length ?? numberAttribute(node, "num_split") ?? 1;
  const names = [context.nameOf(value, layout)];
  if (sizes) names.push(context.onnx.integers(sizes));
  const attributes: Attributes = sizes ? { axis } : { axis, num_outputs: outputCount };
  const outputs = context.onnx.nodeWithOutputs("Split", names, { attributes, outputCount });
  outputs.forEach((name, index) => {
    const key = index === 0 ? node.name : `${node.name}:${index}`;
    context.set(key, name, layout, context.rank(value));
  });
}

function transpose(context: ConversionContext, node: GraphNode): void {
  const value = context.value(input(node, 0));
  const order = context.numbers(input(node, 1)).join();
  const layout = context.layout(value);
  // These two only rename the axes of what already lies in memory as NCHW.
  if (order === "0,3,1,2" && layout === "channels-first") {
    return context.set(node.name, context.nameOf(value, layout), "as-written", 4);
  }
  if (order === "0,2,3,1" && layout === "as-written") {
    return context.set(node.name, context.nameOf(value, layout), "channels-first", 4);
  }
  const perm = context.numbers(input(node, 1));
  const name = context.onnx.node("Transpose", [context.nameOf(value, "as-written")], { perm });
  context.set(node.name, name, "as-written", context.rank(value));
}

function reshape(context: ConversionContext, node: GraphNode): void {
  const written = context.numbers(input(node, 1));
  const shape = context.spec.mapReshape?.(written) ?? written;
  const value = context.nameOf(context.value(input(node, 0)), "as-written");
  const name = context.onnx.node("Reshape", [value, context.onnx.integers(shape)]);
  context.set(node.name, name, "as-written", shape.length);
}

function pad(context: ConversionContext, node: GraphNode): void {
  const value = context.value(input(node, 0));
  const rank = context.rank(value);
  const layout = context.layout(value);
  const pairs = context.numbers(input(node, 1));
  const fill = node.op === "PadV2" ? context.numbers(input(node, 2))[0]! : 0;
  const pads = new Array<number>(rank * 2);
  for (let axis = 0; axis < rank; axis++) {
    const to = axisIn(layout, axis);
    pads[to] = pairs[2 * axis]!;
    pads[rank + to] = pairs[2 * axis + 1]!;
  }
  const names = [
    context.nameOf(value, layout),
    context.onnx.integers(pads),
    context.onnx.floats(Float32Array.of(fill), []),
  ];
  const name = context.onnx.node("Pad", names, { mode: "constant" });
  context.set(node.name, name, layout, rank);
}

/** Only with constants: becomes the dense constant. */
function sparseToDense(context: ConversionContext, node: GraphNode): void {
  const indices = context.constant(input(node, 0));
  const shape = context.numbers(input(node, 1));
  const filled = context.constant(input(node, 2)).values;
  const [background = 0] = context.numbers(input(node, 3));
  const values = new Int32Array(shape.reduce((product, dim) => product * dim, 1)).fill(background);
  const count = indices.values.length / Math.max(1, shape.length);
  for (let entry = 0; entry < count; entry++) {
    let offset = 0;
    shape.forEach((dim, axis) => {
      offset = offset * dim + indices.values[entry * shape.length + axis]!;
    });
    values[offset] = filled[filled.length === 1 ? 0 : entry]!;
  }
  context.setValue(node.name, { kind: "constant", tensor: { shape, type: "int32", values } });
}
