import type { LiveServerMessage, LiveSocket } from "@whereabouts/contracts";
import type { EventWindow } from "./event-window.ts";
import { TopicFilter } from "./topic-filter.ts";

export interface ViewerLimits {
  /** A viewer with more unsent than this waits. */
  readonly bufferedBytesMax: number;
  /** A viewer that waits while this many events pass is taken to the newest one. */
  readonly lagEventsMax: number;
}

/** The part of the feed that viewers need. */
export interface Feed {
  readonly window: EventWindow;
  cursorOf(sequence: number): string;
  /** Sequence number of a cursor; null for one of another run of the server or no cursor at all. */
  sequenceOf(cursor: string): number | null;
  /** Counts events that a viewer was too slow for. */
  skipped(events: number): void;
}

/** One viewer: a position in the window of events that moves as fast as its network. */
export class Viewer {
  readonly #socket: LiveSocket;
  readonly #feed: Feed;
  readonly #limits: ViewerLimits;
  readonly #userId: string | null;
  #filter: TopicFilter | null = null;
  /** Sequence number of the last event sent or passed over. */
  #position: number;
  /** While catching up after a reconnect the whole window may be sent, however late. */
  #isResuming = false;

  /** @param options.userId who follows; null for a machine */
  constructor(
    socket: LiveSocket,
    feed: Feed,
    { limits, userId }: { readonly limits: ViewerLimits; readonly userId: string | null },
  ) {
    this.#userId = userId;
    this.#socket = socket;
    this.#feed = feed;
    this.#limits = limits;
    this.#position = feed.window.newest;
  }

  /** True when events wait for its network. */
  get isBehind(): boolean {
    return this.#filter !== null && this.#position < this.#feed.window.newest;
  }

  subscribe(topics: readonly string[], cursor: string | undefined): void {
    this.#filter = new TopicFilter(topics, this.#userId);
    const { newest, oldest } = this.#feed.window;
    if (cursor === undefined) {
      this.#position = newest;
      return;
    }
    const wanted = this.#feed.sequenceOf(cursor);
    if (wanted === null || wanted > newest || wanted < oldest - 1) {
      const from = wanted !== null && wanted < oldest ? oldest - 1 : newest;
      this.#position = from;
      this.#say({
        type: "gap",
        from_cursor: cursor,
        to_cursor: this.#feed.cursorOf(from),
        missed: null,
      });
    } else {
      this.#position = wanted;
    }
    this.#isResuming = true;
    this.pump();
  }

  /** Sends what its network takes, and skips it ahead when it has fallen too far behind. */
  pump(): void {
    const { window } = this.#feed;
    const filter = this.#filter;
    if (filter === null || this.#socket.closed) return;
    this.#skipLost(filter);
    while (this.#position < window.newest) {
      const event = window.at(this.#position + 1);
      if (!event) return;
      if (filter.matches(event.topic)) {
        if (this.#socket.bufferedBytes > this.#limits.bufferedBytesMax) return;
        this.#socket.sendShared(event.message);
      }
      this.#position++;
    }
    this.#isResuming = false;
  }

  #skipLost(filter: TopicFilter): void {
    const { window } = this.#feed;
    const isPushedOut = this.#position < window.oldest - 1;
    const isLate = !this.#isResuming && window.newest - this.#position > this.#limits.lagEventsMax;
    if (!isPushedOut && !isLate) return;
    if (this.#socket.bufferedBytes > this.#limits.bufferedBytesMax) return;
    const from = this.#position;
    const to = isLate ? window.newest : window.oldest - 1;
    const missed = this.#countMissed(filter, from, to);
    this.#position = to;
    this.#feed.skipped(missed ?? to - from);
    this.#say({
      type: "gap",
      from_cursor: this.#feed.cursorOf(from),
      to_cursor: this.#feed.cursorOf(to),
      missed,
    });
  }

  /** Events of its topics between two positions; null when some are no longer known. */
  #countMissed(filter: TopicFilter, from: number, to: number): number | null {
    let count = 0;
    for (let sequence = from + 1; sequence <= to; sequence++) {
      const event = this.#feed.window.at(sequence);
      if (!event) return null;
      if (filter.matches(event.topic)) count++;
    }
    return count;
  }

  #say(message: LiveServerMessage): void {
    this.#socket.sendText(JSON.stringify(message));
  }
}
