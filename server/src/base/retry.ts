import type { Clock } from "./clock.ts";

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Fraction of the delay that is random, 0..1. Keeps many clients from returning at once. */
  readonly jitter?: number;
}

/**
 * Exponential delay before try `attempt` (0 = first retry), in milliseconds, capped at `maxMs`.
 * `random` is in [0, 1) and only shortens the delay.
 */
export function backoffMs(
  attempt: number,
  options: BackoffOptions,
  random = Math.random(),
): number {
  const fullMs = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt, 30));
  return fullMs * (1 - (options.jitter ?? 0.2) * random);
}

/**
 * Runs `work` until it succeeds, `tries` are used up, or the signal aborts.
 *
 * @throws the last error of `work`, or the signal's reason
 */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  options: BackoffOptions & { tries: number; clock: Clock; signal?: AbortSignal },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt + 1 >= options.tries) throw error;
      await options.clock.sleep(backoffMs(attempt, options), options.signal);
    }
  }
}
