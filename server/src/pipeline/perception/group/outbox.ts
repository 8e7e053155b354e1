import type { FromGroup } from "../messages.ts";

const PENDING_MESSAGES_MAX = 256;
const PENDING_VIDEO_BYTES_MAX = 16e6;

/** The part of `process` that talks to the server. */
export interface Channel {
  send(message: FromGroup, done: (error: Error | null) => void): void;
}

/**
 * Sends to the server without ever filling the pipe: when the server is slow, frames and video are
 * dropped here and counted. Health, answers and statistics always go.
 */
export class Outbox {
  readonly #channel: Channel;
  #pending = 0;
  #pendingVideoBytes = 0;
  #dropped = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  get dropped(): number {
    return this.#dropped;
  }

  send(message: FromGroup): void {
    if (message.type === "frame" && this.#pending >= PENDING_MESSAGES_MAX) {
      this.#dropped++;
      return;
    }
    this.#post(message, 0);
  }

  /** @returns false when it was dropped; the stream must then start again at a key frame */
  sendVideo(message: Extract<FromGroup, { type: "video-init" | "video-fragment" }>): boolean {
    const bytes =
      message.type === "video-init" ? message.init.bytes.length : message.fragment.bytes.length;
    if (this.#pendingVideoBytes + bytes > PENDING_VIDEO_BYTES_MAX) {
      this.#dropped++;
      return false;
    }
    this.#post(message, bytes);
    return true;
  }

  #post(message: FromGroup, videoBytes: number): void {
    this.#pending++;
    this.#pendingVideoBytes += videoBytes;
    // An error means that the server is gone; the process ends on `disconnect`.
    this.#channel.send(message, () => {
      this.#pending--;
      this.#pendingVideoBytes -= videoBytes;
    });
  }
}
