import { assert } from "../../base/index.ts";
import type { OpenTranscoder, Picture, Transcoder } from "../../pipeline/perception/contract.ts";
import { H264Encoder } from "./h264-encoder.ts";
import { DecodedPicture } from "./picture.ts";

const KEY_INTERVAL_FRAMES = 30;

/** Makes H.264 out of what browsers cannot play. */
export const openTranscoder: OpenTranscoder = async () => {
  return new PictureTranscoder(await H264Encoder.open({ keyIntervalFrames: KEY_INTERVAL_FRAMES }));
};

class PictureTranscoder implements Transcoder {
  readonly #encoder: H264Encoder;
  #originMs: number | null = null;

  constructor(encoder: H264Encoder) {
    this.#encoder = encoder;
  }

  async encode(picture: Picture) {
    assert(picture instanceof DecodedPicture, "pictures come from our decoder");
    const { captureTimeMs } = picture;
    this.#originMs ??= captureTimeMs;
    const packets = await this.#encoder.encode(picture.frame, captureTimeMs - this.#originMs);
    return packets.map((packet) => {
      const coded = {
        bytes: Uint8Array.from(packet.data ?? []),
        ptsMs: Number(packet.pts),
        dtsMs: Number(packet.dts),
        durationMs: null,
        keyframe: packet.isKeyframe,
        captureTimeMs,
      };
      packet.free();
      return coded;
    });
  }

  close(): void {
    this.#encoder.close();
  }
}
