import type { Frame } from "node-av/lib";
import { Scaler } from "node-av/api";
import { AppError } from "../../base/index.ts";
import type { PixelBox, SizePx } from "../../model/index.ts";
import type { PicturePart } from "../../pipeline/perception/contract.ts";

/**
 * Converts frames one at a time: a scaler keeps one conversion context per target size, and two
 * conversions at once would share it. A frame that is released meanwhile is held by a reference.
 */
export class PictureScaler {
  readonly #scaler = new Scaler();
  #tail: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  pixels(
    frame: Frame,
    target: {
      readonly size: SizePx;
      readonly format: "rgb" | "gray";
      readonly region?: PixelBox;
    },
  ): Promise<Uint8Array> {
    const { format, region } = target;
    const resize = { width: target.size.widthPx, height: target.size.heightPx };
    const options = { resize, format, ...(region && { crop: cropOf(region, frame) }) };
    return this.#inTurn(frame, (held) => this.#scaler.toBuffer(held, options));
  }

  jpeg(frame: Frame, quality: number, part?: PicturePart): Promise<Uint8Array> {
    const cut = part && {
      crop: cropOf(part.region, frame),
      resize: { width: part.size.widthPx, height: part.size.heightPx },
    };
    return this.#inTurn(frame, (held) => this.#scaler.toJpeg(held, { quality, ...cut }));
  }

  close(): void {
    this.#isClosed = true;
    const close = () => this.#scaler.close();
    this.#tail.then(close, close);
  }

  #inTurn(frame: Frame, convert: (held: Frame) => Promise<Buffer>): Promise<Uint8Array> {
    const held = frame.clone();
    if (!held || this.#isClosed) {
      held?.free();
      return Promise.reject(new AppError("unavailable", "The picture is gone"));
    }
    held.timeBase = frame.timeBase;
    const work = this.#tail.then(() => convert(held)).finally(() => held.free());
    this.#tail = work.catch(() => undefined);
    return work;
  }
}

const CROP_PX_MIN = 2;

/** Whole pixels inside the frame, on even ones: colour is coded for every second pixel. */
function cropOf([x1, y1, x2, y2]: PixelBox, frame: Frame) {
  const x = evenWithin(x1, frame.width - CROP_PX_MIN);
  const y = evenWithin(y1, frame.height - CROP_PX_MIN);
  return {
    x,
    y,
    width: Math.max(CROP_PX_MIN, evenWithin(x2, frame.width) - x),
    height: Math.max(CROP_PX_MIN, evenWithin(y2, frame.height) - y),
  };
}

function evenWithin(value: number, largest: number): number {
  return 2 * Math.floor(Math.max(0, Math.min(largest, Math.round(value))) / 2);
}
