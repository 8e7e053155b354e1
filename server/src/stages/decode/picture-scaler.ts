import type { Frame } from "node-av/lib";
import { Scaler } from "node-av/api";
import { AppError } from "../../base/index.ts";
import type { SizePx } from "../../model/index.ts";

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
    target: { readonly size: SizePx; readonly format: "rgb" | "gray" },
  ): Promise<Uint8Array> {
    const resize = { width: target.size.widthPx, height: target.size.heightPx };
    return this.#inTurn(frame, (held) =>
      this.#scaler.toBuffer(held, { resize, format: target.format }),
    );
  }

  jpeg(frame: Frame, quality: number): Promise<Uint8Array> {
    return this.#inTurn(frame, (held) => this.#scaler.toJpeg(held, { quality }));
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
