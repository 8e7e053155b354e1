import { systemClock, type Clock } from "../../../base/index.ts";
import type {
  SourcePacket,
  SourceRequest,
  VideoSource,
} from "../../../pipeline/perception/contract.ts";
import { CaptureClock } from "../capture-clock.ts";
import type { InputConnection } from "../input-connection.ts";
import { msToTicks, packetPtsMs, ticksToMs } from "../packet-times.ts";
import { Pacer } from "../pacer.ts";

/** Plays a recording in real time, over and over, with timestamps that go on rising. */
export class LoopingFile implements VideoSource {
  readonly #request: SourceRequest;
  readonly #reopen: () => Promise<InputConnection>;
  readonly #clock: Clock = systemClock;
  readonly #captureClock = new CaptureClock();
  readonly #pacer = new Pacer(systemClock);
  readonly track: VideoSource["track"];
  #connection: InputConnection;
  /** What earlier rounds add to the timestamps, so that they go on rising. */
  #offsetMs = 0;
  #lastEndMs = 0;
  #packetsThisRound = 0;

  constructor(
    request: SourceRequest,
    connection: InputConnection,
    reopen: () => Promise<InputConnection>,
  ) {
    this.#request = request;
    this.#connection = connection;
    this.#reopen = reopen;
    this.track = connection.track;
  }

  async read(): Promise<SourcePacket> {
    const packet = await this.#readLooping();
    const { timeBase } = this.track;
    const frameMs = 1000 / (this.track.fps ?? 25);
    const writtenMs = packetPtsMs(packet, timeBase) ?? this.#packetsThisRound * frameMs;
    const decodeMs = ticksToMs(packet.dts, timeBase) ?? writtenMs;
    this.#packetsThisRound++;
    packet.pts = msToTicks(writtenMs + this.#offsetMs, timeBase);
    packet.dts = msToTicks(decodeMs + this.#offsetMs, timeBase);
    this.#lastEndMs = Math.max(this.#lastEndMs, writtenMs + this.#offsetMs + frameMs);
    const isLost = await this.#pacer.wait(decodeMs + this.#offsetMs, this.#request.signal);
    const ptsMs = writtenMs + this.#offsetMs;
    const arrivalMs = this.#clock.nowMs();
    if (isLost) this.#captureClock.restart(arrivalMs);
    return { packet, captureTimeMs: this.#captureClock.captureTimeMs({ ptsMs, arrivalMs }) };
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #readLooping() {
    try {
      return await this.#connection.read();
    } catch (error) {
      // A round without a single packet would make the loop spin.
      if (this.#request.signal.aborted || this.#packetsThisRound === 0) throw error;
    }
    await this.#connection.close();
    this.#connection = await this.#reopen();
    this.#offsetMs = this.#lastEndMs;
    this.#packetsThisRound = 0;
    return this.#connection.read();
  }
}
