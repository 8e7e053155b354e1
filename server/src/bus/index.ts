/**
 * The live bus: what happens now, to whoever listens now, in this process and in others. Owns
 * topics, patterns and the brokers; keeps nothing and knows no event's meaning.
 *
 * Follows docs/design/backpressure.md.
 */
export type { Bus, BusMessage } from "./contract.ts";
export { createBus, type BusChoice } from "./create-bus.ts";
