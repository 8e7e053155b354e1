import type { BusEventName, BusEvents } from "../model/index.ts";

export interface BusMessage<Name extends BusEventName = BusEventName> {
  /** Dotted, e.g. `tracks.campus.c09`. */
  readonly topic: string;
  readonly name: Name;
  readonly payload: BusEvents[Name];
}

/**
 * The live bus: at most once, no history, per-publisher order. In process, over NATS or over
 * Redis; one contract suite runs over all three.
 *
 * Patterns are NATS-style: `*` matches one token, `>` the rest (`tracks.*.c09`, `tracks.>`).
 */
export interface Bus {
  publish<Name extends BusEventName>(topic: `${Name}.${string}`, payload: BusEvents[Name]): void;
  /** Returns the call that ends the subscription. A throwing handler is logged, never passed on. */
  subscribe<Name extends BusEventName>(
    pattern: `${Name}.${string}` | ">",
    handler: (message: BusMessage<Name>) => void,
  ): () => void;
  /** Messages lost to full buffers or a broken connection since start. */
  readonly dropped: number;
  readonly kind: "process" | "nats" | "redis";
  dispose(): Promise<void>;
}
