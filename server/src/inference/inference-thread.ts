/**
 * Entry of an inference thread: computes what it is told, one request after another. The runtime
 * computes on the thread that asks it, so that only a thread of its own leaves the others free.
 */
import { parentPort } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { assert } from "../base/index.ts";
import type {
  FromThread,
  ModelShape,
  SessionOutput,
  SessionOutputs,
  ToThread,
} from "./messages.ts";

interface Loaded {
  readonly session: InferenceSession;
  readonly shape: ModelShape;
  readonly hasFixedOutputs: boolean;
}

const port = parentPort;
assert(port, "the inference thread is started as a thread");
const models = new Map<string, Loaded>();
/** Requests wait for one another, since loading gives up the thread in between. */
let tail: Promise<void> = Promise.resolve();

port.on("message", (message: ToThread) => {
  tail = tail.then(() => answer(message));
});

async function answer(message: ToThread): Promise<void> {
  if (message.type === "close") return close();
  const { requestId } = message;
  try {
    send(message.type === "load" ? await load(message) : await run(message));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    send({ type: "failed", requestId, message: words });
  }
}

function send(message: FromThread): void {
  port?.postMessage(message);
}

/** Ending a thread inside the runtime would end the process: it ends itself, at rest. */
async function close(): Promise<void> {
  for (const { session } of models.values()) await session.release();
  models.clear();
  port?.close();
}

async function load(message: Extract<ToThread, { type: "load" }>): Promise<FromThread> {
  const { path, requestId, intraOpThreads } = message;
  const session = await InferenceSession.create(path, {
    executionProviders: ["cpu"],
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
  });
  const [first] = session.inputMetadata;
  const declared = first?.isTensor ? first.shape : [];
  const shape = {
    inputNames: session.inputNames,
    inputDims: declared.map((dim) => (isFixed(dim) ? dim : null)),
  };
  // The first axis is the batch, which is the caller's.
  const hasFixedOutputs = session.outputMetadata.every(
    (output) => output.isTensor && output.shape.slice(1).every(isFixed),
  );
  models.set(path, { session, shape, hasFixedOutputs });
  return { type: "loaded", requestId, shape };
}

function isFixed(dim: number | string): dim is number {
  return typeof dim === "number" && dim > 0;
}

async function run(message: Extract<ToThread, { type: "run" }>): Promise<FromThread> {
  const { path, requestId, pixels, dims, outputs } = message;
  const model = models.get(path);
  assert(model, "a model is loaded before it runs", { path });
  const { session, hasFixedOutputs: isReusable } = model;
  const [inputName = "images"] = session.inputNames;
  const feeds = { [inputName]: new Tensor("float32", pixels, dims) };
  if (outputs) {
    await session.run(feeds, tensorsOf(outputs));
    return { type: "done", requestId, outputs: null, isReusable };
  }
  const results = await session.run(feeds);
  return { type: "done", requestId, outputs: sharedCopy(results), isReusable };
}

function tensorsOf(outputs: SessionOutputs): Record<string, Tensor> {
  const tensors = Array.from(outputs, ([name, { dims, data }]) => {
    return [name, new Tensor("float32", data, dims)] as const;
  });
  return Object.fromEntries(tensors);
}

function sharedCopy(results: InferenceSession.OnnxValueMapType): SessionOutputs {
  const outputs = new Map<string, SessionOutput>();
  for (const [name, { data, dims }] of Object.entries(results)) {
    if (!(data instanceof Float32Array)) continue;
    const shared = new Float32Array(new SharedArrayBuffer(data.byteLength));
    shared.set(data);
    outputs.set(name, { dims, data: shared });
  }
  return outputs;
}
