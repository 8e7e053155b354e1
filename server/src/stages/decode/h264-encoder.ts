import { CodecParameters, Frame, Rational, type Packet } from "node-av/lib";
import { Encoder } from "node-av/api";
import { AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264 } from "node-av/constants";
import { assert } from "../../base/index.ts";
import type { LiveEncoder, OpenLiveEncoder } from "../../pipeline/perception/contract.ts";

/** Ticks of a millisecond: pictures keep the time they were made. */
const TIME_BASE = { num: 1, den: 1000 } as const;

export interface H264EncoderOptions {
  /** Key frame every so many pictures. */
  readonly keyIntervalFrames: number;
}

/** x264 tuned for live use: no reordering, every picture comes out at once. */
export class H264Encoder {
  readonly timeBase = TIME_BASE;
  readonly #encoder: Encoder;

  private constructor(encoder: Encoder) {
    this.#encoder = encoder;
  }

  static async open(options: H264EncoderOptions): Promise<H264Encoder> {
    const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
      gopSize: options.keyIntervalFrames,
      maxBFrames: 0,
      threadCount: 1,
      options: { preset: "ultrafast", tune: "zerolatency", crf: 26, "forced-idr": true },
    });
    return new H264Encoder(encoder);
  }

  /** The frame stays the caller's. @param timeMs presentation time, rising */
  async encode(frame: Frame, timeMs: number): Promise<Packet[]> {
    const timed = frame.clone();
    assert(timed, "a frame can be referenced again");
    timed.timeBase = new Rational(TIME_BASE.num, TIME_BASE.den);
    timed.pts = BigInt(Math.round(timeMs));
    try {
      return await this.#encoder.encodeAll(timed);
    } finally {
      timed.free();
    }
  }

  /** What a decoder needs to know; null until the first picture went in. */
  get parameters(): CodecParameters | null {
    const context = this.#encoder.getCodecContext();
    if (!context?.isOpen) return null;
    const parameters = new CodecParameters();
    parameters.alloc();
    parameters.fromContext(context);
    return parameters;
  }

  close(): void {
    this.#encoder.close();
  }
}

/** An encoder for pictures that come as planes of bytes. */
export const openLiveEncoder: OpenLiveEncoder = async (options) => {
  return new PlanarEncoder(await H264Encoder.open(options));
};

class PlanarEncoder implements LiveEncoder {
  readonly timeBase = TIME_BASE;
  readonly #encoder: H264Encoder;

  constructor(encoder: H264Encoder) {
    this.#encoder = encoder;
  }

  get parameters(): CodecParameters | null {
    return this.#encoder.parameters;
  }

  async encode(picture: Parameters<LiveEncoder["encode"]>[0]): Promise<Packet[]> {
    const { i420, size } = picture;
    const bytes = Buffer.from(i420.buffer, i420.byteOffset, i420.byteLength);
    const frame = Frame.fromVideoBuffer(bytes, {
      width: size.widthPx,
      height: size.heightPx,
      format: AV_PIX_FMT_YUV420P,
      timeBase: TIME_BASE,
    });
    try {
      return await this.#encoder.encode(frame, picture.timeMs);
    } finally {
      frame.free();
    }
  }

  close(): void {
    this.#encoder.close();
  }
}
