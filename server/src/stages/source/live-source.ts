import type { Packet } from "node-av/lib";
import { systemClock } from "../../base/index.ts";
import type { SourcePacket, VideoSource } from "../../pipeline/perception/contract.ts";
import { CaptureClock } from "./capture-clock.ts";
import type { InputConnection } from "./input-connection.ts";
import { Pacer } from "./pacer.ts";
import { msToTicks, packetPtsMs } from "./packet-times.ts";

/** A connection to a camera: packets as they arrive, with capture times on our clock. */
export class LiveSource implements VideoSource {
  readonly track: VideoSource["track"];
  readonly #connection: InputConnection;
  readonly #signal: AbortSignal;
  readonly #captureClock = new CaptureClock();
  /** Set when the "camera" serves a recording, which would otherwise come all at once. */
  readonly #pacer: Pacer | null;
  readonly #hasOwnTimes: boolean;

  constructor(connection: InputConnection, signal: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
    this.track = connection.track;
    this.#pacer = connection.durationMs === null ? null : new Pacer(systemClock);
    // Pictures pushed over HTTP carry no times; FFmpeg would invent 25 a second.
    this.#hasOwnTimes = this.track.codec !== "mjpeg" || this.#pacer !== null;
  }

  async read(): Promise<SourcePacket> {
    const packet = await this.#connection.read();
    const ptsMs = this.#hasOwnTimes ? packetPtsMs(packet, this.track.timeBase) : null;
    const isPaced = this.#pacer !== null && ptsMs !== null;
    const isLost = isPaced && (await this.#pacer.wait(ptsMs, this.#signal));
    const arrivalMs = systemClock.nowMs();
    if (isLost) this.#captureClock.restart(arrivalMs);
    if (ptsMs !== null) {
      return { packet, captureTimeMs: this.#captureClock.captureTimeMs({ ptsMs, arrivalMs }) };
    }
    this.#stamp(packet, arrivalMs);
    return { packet, captureTimeMs: arrivalMs };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #stamp(packet: Packet, timeMs: number): void {
    const ticks = msToTicks(timeMs, this.track.timeBase);
    packet.pts = ticks;
    packet.dts = ticks;
  }
}
