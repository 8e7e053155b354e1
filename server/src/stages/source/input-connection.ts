import { Codec, Dictionary, FormatContext, Packet, type Stream } from "node-av/lib";
import { AVERROR_EAGAIN, AVMEDIA_TYPE_VIDEO, AV_NOPTS_VALUE } from "node-av/constants";
import { AppError } from "../../base/index.ts";
import type { VideoTrack } from "../../pipeline/perception/contract.ts";
import { sourceError } from "./source-errors.ts";

export interface InputOptions {
  /** What FFmpeg opens: an address or a path. */
  readonly target: string;
  readonly signal: AbortSignal;
  /** FFmpeg options of format and protocol. Must hold both whitelists. */
  readonly options: Readonly<Record<string, string>> & {
    readonly protocol_whitelist: string;
    readonly format_whitelist: string;
  };
  readonly openTimeoutMs: number;
  /** A read that takes longer counts as a stall. */
  readonly readTimeoutMs: number;
}

/** One open FFmpeg input and its first video stream. */
export class InputConnection {
  readonly track: VideoTrack;
  /** Length of what is being read in ms; null for live streams. */
  readonly durationMs: number | null;
  readonly #context: FormatContext;
  readonly #streamIndex: number;
  readonly #packet: Packet;
  readonly #options: InputOptions;
  readonly #onAbort: () => void;
  #isClosed = false;
  #pending: Promise<unknown> = Promise.resolve();

  private constructor(context: FormatContext, stream: Stream, options: InputOptions) {
    this.#context = context;
    this.#streamIndex = stream.index;
    this.#options = options;
    this.#packet = new Packet();
    this.#packet.alloc();
    this.track = trackOf(stream);
    const durationUs = context.duration;
    this.durationMs =
      durationUs > 0n && durationUs !== AV_NOPTS_VALUE ? Number(durationUs) / 1e3 : null;
    this.#onAbort = () => context.interrupt();
    options.signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** @throws AppError with the reason in words, or the signal's reason */
  static async open(options: InputOptions): Promise<InputConnection> {
    options.signal.throwIfAborted();
    const context = new FormatContext();
    context.allocContext();
    const interrupt = () => context.interrupt();
    const deadline = setTimeout(interrupt, options.openTimeoutMs);
    options.signal.addEventListener("abort", interrupt, { once: true });
    try {
      await openInput(context, options);
      const index = context.findBestStream(AVMEDIA_TYPE_VIDEO);
      const stream = index < 0 ? undefined : context.streams[index];
      if (!stream) throw new AppError("invalid", "The source has no video");
      return new InputConnection(context, stream, options);
    } catch (error) {
      await context.closeInput();
      options.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(deadline);
      options.signal.removeEventListener("abort", interrupt);
    }
  }

  /**
   * Next packet of the video stream; it stays ours and is overwritten by the next call.
   *
   * @throws AppError with the reason in words
   */
  async read(): Promise<Packet> {
    for (;;) {
      this.#packet.unref();
      const code = await this.#readOnce();
      this.#options.signal.throwIfAborted();
      if (code === AVERROR_EAGAIN) continue;
      if (code < 0) throw sourceError(code, "reading");
      if (this.#packet.streamIndex === this.#streamIndex) return this.#packet;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.signal.removeEventListener("abort", this.#onAbort);
    this.#context.interrupt();
    await this.#pending;
    this.#packet.free();
    await this.#context.closeInput();
  }

  async #readOnce(): Promise<number> {
    let isStalled = false;
    const stall = setTimeout(() => {
      isStalled = true;
      this.#context.interrupt();
    }, this.#options.readTimeoutMs);
    try {
      const reading = this.#context.readFrame(this.#packet);
      this.#pending = reading;
      const code = await reading;
      if (!isStalled || code >= 0) return code;
      throw new AppError("timeout", `No data for ${this.#options.readTimeoutMs / 1000} s`);
    } finally {
      clearTimeout(stall);
    }
  }
}

async function openInput(context: FormatContext, options: InputOptions): Promise<void> {
  const dictionary = Dictionary.fromObject(options.options);
  try {
    const opened = await context.openInput(options.target, null, dictionary);
    if (opened < 0) throw sourceError(opened, "opening");
    const informed = await context.findStreamInfo(null);
    if (informed < 0) throw sourceError(informed, "opening");
  } finally {
    dictionary.free();
  }
}

function trackOf(stream: Stream): VideoTrack {
  const { num, den } = stream.timeBase;
  const rate = stream.avgFrameRate.num > 0 ? stream.avgFrameRate : stream.rFrameRate;
  const fps = rate.num > 0 && rate.den > 0 ? rate.num / rate.den : null;
  const codec = Codec.findDecoder(stream.codecpar.codecId)?.name ?? "unknown";
  return { codec, parameters: stream.codecpar, timeBase: { num, den }, fps };
}
