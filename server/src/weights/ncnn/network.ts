import { AppError } from "../../base/index.ts";
import { halfToNumber } from "../tfjs/graph.ts";

/** One layer of a network as ncnn writes it. */
export interface NcnnLayer {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Values by their number; absent ones have the layer's default. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly lists: ReadonlyMap<number, readonly number[]>;
}

const MAGIC = "7767517";
const LAYERS_MAX = 10_000;
/** Keys of lists are written as this minus their number. */
const LIST_KEY = -23_300;

/**
 * Reads the text half of an ncnn network.
 *
 * Source: ncnn wiki, "param and model file structure".
 *
 * @throws AppError `invalid` naming the line
 */
export function readNcnnLayers(text: Uint8Array): NcnnLayer[] {
  const lines = Buffer.from(text).toString("utf8").split("\n");
  if (lines[0]?.trim() !== MAGIC) {
    throw new AppError("invalid", `An ncnn network starts with ${MAGIC}, got ${lines[0]}`);
  }
  const layers = lines.slice(2).filter((line) => line.trim() !== "");
  if (layers.length > LAYERS_MAX) {
    throw new AppError("invalid", `An ncnn network has at most ${LAYERS_MAX} layers`);
  }
  return layers.map((line) => readLayer(line));
}

function readLayer(line: string): NcnnLayer {
  const [type = "", name = "", inputCount = "", outputCount = "", ...rest] = line
    .trim()
    .split(/\s+/);
  const inputsEnd = Number(inputCount);
  const outputsEnd = inputsEnd + Number(outputCount);
  if (!(outputsEnd <= rest.length)) {
    throw new AppError("invalid", `Layer ${name} names fewer inputs and outputs than it has`);
  }
  const numbers = new Map<number, number>();
  const lists = new Map<number, readonly number[]>();
  for (const setting of rest.slice(outputsEnd)) {
    const [key, value = ""] = setting.split("=");
    const number = Number(key);
    if (number <= LIST_KEY) lists.set(LIST_KEY - number, value.split(",").slice(1).map(Number));
    else numbers.set(number, Number(value));
  }
  const inputs = rest.slice(0, inputsEnd);
  const outputs = rest.slice(inputsEnd, outputsEnd);
  return { type, name, inputs, outputs, numbers, lists };
}

/** Marks weights that are stored as IEEE 754 binary16 (ncnn `modelbin.cpp`). */
const HALF_FLAG = 0x01306b47;

/** The binary half of an ncnn network, read in the order of its layers. */
export class NcnnWeights {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get leftBytes(): number {
    return this.#bytes.length - this.#at;
  }

  /** Weights that say how they are stored. @throws AppError `invalid` */
  flagged(count: number): Float32Array {
    this.#require(4);
    const flag = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    if (flag === 0) return this.plain(count);
    if (flag === HALF_FLAG) return this.#halves(count);
    throw new AppError("invalid", `Weights of the form 0x${flag.toString(16)} cannot be read`);
  }

  /** Single precision numbers. @throws AppError `invalid` when there are fewer */
  plain(count: number): Float32Array {
    this.#require(4 * count);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      values[index] = this.#bytes.readFloatLE(this.#at + 4 * index);
    }
    this.#at += 4 * count;
    return values;
  }

  #halves(count: number): Float32Array {
    // The next weights start at a multiple of four bytes.
    const sizeBytes = Math.ceil((2 * count) / 4) * 4;
    this.#require(sizeBytes);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      values[index] = halfToNumber(this.#bytes.readUInt16LE(this.#at + 2 * index));
    }
    this.#at += sizeBytes;
    return values;
  }

  #require(sizeBytes: number): void {
    if (Number.isSafeInteger(sizeBytes) && sizeBytes >= 0 && sizeBytes <= this.leftBytes) return;
    throw new AppError(
      "invalid",
      `The network wants ${sizeBytes} more bytes of weights, ${this.leftBytes} are left`,
    );
  }
}
