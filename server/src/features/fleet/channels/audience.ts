import type { LiveSocket } from "@whereabouts/contracts";

/** A socket with more unsent than this misses frames until its network has caught up. */
const BUFFERED_BYTES_MAX = 1024 * 1024;

/** Everybody on one channel of this process. A slow one misses frames, the others do not notice. */
export class Audience {
  readonly #sockets = new Set<LiveSocket>();
  #skipped = 0;

  join(socket: LiveSocket): void {
    this.#sockets.add(socket);
    socket.onClose(() => this.#sockets.delete(socket));
  }

  get size(): number {
    return this.#sockets.size;
  }

  /** Frames that slow sockets were not sent. */
  get skipped(): number {
    return this.#skipped;
  }

  /** @param frame made only when somebody listens */
  send(frame: () => Uint8Array): void {
    if (this.#sockets.size === 0) return;
    const message = { data: frame() };
    for (const socket of this.#sockets) {
      if (socket.closed) continue;
      if (socket.bufferedBytes > BUFFERED_BYTES_MAX) this.#skipped++;
      else socket.sendShared(message);
    }
  }
}
