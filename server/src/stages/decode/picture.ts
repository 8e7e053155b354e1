import type { Frame } from "node-av/lib";
import { assert } from "../../base/index.ts";
import type { PixelBox, SizePx } from "../../model/index.ts";
import type { Picture, PicturePart } from "../../pipeline/perception/contract.ts";
import type { PictureScaler } from "./picture-scaler.ts";

/** A decoded FFmpeg frame. Sharing costs a reference, no pixels. */
export class DecodedPicture implements Picture {
  readonly size: SizePx;
  readonly captureTimeMs: number;
  readonly #frame: Frame;
  readonly #scaler: PictureScaler;

  constructor(frame: Frame, scaler: PictureScaler, captureTimeMs: number) {
    this.#frame = frame;
    this.#scaler = scaler;
    this.captureTimeMs = captureTimeMs;
    this.size = { widthPx: frame.width, heightPx: frame.height };
  }

  /** The frame itself, for encoders; it stays ours. */
  get frame(): Frame {
    return this.#frame;
  }

  rgb(size: SizePx, region?: PixelBox): Promise<Uint8Array> {
    return this.#scaler.pixels(this.#frame, { size, format: "rgb", ...(region && { region }) });
  }

  luma(size: SizePx): Promise<Uint8Array> {
    return this.#scaler.pixels(this.#frame, { size, format: "gray" });
  }

  jpeg(quality: number, part?: PicturePart): Promise<Uint8Array> {
    return this.#scaler.jpeg(this.#frame, quality, part);
  }

  share(): Picture {
    const clone = this.#frame.clone();
    assert(clone, "a decoded frame can be referenced again");
    clone.timeBase = this.#frame.timeBase;
    return new DecodedPicture(clone, this.#scaler, this.captureTimeMs);
  }

  release(): void {
    this.#frame.free();
  }
}
