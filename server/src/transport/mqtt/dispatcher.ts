import type { Log } from "../../base/index.ts";
import type { MqttHandler } from "./port.ts";

/**
 * Whether a topic matches a filter with `+` and `#` (MQTT 3.1.1, section 4.7). Topics that start
 * with `$` match no leading wildcard (4.7.2).
 */
export function matchesFilter(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const given = topic.split("/");
  const leadingWildcard = wanted[0] === "#" || wanted[0] === "+";
  if (topic.startsWith("$") && leadingWildcard) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === "#") return true;
    if (index >= given.length || (level !== "+" && level !== given[index])) return false;
  }
  return wanted.length === given.length;
}

/** Hands messages to every matching handler and counts them. */
export class Dispatcher {
  readonly #handlers = new Map<
    symbol,
    { readonly filter: string; readonly handler: MqttHandler }
  >();
  readonly #log: Log;
  #received = 0;
  #failed = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  get received(): number {
    return this.#received;
  }

  get failed(): number {
    return this.#failed;
  }

  get filters(): readonly string[] {
    return [...new Set([...this.#handlers.values()].map(({ filter }) => filter))];
  }

  add(filter: string, handler: MqttHandler): () => void {
    const key = Symbol(filter);
    this.#handlers.set(key, { filter, handler });
    return () => void this.#handlers.delete(key);
  }

  /** True when every matching handler has taken the message. Never rejects. */
  async dispatch(topic: string, payload: Uint8Array): Promise<boolean> {
    const matching = [...this.#handlers.values()].filter(({ filter }) =>
      matchesFilter(filter, topic),
    );
    this.#received++;
    const results = await Promise.allSettled(
      matching.map(async ({ handler }) => handler(topic, payload)),
    );
    const failure = results.find((result) => result.status === "rejected");
    if (failure === undefined) return true;
    this.#failed++;
    this.#log.warn({ err: failure.reason, topic }, "MQTT message was not taken");
    return false;
  }
}
