import { AppError, retry, type Clock, type Log } from "../base/index.ts";
import type { Bus } from "./contract.ts";
import { LiveBus } from "./live-bus.ts";
import { connectNats } from "./nats-wire.ts";
import { connectRedis } from "./redis-wire.ts";

/** Which broker, if any, connects this server with others. */
export type BusChoice =
  | { readonly kind: "process" }
  | {
      readonly kind: "nats" | "redis";
      readonly url: string;
      /** First token on the broker: servers with the same one hear each other. */
      readonly prefix: string;
    };

const CONNECT = { tries: 5, firstMs: 500, maxMs: 4_000 };

/**
 * Makes the bus, connected.
 *
 * @throws AppError `unavailable` when the broker cannot be reached within some ten seconds
 */
export async function createBus(
  choice: BusChoice,
  context: { readonly log: Log; readonly clock: Clock },
): Promise<Bus> {
  const { log, clock } = context;
  const bus = new LiveBus(choice.kind, log);
  if (choice.kind === "process") return bus;
  const connect = choice.kind === "nats" ? connectNats : connectRedis;
  const options = { url: choice.url, prefix: choice.prefix, log, receive: bus.receive };
  try {
    bus.attach(await retry(() => connect(options), { ...CONNECT, clock }));
  } catch (cause) {
    const { host } = new URL(choice.url);
    const why = cause instanceof Error ? cause.message : String(cause);
    const name = choice.kind === "nats" ? "NATS" : "Redis";
    throw new AppError("unavailable", `Connecting to ${name} at ${host} failed: ${why}`, { cause });
  }
  return bus;
}
