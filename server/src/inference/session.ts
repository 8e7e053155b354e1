import { stat } from "node:fs/promises";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { AppError } from "../base/index.ts";

export interface SessionOutput {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/**
 * A loaded ONNX model. Runs one inference at a time: cameras that share a process take turns,
 * so that a process never uses more threads than it was given.
 */
export class OnnxSession {
  readonly inputNames: readonly string[];
  /** `[batch, channels, height, width]` as the model declares it; open axes are null. */
  readonly inputDims: readonly (number | null)[];
  readonly #session: InferenceSession;
  readonly #turn: Turn;

  constructor(session: InferenceSession, turn: Turn) {
    this.#session = session;
    this.#turn = turn;
    this.inputNames = session.inputNames;
    const [first] = session.inputMetadata;
    const shape = first?.isTensor ? first.shape : [];
    this.inputDims = shape.map((dim) => (typeof dim === "number" && dim > 0 ? dim : null));
  }

  /**
   * `pixels` holds `batch` pictures one after another, each planar `[3, height, width]`.
   *
   * @returns outputs by name
   */
  run(pixels: Float32Array, size: { widthPx: number; heightPx: number }, batch = 1) {
    const [inputName = "images"] = this.inputNames;
    const tensor = new Tensor("float32", pixels, [batch, 3, size.heightPx, size.widthPx]);
    return this.#turn.take(async () => {
      const results = await this.#session.run({ [inputName]: tensor });
      const outputs = new Map<string, SessionOutput>();
      for (const [name, value] of Object.entries(results)) {
        if (value.data instanceof Float32Array)
          outputs.set(name, { dims: value.dims, data: value.data });
      }
      return outputs;
    });
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

class Turn {
  #tail: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#tail.then(work);
    this.#tail = mine.catch(() => undefined);
    return mine;
  }
}

const MODEL_BYTES_MAX = 1e9;

/** The models of this process: each is loaded once, whoever asks. */
export class SessionPool {
  readonly #sessions = new Map<string, Promise<OnnxSession>>();
  readonly #turn = new Turn();
  readonly #intraOpThreads: number;

  constructor(options: { readonly intraOpThreads: number }) {
    this.#intraOpThreads = options.intraOpThreads;
  }

  /** @throws AppError `unavailable` when the file is not there, `invalid` when it is no model */
  load(path: string): Promise<OnnxSession> {
    const known = this.#sessions.get(path);
    if (known) return known;
    const loading = this.#load(path);
    this.#sessions.set(path, loading);
    loading.catch(() => this.#sessions.delete(path));
    return loading;
  }

  async dispose(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    this.#sessions.clear();
    await this.#turn.take(async () => {
      for (const session of sessions) {
        if (session.status === "fulfilled") await session.value.release();
      }
    });
  }

  async #load(path: string): Promise<OnnxSession> {
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.size > MODEL_BYTES_MAX) {
      throw new AppError("unavailable", `There is no model file ${path}`);
    }
    const session = await InferenceSession.create(path, {
      executionProviders: ["cpu"],
      intraOpNumThreads: this.#intraOpThreads,
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
    }).catch((cause: unknown) => {
      throw new AppError("invalid", `${path} is not a model that can be loaded`, { cause });
    });
    return new OnnxSession(session, this.#turn);
  }
}
