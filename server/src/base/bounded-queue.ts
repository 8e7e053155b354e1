/**
 * First-in first-out queue with a hard limit. When full, the oldest item goes: for live data the
 * newest is worth most. Every dropped item is counted and handed to `onDrop`.
 */
export class BoundedQueue<T> {
  readonly limit: number;
  readonly #onDrop: ((item: T) => void) | undefined;
  #items: T[] = [];
  #head = 0;
  #dropped = 0;

  constructor(limit: number, onDrop?: (item: T) => void) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`limit must be >= 1, got ${limit}`);
    this.limit = limit;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** Items dropped since construction. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    if (this.size >= this.limit) {
      const oldest = this.shift();
      this.#dropped++;
      if (oldest !== undefined) this.#onDrop?.(oldest);
    }
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Takes up to `count` items, oldest first. */
  take(count: number): T[] {
    const taken = this.#items.slice(this.#head, this.#head + count);
    this.#head += taken.length;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    }
    return taken;
  }
}
