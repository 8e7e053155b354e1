import type { SharedMessage } from "@whereabouts/contracts";

/** One event as every viewer gets it. */
export interface LiveEvent {
  readonly sequence: number;
  readonly topic: string;
  readonly message: SharedMessage;
  readonly bytes: number;
  readonly atMs: number;
}

/** The newest events, bounded by age and by bytes. Sequence numbers have no holes. */
export class EventWindow {
  readonly #windowMs: number;
  readonly #bytesMax: number;
  #events: LiveEvent[] = [];
  #head = 0;
  #bytes = 0;
  #nextSequence = 1;

  constructor(limits: { readonly windowMs: number; readonly bytesMax: number }) {
    this.#windowMs = limits.windowMs;
    this.#bytesMax = limits.bytesMax;
  }

  /** Sequence number of the newest event; 0 before the first. */
  get newest(): number {
    return this.#nextSequence - 1;
  }

  /** Sequence number of the oldest event still here; newest + 1 when there is none. */
  get oldest(): number {
    return this.#nextSequence - this.size;
  }

  get size(): number {
    return this.#events.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(event: Omit<LiveEvent, "sequence" | "message" | "bytes">, text: (n: number) => string): void {
    const sequence = this.#nextSequence++;
    const data = text(sequence);
    const bytes = Buffer.byteLength(data);
    this.#events.push({ ...event, sequence, message: { data }, bytes });
    this.#bytes += bytes;
    this.#trim(event.atMs);
  }

  /** Numbers an event that nobody can ask for, without keeping it or those before. */
  pass(): void {
    this.#nextSequence++;
    this.#events = [];
    this.#head = 0;
    this.#bytes = 0;
  }

  /** Undefined when the event is no longer, or not yet, here. */
  at(sequence: number): LiveEvent | undefined {
    const index = this.#head + sequence - this.oldest;
    return index < this.#head ? undefined : this.#events[index];
  }

  #trim(nowMs: number): void {
    for (;;) {
      const oldest = this.#events[this.#head];
      if (!oldest) break;
      if (this.#bytes <= this.#bytesMax && nowMs - oldest.atMs <= this.#windowMs) break;
      this.#bytes -= oldest.bytes;
      this.#head++;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}
