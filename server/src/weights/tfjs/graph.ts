import { AppError } from "../../base/index.ts";

/** A weight or constant of a TF.js graph, in TensorFlow's own layout. */
export interface ConstTensor {
  readonly shape: readonly number[];
  readonly type: "float32" | "int32";
  readonly values: Float32Array | Int32Array;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Data inputs; control inputs are left out. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface TfjsGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly weights: ReadonlyMap<string, ConstTensor>;
}

interface WeightSpec {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; scale?: number; min?: number };
}
interface ModelJson {
  modelTopology: {
    node: { name: string; op: string; input?: string[]; attr?: Record<string, unknown> }[];
  };
  weightsManifest: { paths: string[]; weights: WeightSpec[] }[];
}

/**
 * Reads a TF.js graph model: its JSON description and the weight files that it names.
 *
 * @throws AppError `invalid` when the weights do not fit their description
 */
export function readTfjsGraph(
  description: Uint8Array,
  readWeightFile: (path: string) => Uint8Array,
): TfjsGraph {
  const model = JSON.parse(Buffer.from(description).toString("utf8")) as ModelJson;
  const nodes = new Map<string, GraphNode>();
  for (const node of model.modelTopology.node) {
    const inputs = (node.input ?? []).filter((input) => !input.startsWith("^"));
    nodes.set(node.name, { name: node.name, op: node.op, inputs, attributes: node.attr ?? {} });
  }
  const weights = new Map<string, ConstTensor>();
  for (const group of model.weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readWeightFile(path)));
    let offset = 0;
    for (const spec of group.weights) {
      const { tensor, byteLength } = readWeight(spec, bytes.subarray(offset));
      weights.set(spec.name, tensor);
      offset += byteLength;
    }
  }
  return { nodes, weights };
}

/** Paths of the weight files that a description names, relative to it. */
export function weightFilesOf(description: Uint8Array): readonly string[] {
  const model = JSON.parse(Buffer.from(description).toString("utf8")) as ModelJson;
  return model.weightsManifest.flatMap(({ paths }) => paths);
}

const BYTES_PER_VALUE: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

function readWeight(spec: WeightSpec, bytes: Buffer): { tensor: ConstTensor; byteLength: number } {
  const stored = spec.quantization?.dtype ?? spec.dtype;
  const count = spec.shape.reduce((product, dim) => product * dim, 1);
  const bytesPerValue = BYTES_PER_VALUE[stored];
  if (bytesPerValue === undefined || bytes.length < count * bytesPerValue) {
    throw new AppError("invalid", `Weight ${spec.name} of type ${stored} cannot be read`);
  }
  const isInteger = spec.dtype === "int32" || spec.dtype === "bool";
  const values = isInteger ? new Int32Array(count) : new Float32Array(count);
  const { scale = 1, min = 0 } = spec.quantization ?? {};
  const isScaled = spec.quantization !== undefined && stored !== "float16";
  for (let index = 0; index < count; index++) {
    const raw = readValue(bytes, index * bytesPerValue, stored);
    values[index] = isScaled ? raw * scale + min : raw;
  }
  const tensor: ConstTensor = { shape: spec.shape, type: isInteger ? "int32" : "float32", values };
  return { tensor, byteLength: count * bytesPerValue };
}

function readValue(bytes: Buffer, offset: number, type: string): number {
  switch (type) {
    case "float32":
      return bytes.readFloatLE(offset);
    case "int32":
      return bytes.readInt32LE(offset);
    case "float16":
      return halfToNumber(bytes.readUInt16LE(offset));
    case "uint16":
      return bytes.readUInt16LE(offset);
    default:
      return bytes.readUInt8(offset);
  }
}

/** IEEE 754 binary16 to number. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Attributes come in two encodings: texts as base64 or as lists of byte values. */
function text(value: unknown): string {
  return Array.isArray(value)
    ? Buffer.from(value as number[]).toString("utf8")
    : Buffer.from(String(value), "base64").toString("utf8");
}

interface AttributeJson {
  list?: { i?: (string | number)[]; s?: unknown[]; f?: number[] };
  s?: unknown;
  i?: string | number;
  f?: number;
  b?: boolean;
}

function attribute(node: GraphNode, name: string): AttributeJson | undefined {
  return node.attributes[name] as AttributeJson | undefined;
}

export function textAttribute(node: GraphNode, name: string): string | undefined {
  const found = attribute(node, name);
  return found?.s === undefined ? undefined : text(found.s);
}

export function textListAttribute(node: GraphNode, name: string): string[] {
  return (attribute(node, name)?.list?.s ?? []).map(text);
}

export function numberAttribute(node: GraphNode, name: string): number | undefined {
  const found = attribute(node, name);
  const value = found?.i ?? found?.f;
  return value === undefined ? undefined : Number(value);
}

export function numberListAttribute(node: GraphNode, name: string): number[] {
  return (attribute(node, name)?.list?.i ?? []).map(Number);
}

export function flagAttribute(node: GraphNode, name: string): boolean {
  return attribute(node, name)?.b ?? false;
}
