/** What a broker must do to carry the bus between servers. Topics and patterns are the bus's own. */
export interface Wire {
  /**
   * Hands the message to the broker, never waits.
   *
   * @returns false when it is lost: no connection, or too much still on its way
   */
  send(topic: string, body: string): boolean;
  /** Asks for messages of other servers; lasts over reconnects. */
  listen(pattern: string): void;
  unlisten(pattern: string): void;
  /** Messages that were accepted by `send` and then lost. */
  readonly lost: number;
  dispose(): Promise<void>;
}

/** Called for every message of another server; `pattern` is the one it was asked for by. */
export type WireReceiver = (message: { pattern: string; topic: string; body: string }) => void;

/** Messages on their way to the broker, beyond which new ones are dropped. */
export const IN_FLIGHT_MAX = 10_000;
