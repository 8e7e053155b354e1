import { isAppError } from "../../base/index.ts";
import type { Descriptor } from "./descriptor.ts";

const RETRY_MS = 5_000;

/**
 * The wanted descriptor once its model is there, and a plain one until then. Loading goes on beside
 * the pictures: nobody waits for a model.
 */
export class DescriptorLoader {
  readonly #load: (() => Promise<Descriptor>) | null;
  readonly #fallback: Descriptor;
  readonly #isFetched: boolean;
  readonly #monotonicMs: () => number;
  #loaded: Descriptor | null = null;
  #isLoading = false;
  #retryAtMs = Number.NEGATIVE_INFINITY;
  #trouble: string | null = null;

  constructor(options: {
    /** Null: the fallback is what is wanted. */
    readonly load: (() => Promise<Descriptor>) | null;
    readonly fallback: Descriptor;
    /** The model is fetched by ourselves, so that waiting for it is no trouble. */
    readonly isFetched: boolean;
    readonly monotonicMs: () => number;
  }) {
    this.#load = options.load;
    this.#fallback = options.fallback;
    this.#isFetched = options.isFetched;
    this.#monotonicMs = options.monotonicMs;
  }

  /** Why the wanted descriptor does not describe, in words; null while it does. */
  get trouble(): string | null {
    return this.#trouble;
  }

  current(): Descriptor {
    if (this.#loaded) return this.#loaded;
    if (this.#load && !this.#isLoading && this.#monotonicMs() >= this.#retryAtMs) {
      void this.#start(this.#load);
    }
    return this.#fallback;
  }

  /** A run of this descriptor failed: it is loaded anew after a while. */
  failed(descriptor: Descriptor): void {
    if (descriptor !== this.#loaded) return;
    this.#loaded = null;
    this.#retryAtMs = this.#monotonicMs() + RETRY_MS;
    this.#trouble = `Descriptor ${descriptor.name} failed`;
  }

  async #start(load: () => Promise<Descriptor>): Promise<void> {
    this.#isLoading = true;
    try {
      this.#loaded = await load();
      this.#trouble = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const isOnItsWay = this.#isFetched && isAppError(error) && error.kind === "unavailable";
      this.#trouble = isOnItsWay ? null : `Appearance is told by colours alone: ${words}`;
      this.#retryAtMs = this.#monotonicMs() + RETRY_MS;
    } finally {
      this.#isLoading = false;
    }
  }
}
