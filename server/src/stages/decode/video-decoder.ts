import { Codec, CodecContext, FFmpegError, Frame, Rational } from "node-av/lib";
import { AVERROR_EAGAIN, AVERROR_EOF } from "node-av/constants";
import { AppError } from "../../base/index.ts";
import type {
  OpenDecoder,
  Picture,
  SourcePacket,
  VideoDecoder,
  VideoTrack,
} from "../../pipeline/perception/contract.ts";
import { PictureScaler } from "./picture-scaler.ts";
import { DecodedPicture } from "./picture.ts";

/** More pictures than any decoder holds back for reordering. */
const PENDING_TIMES_MAX = 64;
/** A picture must be larger than nothing and smaller than what would eat our memory. */
const PIXELS_MAX = 8192 * 8192;

export const openDecoder: OpenDecoder = async (track) => {
  const codec = Codec.findDecoder(track.parameters.codecId);
  if (!codec) throw new AppError("unsupported", `There is no decoder for codec ${track.codec}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(track.parameters);
  context.pktTimebase = new Rational(track.timeBase.num, track.timeBase.den);
  // One thread per camera: many cameras share the cores, and frame threads would add latency.
  context.threadCount = 1;
  const opened = await context.open2(codec, null);
  if (opened < 0) {
    context.freeContext();
    throw new AppError("unsupported", `The decoder for ${track.codec} does not start`);
  }
  return new FfmpegDecoder(track, context);
};

class FfmpegDecoder implements VideoDecoder {
  readonly #context: CodecContext;
  readonly #timeBase: Rational;
  readonly #scaler = new PictureScaler();
  /** Capture times of packets whose pictures have not come out yet, by presentation time. */
  readonly #captureTimes = new Map<bigint, number>();
  #lastCaptureTimeMs = 0;

  constructor(track: VideoTrack, context: CodecContext) {
    this.#context = context;
    this.#timeBase = new Rational(track.timeBase.num, track.timeBase.den);
  }

  async decode({ packet, captureTimeMs }: SourcePacket): Promise<Picture[]> {
    this.#remember(packet.pts, captureTimeMs);
    const sent = await this.#context.sendPacket(packet);
    if (sent < 0 && sent !== AVERROR_EAGAIN) throw decodeError(sent);
    const pictures: Picture[] = [];
    for (;;) {
      const frame = new Frame();
      frame.alloc();
      const received = await this.#context.receiveFrame(frame);
      if (received >= 0) {
        pictures.push(this.#picture(frame, captureTimeMs));
        continue;
      }
      frame.free();
      if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return pictures;
      for (const picture of pictures) picture.release();
      throw decodeError(received);
    }
  }

  close(): void {
    this.#context.freeContext();
    this.#scaler.close();
    this.#captureTimes.clear();
  }

  #remember(pts: bigint, captureTimeMs: number): void {
    this.#captureTimes.set(pts, captureTimeMs);
    if (this.#captureTimes.size <= PENDING_TIMES_MAX) return;
    const oldest = this.#captureTimes.keys().next();
    if (!oldest.done) this.#captureTimes.delete(oldest.value);
  }

  #picture(frame: Frame, packetTimeMs: number): Picture {
    if (frame.width * frame.height > PIXELS_MAX) {
      frame.free();
      throw new AppError("invalid", "The picture is too large");
    }
    frame.timeBase = this.#timeBase;
    const knownMs = this.#captureTimes.get(frame.pts);
    this.#captureTimes.delete(frame.pts);
    const captureTimeMs = Math.max(knownMs ?? packetTimeMs, this.#lastCaptureTimeMs + 1);
    this.#lastCaptureTimeMs = captureTimeMs;
    return new DecodedPicture(frame, this.#scaler, captureTimeMs);
  }
}

function decodeError(code: number): AppError {
  return new AppError("invalid", `The picture cannot be decoded: ${FFmpegError.strerror(code)}`);
}
