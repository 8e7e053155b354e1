import { AppError } from "../../base/index.ts";
import { OnnxWriter } from "../onnx/writer.ts";
import { readNcnnLayers, type NcnnLayer, NcnnWeights } from "./network.ts";

/** A value of the network under construction: its ONNX name and its channels. */
interface Value {
  readonly name: string;
  readonly channels: number;
}
interface Conversion {
  readonly writer: OnnxWriter;
  readonly weights: NcnnWeights;
  readonly layer: NcnnLayer;
  readonly inputs: readonly Value[];
}

const INPUT_CHANNELS = 3;

/**
 * Converts an ncnn network that turns pictures into pictures. The result takes `images`,
 * `[1, 3, height, width]` RGB of 0..1 in any size, and gives `enlarged`, the same kind, 0..1.
 *
 * @param network text of the `.param` file
 * @param weights bytes of the `.bin` file
 * @throws AppError `invalid` naming what cannot be converted
 */
export function convertNcnnNetwork(network: Uint8Array, weights: Buffer): Uint8Array {
  const writer = new OnnxWriter();
  const stored = new NcnnWeights(weights);
  const values = new Map<string, Value>();
  let last: Value | null = null;
  for (const layer of readNcnnLayers(network)) {
    const inputs = layer.inputs.map((name) => {
      const value = values.get(name);
      if (value) return value;
      throw new AppError("invalid", `Layer ${layer.name} reads ${name}, which nothing wrote`);
    });
    last = convertLayer({ writer, weights: stored, layer, inputs });
    for (const name of layer.outputs) values.set(name, last);
  }
  if (!last || last.channels !== INPUT_CHANNELS || stored.leftBytes > 0) {
    throw new AppError("invalid", "The network does not end in a picture, or leaves weights over");
  }
  const zero = writer.floats(Float32Array.of(0), []);
  const one = writer.floats(Float32Array.of(1), []);
  const from = writer.node("Clip", [last.name, zero, one]);
  writer.output({ name: "enlarged", from, dims: [1, INPUT_CHANNELS, "rows", "columns"] });
  return writer.finish();
}

type Convert = (conversion: Conversion) => Value;

/** Layers by the names of ncnn; numbers of settings are those of its "operators" page. */
const LAYERS: Readonly<Record<string, Convert>> = {
  Input: ({ writer }) => {
    writer.input({ name: "images", dims: [1, INPUT_CHANNELS, "height", "width"] });
    return { name: "images", channels: INPUT_CHANNELS };
  },
  Split: (conversion) => only(conversion),
  Convolution: convolution,
  PReLU: (conversion) => {
    const { writer, weights, layer } = conversion;
    const input = only(conversion);
    const count = layer.numbers.get(0) ?? 0;
    const slopes = writer.floats(weights.plain(count), [count, 1, 1]);
    return { name: writer.node("PRelu", [input.name, slopes]), channels: input.channels };
  },
  PixelShuffle: (conversion) => {
    const input = only(conversion);
    const blocksize = conversion.layer.numbers.get(0) ?? 1;
    const name = conversion.writer.node("DepthToSpace", [input.name], { blocksize, mode: "CRD" });
    return { name, channels: input.channels / blocksize ** 2 };
  },
  Interp: interpolation,
  BinaryOp: (conversion) => {
    const { layer } = conversion;
    if ((layer.numbers.get(0) ?? 0) !== 0 || layer.numbers.get(1)) refuse(layer, "other than a+b");
    return sum(conversion);
  },
  Concat: ({ writer, inputs }) => ({
    name: writer.node(
      "Concat",
      inputs.map(({ name }) => name),
      { axis: 1 },
    ),
    channels: inputs.reduce((count, { channels }) => count + channels, 0),
  }),
  Eltwise: (conversion) => {
    const { layer } = conversion;
    if (layer.numbers.get(0) !== 1) refuse(layer, "other than a sum");
    return sum(conversion, layer.lists.get(1));
  },
};

function convertLayer(conversion: Conversion): Value {
  const { type } = conversion.layer;
  const convert = Object.hasOwn(LAYERS, type) ? LAYERS[type] : undefined;
  return convert ? convert(conversion) : refuse(conversion.layer, "unknown");
}

function refuse(layer: NcnnLayer, what: string): never {
  throw new AppError("invalid", `Layer ${layer.name} of type ${layer.type} is ${what}`);
}

function only({ inputs, layer }: Conversion): Value {
  const [input] = inputs;
  return input && inputs.length === 1 ? input : refuse(layer, "not of one input");
}

function convolution(conversion: Conversion): Value {
  const { writer, weights, layer } = conversion;
  const input = only(conversion);
  const setting = (number: number, otherwise = 0) => layer.numbers.get(number) ?? otherwise;
  const channels = setting(0);
  const side = setting(1);
  if (setting(2, 1) !== 1 || setting(3, 1) !== 1) refuse(layer, "dilated or strided");
  const count = setting(6);
  if (count !== channels * input.channels * side * side) refuse(layer, "of another size");
  const padding = setting(4);
  const operands = [
    input.name,
    writer.floats(weights.flagged(count), [channels, input.channels, side, side]),
  ];
  if (setting(5)) operands.push(writer.floats(weights.plain(channels), [channels]));
  const name = writer.node("Conv", operands, {
    kernel_shape: [side, side],
    pads: [padding, padding, padding, padding],
  });
  return { name: activated(conversion, name), channels };
}

function activated({ writer, layer }: Conversion, name: string): string {
  switch (layer.numbers.get(9) ?? 0) {
    case 0:
      return name;
    case 1:
      return writer.node("Relu", [name]);
    case 2:
      return writer.node("LeakyRelu", [name], { alpha: { float: layer.lists.get(10)?.[0] ?? 0 } });
    default:
      return refuse(layer, "of an activation that is not known");
  }
}

function interpolation(conversion: Conversion): Value {
  const { writer, layer } = conversion;
  const input = only(conversion);
  if (layer.numbers.get(0) !== 1) refuse(layer, "other than the nearest pixel's");
  const factors = [layer.numbers.get(1) ?? 1, layer.numbers.get(2) ?? 1];
  const scales = writer.floats(Float32Array.of(1, 1, ...factors), [4]);
  const name = writer.node("Resize", [input.name, "", scales], {
    mode: "nearest",
    coordinate_transformation_mode: "asymmetric",
    nearest_mode: "floor",
  });
  return { name, channels: input.channels };
}

function sum({ writer, inputs, layer }: Conversion, factors?: readonly number[]): Value {
  const [first, second] = inputs.map(({ name }, index) => {
    const factor = factors?.[index] ?? 1;
    return factor === 1 ? name : writer.node("Mul", [name, scalar(writer, factor)]);
  });
  if (first === undefined || second === undefined || inputs.length > 2) {
    return refuse(layer, "not of two inputs");
  }
  return { name: writer.node("Add", [first, second]), channels: inputs[0]!.channels };
}

function scalar(writer: OnnxWriter, value: number): string {
  return writer.floats(Float32Array.of(value), []);
}
