import { Frame } from "node-av/lib";
import { Encoder, Muxer } from "node-av/api";
import { AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264, FF_ENCODER_LIBX265 } from "node-av/constants";
import type { RecordingCodec } from "./recording.ts";

const FPS = 10;
const PICTURES = 30;
const KEY_INTERVAL = 10;
const ENCODERS = { h264: FF_ENCODER_LIBX264, hevc: FF_ENCODER_LIBX265 } as const;

/** Writes three seconds of a light block that walks over noise, for codecs no recording has. */
export async function writeClip(options: {
  /** Its suffix names the container. */
  readonly path: string;
  readonly codec: RecordingCodec;
  readonly widthPx: number;
  readonly heightPx: number;
}): Promise<void> {
  const encoder = await Encoder.create(ENCODERS[options.codec], {
    gopSize: KEY_INTERVAL,
    maxBFrames: 0,
    threadCount: 1,
    options: { preset: "ultrafast", "x265-params": "log-level=none:pools=none" },
  });
  const muxer = await Muxer.open(options.path);
  const stream = muxer.addStream(encoder);
  try {
    for (let step = 0; step < PICTURES; step++) {
      const frame = picture(step, options);
      for (const packet of await encoder.encodeAll(frame)) {
        await muxer.writePacket(packet, stream);
        packet.free();
      }
      frame.free();
    }
    for (const packet of await encoder.encodeAll(null)) {
      await muxer.writePacket(packet, stream);
      packet.free();
    }
  } finally {
    await muxer.close();
    encoder.close();
  }
}

function picture(
  step: number,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Frame {
  const bytes = Buffer.alloc((widthPx * heightPx * 3) / 2, 128);
  // A multiplicative generator: noise that is the same every time and packs badly, as grain does.
  let seed = 1;
  for (let at = 0; at < widthPx * heightPx; at++) {
    seed = (seed * 48271) % 2147483647;
    bytes[at] = 60 + (seed & 63);
  }
  const left = 10 + step * 4;
  for (let y = heightPx >> 2; y < heightPx >> 1; y++) {
    bytes.fill(220, y * widthPx + left, y * widthPx + left + 24);
  }
  const timeBase = { num: 1, den: FPS };
  const format = AV_PIX_FMT_YUV420P;
  const frame = Frame.fromVideoBuffer(bytes, {
    width: widthPx,
    height: heightPx,
    format,
    timeBase,
  });
  frame.pts = BigInt(step);
  return frame;
}
