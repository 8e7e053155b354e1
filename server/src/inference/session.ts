import { stat } from "node:fs/promises";
import { AppError, assert } from "../base/index.ts";
import { InferenceClient } from "./inference-client.ts";
import type { ModelShape, SessionOutputs } from "./messages.ts";

/** One run computes while the next waits with its own outputs. */
const FREE_OUTPUTS_MAX = 2;

/** What a model looks at. Crops are small and must not wait until a whole picture is done. */
export type InferenceLane = "pictures" | "crops";

/**
 * A loaded ONNX model. Models of one lane share a thread and take turns there: a process uses the
 * threads it was given for pictures and one for crops, and its other work goes on meanwhile.
 */
export class OnnxSession {
  readonly inputNames: readonly string[];
  /** `[batch, channels, height, width]` as the model declares it; open axes are null. */
  readonly inputDims: readonly (number | null)[];
  readonly #path: string;
  readonly #client: InferenceClient;
  readonly #free: { readonly batch: number; readonly outputs: SessionOutputs }[] = [];

  constructor(client: InferenceClient, path: string, shape: ModelShape) {
    this.#client = client;
    this.#path = path;
    this.inputNames = shape.inputNames;
    this.inputDims = shape.inputDims;
  }

  /**
   * `pixels` holds `batch` pictures one after another, each planar `[3, height, width]`. They must
   * not change until the answer comes; in shared memory they are not even copied.
   *
   * @returns outputs by name, in memory that a later run uses again: read them before the next
   *   `await`, or copy them
   * @throws Error in the runtime's words when the model does not take such pictures
   */
  async run(
    pixels: Float32Array,
    size: { readonly widthPx: number; readonly heightPx: number },
    batch = 1,
  ): Promise<SessionOutputs> {
    const free = this.#takeFree(batch);
    const answer = await this.#client.request({
      type: "run",
      path: this.#path,
      pixels,
      dims: [batch, 3, size.heightPx, size.widthPx],
      outputs: free,
    });
    assert(answer.type === "done", "a run is answered by its outputs");
    const outputs = answer.outputs ?? free;
    assert(outputs, "a run that was given no memory brings its own");
    if (answer.isReusable) setImmediate(() => this.#putFree({ batch, outputs }));
    return outputs;
  }

  #takeFree(batch: number): SessionOutputs | null {
    const at = this.#free.findIndex((each) => each.batch === batch);
    return at < 0 ? null : this.#free.splice(at, 1)[0]!.outputs;
  }

  #putFree(outputs: { readonly batch: number; readonly outputs: SessionOutputs }): void {
    this.#free.push(outputs);
    if (this.#free.length > FREE_OUTPUTS_MAX) this.#free.shift();
  }
}

const MODEL_BYTES_MAX = 1e9;

interface Lane {
  readonly client: InferenceClient;
  readonly intraOpThreads: number;
}

/** The models of this process: each is loaded once, whoever asks. */
export class SessionPool {
  readonly #sessions = new Map<string, Promise<OnnxSession>>();
  readonly #lanes: Readonly<Record<InferenceLane, Lane>>;

  constructor(options: { readonly intraOpThreads: number }) {
    this.#lanes = {
      pictures: { client: new InferenceClient(), intraOpThreads: options.intraOpThreads },
      crops: { client: new InferenceClient(), intraOpThreads: 1 },
    };
  }

  /** @throws AppError `unavailable` when the file is not there, `invalid` when it is no model */
  load(path: string, lane: InferenceLane = "pictures"): Promise<OnnxSession> {
    const key = `${lane} ${path}`;
    const known = this.#sessions.get(key);
    if (known) return known;
    const loading = loadModel(path, this.#lanes[lane]);
    this.#sessions.set(key, loading);
    loading.catch(() => this.#sessions.delete(key));
    return loading;
  }

  /** Lets running inferences end; needed before the process may exit. */
  async dispose(): Promise<void> {
    await Promise.allSettled(this.#sessions.values());
    this.#sessions.clear();
    await Promise.all(Object.values(this.#lanes).map(({ client }) => client.close()));
  }
}

async function loadModel(path: string, { client, intraOpThreads }: Lane): Promise<OnnxSession> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.size > MODEL_BYTES_MAX) {
    throw new AppError("unavailable", `There is no model file ${path}`);
  }
  const answer = await client
    .request({ type: "load", path, intraOpThreads })
    .catch((cause: unknown) => {
      throw new AppError("invalid", `${path} is not a model that can be loaded`, { cause });
    });
  assert(answer.type === "loaded", "loading is answered by the model's shape");
  return new OnnxSession(client, path, answer.shape);
}
