import { backoffMs, type Clock, type Log } from "../../base/index.ts";
import type { ModelName, ModelProgress } from "../../weights/index.ts";

/** Fetches models into the models folder; rejects when it cannot. */
export type EnsureModels = (options: {
  readonly names: readonly ModelName[];
  readonly onProgress: (progress: ModelProgress) => void;
  readonly signal: AbortSignal;
}) => Promise<void>;

const BACKOFF = { firstMs: 2_000, maxMs: 60_000 };

/** Fetches what cameras need, in the background, until it succeeds. */
export class ModelFetcher {
  readonly #ensure: EnsureModels;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #asked = new Map<ModelName, Promise<void>>();

  constructor(options: { ensure: EnsureModels; clock: Clock; log: Log }) {
    this.#ensure = options.ensure;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Starts fetching what has not been asked for yet. */
  want(names: Iterable<ModelName>): void {
    for (const name of names) {
      if (!this.#asked.has(name)) this.#asked.set(name, this.#fetch(name));
    }
  }

  async dispose(): Promise<void> {
    this.#stopping.abort(new Error("The server is stopping"));
    await Promise.all(this.#asked.values());
  }

  async #fetch(name: ModelName): Promise<void> {
    const { signal } = this.#stopping;
    let phase = "";
    const onProgress = (progress: ModelProgress) => {
      if (progress.phase === phase) return;
      phase = progress.phase;
      this.#log.info({ model: name, phase }, "Model");
    };
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await this.#ensure({ names: [name], onProgress, signal });
      } catch (error) {
        if (signal.aborted) return;
        this.#log.warn({ error, model: name }, "Model cannot be fetched");
        const pause = this.#clock.sleep(backoffMs(attempt, BACKOFF), signal);
        await pause.catch(() => undefined);
      }
    }
  }
}
