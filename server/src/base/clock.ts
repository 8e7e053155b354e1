/** Where time comes from. Injected everywhere, so that tests decide what time it is. */
export interface Clock {
  /** UTC wall clock in milliseconds since 1970. May jump. */
  nowMs(): number;
  /** Monotonic milliseconds with a fraction. Never jumps; only differences mean anything. */
  monotonicMs(): number;
  /** Resolves after `delayMs`, or rejects with the signal's reason when aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, delayMs);
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
};
