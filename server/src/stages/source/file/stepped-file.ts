import { AppError, isAppError, systemClock } from "../../../base/index.ts";
import {
  RecordingPlayed,
  type SourcePacket,
  type VideoSource,
} from "../../../pipeline/perception/contract.ts";
import type { InputConnection } from "../input-connection.ts";
import { packetPtsMs } from "../packet-times.ts";

/**
 * Plays a recording once, as fast as it is read. Capture times are the recording's own, laid so
 * that it ends at the moment it was opened: none lies in the future, however fast it is read.
 */
export class SteppedFile implements VideoSource {
  readonly isStepped = true;
  readonly track: VideoSource["track"];
  readonly #connection: InputConnection;
  readonly #startMs: number;
  readonly #durationMs: number;
  #firstPtsMs: number | null = null;
  #packets = 0;

  private constructor(connection: InputConnection, durationMs: number) {
    this.#connection = connection;
    this.#durationMs = durationMs;
    this.#startMs = systemClock.nowMs() - durationMs;
    this.track = connection.track;
  }

  /** Takes the connection over. @throws AppError `invalid` for a recording of unknown length */
  static async play(connection: InputConnection): Promise<SteppedFile> {
    if (connection.durationMs !== null) return new SteppedFile(connection, connection.durationMs);
    await connection.close();
    throw new AppError("invalid", "A recording of unknown length plays in real time only");
  }

  async read(): Promise<SourcePacket> {
    const packet = await this.#connection.read().catch((error: unknown) => {
      if (this.#packets === 0 || !isAppError(error) || error.kind !== "unavailable") throw error;
      throw new RecordingPlayed("The recording was played to its end", { cause: error });
    });
    const frameMs = 1000 / (this.track.fps ?? 25);
    const ptsMs = packetPtsMs(packet, this.track.timeBase) ?? this.#packets * frameMs;
    this.#packets++;
    this.#firstPtsMs ??= ptsMs;
    const sinceStartMs = Math.min(this.#durationMs, ptsMs - this.#firstPtsMs);
    return { packet, captureTimeMs: this.#startMs + sinceStartMs };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
