import protobuf from "protobufjs/minimal.js";

type Writer = protobuf.Writer;

/** Element types of ONNX tensors that we write (onnx.proto, `TensorProto.DataType`). */
export const ONNX_DATA_TYPE = { float32: 1, int64: 7 } as const;
export type OnnxDataType = keyof typeof ONNX_DATA_TYPE;

/** `number` is written as INT, `{ float }` as FLOAT, lists of whole numbers as INTS. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}
interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: OnnxDataType;
  readonly bytes: Uint8Array;
}
/** A text dimension is left open, e.g. `"rows"`. */
interface OnnxValueInfo {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

const IR_VERSION = 8;
const OPSET_VERSION = 18;
const WIRE_VARINT = 0;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/**
 * Builds one ONNX model and writes it as protobuf bytes. The same calls in the same order give the
 * same bytes, so a converted model can be held to a checksum.
 *
 * Source: onnx.proto3 of the ONNX standard, IR version 8, operator set 18.
 */
export class OnnxWriter {
  #nodes: OnnxNode[] = [];
  #tensors: OnnxTensor[] = [];
  #inputs: OnnxValueInfo[] = [];
  #outputs: OnnxValueInfo[] = [];
  #names = 0;

  input(info: OnnxValueInfo): void {
    this.#inputs.push(info);
  }

  /** Declares `name` as an output that carries the value `from`. */
  output(info: OnnxValueInfo & { readonly from: string }): void {
    this.#nodes.push({
      operator: "Identity",
      inputs: [info.from],
      outputs: [info.name],
      attributes: {},
    });
    this.#outputs.push({ name: info.name, dims: info.dims });
  }

  floats(values: Float32Array, dims: readonly number[]): string {
    return this.#tensor("float32", dims, asBytes(values));
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#tensor("int64", dims, asBytes(BigInt64Array.from(values, BigInt)));
  }

  /** Adds an operator with one output and returns that output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const output = this.#nextName(operator);
    this.#nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds an operator with several outputs and returns their names in order. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    options: { attributes: Readonly<Record<string, OnnxAttribute>>; outputCount: number },
  ): string[] {
    const outputs = Array.from({ length: options.outputCount }, () => this.#nextName(operator));
    this.#nodes.push({ operator, inputs, outputs, attributes: options.attributes });
    return outputs;
  }

  finish(): Uint8Array {
    const model = protobuf.Writer.create();
    model.uint32(tag(1, WIRE_VARINT)).int64(IR_VERSION);
    model.uint32(tag(2, WIRE_BYTES)).string("whereabouts");
    message(model, 7, (graph) => this.#writeGraph(graph));
    message(model, 8, (opset) => {
      opset.uint32(tag(1, WIRE_BYTES)).string("");
      opset.uint32(tag(2, WIRE_VARINT)).int64(OPSET_VERSION);
    });
    return model.finish();
  }

  #nextName(prefix: string): string {
    return `${prefix}_${this.#names++}`;
  }

  #tensor(type: OnnxDataType, dims: readonly number[], bytes: Uint8Array): string {
    const name = this.#nextName("constant");
    this.#tensors.push({ name, dims, type, bytes });
    return name;
  }

  #writeGraph(graph: Writer): void {
    for (const node of this.#nodes) message(graph, 1, (writer) => writeNode(writer, node));
    graph.uint32(tag(2, WIRE_BYTES)).string("graph");
    for (const tensor of this.#tensors) message(graph, 5, (writer) => writeTensor(writer, tensor));
    for (const info of this.#inputs) message(graph, 11, (writer) => writeValueInfo(writer, info));
    for (const info of this.#outputs) message(graph, 12, (writer) => writeValueInfo(writer, info));
  }
}

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function message(writer: Writer, field: number, fill: (writer: Writer) => void): void {
  writer.uint32(tag(field, WIRE_BYTES)).fork();
  fill(writer);
  writer.ldelim();
}

function asBytes(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function writeNode(writer: Writer, node: OnnxNode): void {
  for (const input of node.inputs) writer.uint32(tag(1, WIRE_BYTES)).string(input);
  for (const output of node.outputs) writer.uint32(tag(2, WIRE_BYTES)).string(output);
  writer.uint32(tag(4, WIRE_BYTES)).string(node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, (attribute) => writeAttribute(attribute, name, value));
  }
}

function writeAttribute(writer: Writer, name: string, value: OnnxAttribute): void {
  const setType = (type: number) => writer.uint32(tag(20, WIRE_VARINT)).int32(type);
  writer.uint32(tag(1, WIRE_BYTES)).string(name);
  if (typeof value === "number") {
    writer.uint32(tag(3, WIRE_VARINT)).int64(value);
    setType(2);
  } else if (typeof value === "string") {
    writer.uint32(tag(4, WIRE_BYTES)).string(value);
    setType(3);
  } else if ("float" in value) {
    writer.uint32(tag(2, WIRE_FIXED32)).float(value.float);
    setType(1);
  } else {
    for (const item of value) writer.uint32(tag(8, WIRE_VARINT)).int64(item);
    setType(7);
  }
}

function writeTensor(writer: Writer, tensor: OnnxTensor): void {
  for (const dim of tensor.dims) writer.uint32(tag(1, WIRE_VARINT)).int64(dim);
  writer.uint32(tag(2, WIRE_VARINT)).int32(ONNX_DATA_TYPE[tensor.type]);
  writer.uint32(tag(8, WIRE_BYTES)).string(tensor.name);
  writer.uint32(tag(9, WIRE_BYTES)).bytes(tensor.bytes);
}

function writeValueInfo(writer: Writer, info: OnnxValueInfo): void {
  writer.uint32(tag(1, WIRE_BYTES)).string(info.name);
  message(writer, 2, (type) =>
    message(type, 1, (tensorType) => {
      tensorType.uint32(tag(1, WIRE_VARINT)).int32(ONNX_DATA_TYPE.float32);
      message(tensorType, 2, (shape) => {
        for (const dim of info.dims) {
          message(shape, 1, (entry) => {
            if (typeof dim === "number") entry.uint32(tag(1, WIRE_VARINT)).int64(dim);
            else entry.uint32(tag(2, WIRE_BYTES)).string(dim);
          });
        }
      });
    }),
  );
}
