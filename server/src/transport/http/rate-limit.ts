import { isIPv6 } from "node:net";
import type { Clock } from "../../base/index.ts";

const WINDOW_MS = 60_000;
/** Most addresses remembered; past it the longest unseen one is forgotten. */
const ADDRESS_LIMIT = 20_000;

interface Usage {
  windowStartMs: number;
  current: number;
  previous: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the budget is whole again. */
  readonly resetS: number;
}

/**
 * Counts calls per address over a sliding minute (the last whole window weighted by what is left
 * of it). IPv6 clients are counted per /64 network, since one client owns all of it.
 */
export class RateLimiter {
  readonly limit: number;
  readonly #clock: Clock;
  readonly #usages = new Map<string, Usage>();
  #refused = 0;

  /** @param limit calls per minute and address; 0 = no limit */
  constructor(limit: number, clock: Clock) {
    this.limit = limit;
    this.#clock = clock;
  }

  /** Calls refused since start. */
  get refused(): number {
    return this.#refused;
  }

  take(address: string): RateVerdict {
    const nowMs = this.#clock.monotonicMs();
    const usage = this.#usageOf(networkOf(address), nowMs);
    const sinceMs = nowMs - usage.windowStartMs;
    const used = usage.current + usage.previous * (1 - sinceMs / WINDOW_MS);
    const allowed = this.limit === 0 || used + 1 <= this.limit;
    if (allowed) usage.current++;
    else this.#refused++;
    return {
      allowed,
      limit: this.limit,
      remaining: Math.max(0, Math.floor(this.limit - used - (allowed ? 1 : 0))),
      resetS: Math.ceil((WINDOW_MS - sinceMs) / 1000),
    };
  }

  #usageOf(key: string, nowMs: number): Usage {
    const known = this.#usages.get(key);
    const usage = known ?? { windowStartMs: nowMs, current: 0, previous: 0 };
    const windows = Math.floor((nowMs - usage.windowStartMs) / WINDOW_MS);
    if (windows > 0) {
      usage.previous = windows === 1 ? usage.current : 0;
      usage.current = 0;
      usage.windowStartMs += windows * WINDOW_MS;
    }
    this.#usages.delete(key);
    this.#usages.set(key, usage);
    if (this.#usages.size > ADDRESS_LIMIT) this.#forgetOldest();
    return usage;
  }

  #forgetOldest(): void {
    const oldest = this.#usages.keys().next();
    if (!oldest.done) this.#usages.delete(oldest.value);
  }
}

/** The /64 of an IPv6 address in a form that is the same for every spelling; IPv4 as it is. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const filled = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0")];
  const groups = [...filled, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
