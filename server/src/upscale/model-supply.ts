import { stat } from "node:fs/promises";
import type { Clock, Log } from "../base/index.ts";
import { modelPath, type ModelName, type ModelProgress } from "../weights/index.ts";
import { runTask } from "./task-process.ts";

export interface ModelSupplyOptions {
  readonly modelsDir: string;
  readonly entry: URL;
  readonly clock: Clock;
  readonly log: Log;
}

/** A server without a network asks again so often at most. */
const REPEAT_AFTER_MS = 10 * 60_000;

/**
 * Fetches and converts networks on their first use, each once however many wait for it, in a
 * process of its own: unpacking and converting would hold up requests for a second.
 */
export class ModelSupply {
  readonly #options: ModelSupplyOptions;
  readonly #fetches = new Map<ModelName, Promise<boolean>>();
  readonly #progress = new Map<ModelName, ModelProgress>();
  readonly #failedAtMs = new Map<ModelName, number>();
  readonly #stopping = new AbortController();

  constructor(options: ModelSupplyOptions) {
    this.#options = options;
  }

  /** Fetches under way. */
  get progress(): readonly ModelProgress[] {
    return [...this.#progress.values()];
  }

  /** @returns false when the model is not there and cannot be fetched for the time being */
  async has(name: ModelName, signal: AbortSignal): Promise<boolean> {
    const path = modelPath(this.#options.modelsDir, name);
    // Written whole or not at all, and checked before: that it is there says enough.
    if (await isFile(path)) return true;
    const failedAtMs = this.#failedAtMs.get(name);
    const nowMs = this.#options.clock.monotonicMs();
    if (failedAtMs !== undefined && nowMs - failedAtMs < REPEAT_AFTER_MS) return false;
    let fetch = this.#fetches.get(name);
    if (!fetch) {
      fetch = this.#fetch(name).finally(() => this.#fetches.delete(name));
      this.#fetches.set(name, fetch);
    }
    return untilAborted(fetch, signal);
  }

  async dispose(): Promise<void> {
    this.#stopping.abort(new Error("The server is stopping"));
    await Promise.all(this.#fetches.values());
  }

  async #fetch(name: ModelName): Promise<boolean> {
    const { modelsDir, entry, clock, log } = this.#options;
    log.info({ model: name }, "Fetching a model for upscaling");
    const onModel = (progress: ModelProgress): void => void this.#progress.set(name, progress);
    try {
      const { signal } = this.#stopping;
      await runTask({ type: "fetch", modelsDir, name }, { entry, signal, onModel });
      log.info({ model: name }, "Fetched a model for upscaling");
      return true;
    } catch (error) {
      if (this.#stopping.signal.aborted) return false;
      this.#failedAtMs.set(name, clock.monotonicMs());
      const words = "A model for upscaling cannot be fetched; pictures are enlarged without it";
      log.warn({ err: error, model: name }, words);
      return false;
    } finally {
      this.#progress.delete(name);
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}

/** One waiting job that is cancelled must not end the fetch of the others. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
