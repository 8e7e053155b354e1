import type { Disposable, Log } from "../base/index.ts";
import { AppError, assert } from "../base/index.ts";
import type { ModelName, ModelProgress } from "../weights/index.ts";
import type {
  UpscaleMethod,
  UpscaleProgress,
  UpscaleRequest,
  UpscaleResult,
  Upscaler,
} from "./contract.ts";
import { ModelSupply, type ModelSupplyOptions } from "./model-supply.ts";
import { Slots } from "./slots.ts";
import { runTask } from "./task-process.ts";

export interface ProcessUpscalerOptions extends ModelSupplyOptions {
  readonly log: Log;
  /** Pictures at a time, each on one thread. */
  readonly processes: number;
}

const NETWORKS: Readonly<Record<UpscaleRequest["model"], UpscaleMethod & ModelName>> = {
  general: "realesr-general-x4v3",
  best: "realesrgan-x4plus",
};

/** What the upscaler is busy with. */
export interface UpscalerStats {
  readonly running: readonly { readonly id: string; readonly pid: number }[];
  readonly waiting: number;
  readonly fetching: readonly ModelProgress[];
}

/** Enlarges in child processes, one per picture and at most one per core. */
export class ProcessUpscaler implements Upscaler, Disposable {
  readonly #options: ProcessUpscalerOptions;
  readonly #slots: Slots;
  readonly #models: ModelSupply;
  readonly #running = new Map<string, number>();
  readonly #stopping = new AbortController();
  readonly #open = new Set<Promise<UpscaleResult>>();

  constructor(options: ProcessUpscalerOptions) {
    this.#options = options;
    this.#slots = new Slots(options.processes);
    this.#models = new ModelSupply(options);
  }

  upscale(
    request: UpscaleRequest,
    onProgress: (progress: UpscaleProgress) => void,
    signal: AbortSignal,
  ): Promise<UpscaleResult> {
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    const result = this.#upscale(request, onProgress, either);
    const open = result.finally(() => this.#open.delete(open));
    this.#open.add(open);
    return open;
  }

  stats(): UpscalerStats {
    return {
      running: [...this.#running].map(([id, pid]) => ({ id, pid })),
      waiting: this.#slots.waiting,
      fetching: this.#models.progress,
    };
  }

  /** Ends what runs; tiles done are kept, and the same request goes on with them. */
  async dispose(): Promise<void> {
    this.#stopping.abort(new AppError("unavailable", "The server is stopping"));
    await Promise.allSettled([...this.#open, this.#models.dispose()]);
  }

  async #upscale(
    request: UpscaleRequest,
    onProgress: (progress: UpscaleProgress) => void,
    signal: AbortSignal,
  ): Promise<UpscaleResult> {
    const network = NETWORKS[request.model];
    // Fetching takes no turn: it waits for the network, not for a core.
    const method = (await this.#models.has(network, signal)) ? network : "bicubic";
    return this.#slots.run(signal, () => this.#run({ ...request, method }, onProgress, signal));
  }

  async #run(
    job: UpscaleRequest & { readonly method: UpscaleMethod },
    onProgress: (progress: UpscaleProgress) => void,
    signal: AbortSignal,
  ): Promise<UpscaleResult> {
    const { entry, modelsDir, log } = this.#options;
    const onStart = (pid: number): void => void this.#running.set(job.id, pid);
    try {
      const task = { type: "upscale", modelsDir, job } as const;
      const result = await runTask(task, { entry, signal, onProgress, onStart });
      assert(result, "upscaling ends in a picture", { id: job.id });
      log.debug({ id: job.id, ...result }, "Enlarged a picture");
      return result;
    } finally {
      this.#running.delete(job.id);
    }
  }
}
