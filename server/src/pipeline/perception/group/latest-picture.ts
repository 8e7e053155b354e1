import type { Picture } from "../contract.ts";

/**
 * Holds the newest picture of a camera. The decoder never waits for whoever looks: a picture that
 * nobody took before the next one came is counted as skipped.
 */
export class LatestPicture {
  #newest: Picture | null = null;
  #isTaken = false;
  #skipped = 0;
  #wake: (() => void) | null = null;
  #onAwaited: (() => void) | null = null;

  /** Takes over the picture. */
  put(picture: Picture): void {
    if (this.#newest) {
      if (!this.#isTaken) this.#skipped++;
      this.#newest.release();
    }
    this.#newest = picture;
    this.#isTaken = false;
    this.#wake?.();
  }

  /** A picture not seen before, as soon as there is one. The caller releases it. */
  async next(signal: AbortSignal): Promise<Picture> {
    const newest = await this.unseen(signal);
    this.#isTaken = true;
    return newest.share();
  }

  /** Resolves as soon as there is a picture not seen before, which stays this object's. */
  async unseen(signal: AbortSignal): Promise<Picture> {
    while (!this.#newest || this.#isTaken) await this.#change(signal);
    signal.throwIfAborted();
    return this.#newest;
  }

  /** Nobody will look at the picture that is here: the next one is wanted. */
  passOver(): void {
    if (!this.#newest || this.#isTaken) return;
    this.#isTaken = true;
    this.#skipped++;
  }

  /** Resolves when whoever looks has done with every picture so far and waits for another. */
  async awaited(signal: AbortSignal): Promise<void> {
    while (!this.#wake) {
      await untilCalled(signal, (done) => {
        this.#onAwaited = done;
      });
    }
  }

  /** The newest picture, seen or not. The caller releases it. */
  peek(): Picture | null {
    return this.#newest?.share() ?? null;
  }

  get skipped(): number {
    return this.#skipped;
  }

  clear(): void {
    this.#newest?.release();
    this.#newest = null;
  }

  #change(signal: AbortSignal): Promise<void> {
    const changed = untilCalled(signal, (done) => {
      this.#wake = () => {
        this.#wake = null;
        done();
      };
    });
    this.#onAwaited?.();
    return changed;
  }
}

function untilCalled(signal: AbortSignal, register: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    register(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
