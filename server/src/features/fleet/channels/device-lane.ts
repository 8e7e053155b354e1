import { BoundedQueue, type Clock } from "../../../base/index.ts";
import type { DeviceChannel, FrameHandler, Sender } from "./frame-handler.ts";
import type { SignatureGuard } from "./signature-guard.ts";

/** Frames of one socket that may wait while an earlier one asks the database. */
const WAITING_MAX = 256;

/**
 * One device's socket: its frames one after the other, in the order they came, and to the end even
 * when the socket is closed meanwhile (fleet contract, section 11).
 */
export class DeviceLane {
  readonly #channel: DeviceChannel;
  readonly #sender: Sender;
  readonly #ports: LanePorts;
  readonly #waiting: BoundedQueue<Uint8Array>;
  #isBusy = false;

  constructor(channel: DeviceChannel, sender: Sender, ports: LanePorts) {
    this.#channel = channel;
    this.#sender = sender;
    this.#ports = ports;
    this.#waiting = new BoundedQueue(WAITING_MAX, ports.onDrop);
  }

  push(bytes: Uint8Array): void {
    if (this.#isBusy) return this.#waiting.push(bytes);
    const done = this.#handle(bytes);
    if (!(done instanceof Promise)) return;
    this.#isBusy = true;
    void this.#goOn(done);
  }

  #handle(bytes: Uint8Array): void | Promise<void> {
    const { guard, handler } = this.#ports;
    const delayMs = guard.delayMs(this.#sender.address);
    if (delayMs === 0) return handler.handle(this.#channel, bytes, this.#sender);
    return this.#handleLate(bytes, delayMs);
  }

  async #handleLate(bytes: Uint8Array, delayMs: number): Promise<void> {
    await this.#ports.clock.sleep(delayMs);
    await this.#ports.handler.handle(this.#channel, bytes, this.#sender);
  }

  async #goOn(done: Promise<void>): Promise<void> {
    await done.catch(this.#ports.onError);
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#handle(next);
      } catch (error) {
        this.#ports.onError(error);
      }
    }
    this.#isBusy = false;
  }
}

export interface LanePorts {
  readonly handler: Pick<FrameHandler, "handle">;
  readonly guard: SignatureGuard;
  readonly clock: Pick<Clock, "sleep">;
  /** Counts a frame that was given up because too many wait. */
  readonly onDrop: () => void;
  readonly onError: (error: unknown) => void;
}
