import type { Log } from "../base/index.ts";
import type { BusEventName, BusEvents } from "../model/index.ts";
import type { Bus, BusMessage } from "./contract.ts";
import { compilePattern, toWireTopic } from "./topic.ts";
import type { Wire, WireReceiver } from "./wire.ts";

type Handler = (message: BusMessage) => void;

interface Subscription {
  readonly matches: (topic: string) => boolean;
  readonly handlers: Set<Handler>;
}

/** Topics whose receivers are remembered: about one per camera and zone. */
const ROUTES_MAX = 10_000;

/**
 * The bus as every server sees it. Subscribers of this process are called at once; a wire carries
 * messages to and from other servers, so that a broken broker never stops what happens here.
 */
export class LiveBus implements Bus {
  readonly kind: Bus["kind"];
  readonly #log: Log;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #routes = new Map<string, readonly Subscription[]>();
  #wire: Wire | null = null;
  #dropped = 0;

  constructor(kind: Bus["kind"], log: Log) {
    this.kind = kind;
    this.#log = log;
  }

  /** Connects the bus to other servers; call it once, before anything else. */
  attach(wire: Wire): void {
    this.#wire = wire;
  }

  /** Takes what other servers sent; what cannot be read is dropped and counted. */
  readonly receive: WireReceiver = ({ pattern, topic, body }) => {
    const subscription = this.#subscriptions.get(pattern);
    if (!subscription?.matches(topic)) return;
    const payload = parse(body);
    if (payload === null) {
      this.#dropped++;
      this.#log.warn({ topic }, "Dropped a bus message that is not a JSON object");
      return;
    }
    this.#call(subscription, toMessage(topic, payload));
  };

  get dropped(): number {
    return this.#dropped + (this.#wire?.lost ?? 0);
  }

  publish<Name extends BusEventName>(topic: `${Name}.${string}`, payload: BusEvents[Name]): void {
    const wireTopic = toWireTopic(topic);
    const message = toMessage(wireTopic, payload);
    for (const subscription of this.#route(wireTopic)) this.#call(subscription, message);
    if (!this.#wire) return;
    if (!this.#wire.send(wireTopic, JSON.stringify(payload))) this.#dropped++;
  }

  subscribe<Name extends BusEventName>(
    pattern: `${Name}.${string}` | ">",
    handler: (message: BusMessage<Name>) => void,
  ): () => void {
    // One object per call: the same function may subscribe twice, and leaves once at a time.
    const entry: Handler = (message) => handler(message as BusMessage<Name>);
    this.#subscription(pattern).handlers.add(entry);
    return () => this.#leave(pattern, entry);
  }

  async dispose(): Promise<void> {
    this.#subscriptions.clear();
    this.#routes.clear();
    await this.#wire?.dispose();
    this.#wire = null;
  }

  #subscription(pattern: string): Subscription {
    const found = this.#subscriptions.get(pattern);
    if (found) return found;
    const made = { matches: compilePattern(pattern), handlers: new Set<Handler>() };
    this.#subscriptions.set(pattern, made);
    this.#routes.clear();
    this.#wire?.listen(pattern);
    return made;
  }

  #leave(pattern: string, entry: Handler): void {
    const subscription = this.#subscriptions.get(pattern);
    if (!subscription?.handlers.delete(entry) || subscription.handlers.size > 0) return;
    this.#subscriptions.delete(pattern);
    this.#routes.clear();
    this.#wire?.unlisten(pattern);
  }

  #route(topic: string): readonly Subscription[] {
    const known = this.#routes.get(topic);
    if (known) return known;
    const route = [...this.#subscriptions.values()].filter(({ matches }) => matches(topic));
    if (this.#routes.size >= ROUTES_MAX) this.#routes.clear();
    this.#routes.set(topic, route);
    return route;
  }

  #call({ handlers }: Subscription, message: BusMessage): void {
    for (const handler of handlers) {
      try {
        handler(message);
      } catch (error) {
        this.#log.error({ err: error, topic: message.topic }, "A bus subscriber failed");
      }
    }
  }
}

function toMessage(topic: string, payload: unknown): BusMessage {
  const dot = topic.indexOf(".");
  const name = (dot < 0 ? topic : topic.slice(0, dot)) as BusEventName;
  return { topic, name, payload: payload as BusEvents[BusEventName] };
}

function parse(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" ? value : null;
  } catch {
    return null; // Told apart by the caller, which counts it.
  }
}
