import type { SizePx } from "../../model/index.ts";
import type { Picture } from "../../pipeline/perception/contract.ts";

export interface Normalization {
  /** Order of the planes. */
  readonly order: "rgb" | "bgr";
  /** Subtracted per plane, in the planes' order. */
  readonly mean: readonly [number, number, number];
  /** Then multiplied per plane. */
  readonly factor: readonly [number, number, number];
}

export const RAW_RGB: Normalization = { order: "rgb", mean: [0, 0, 0], factor: [1, 1, 1] };

const PADDING_LEVEL = 114;

/** How network pixels map back: `original = network / scale`, per axis. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Turns pictures into planar network input; keeps its buffer, so use one per detector. */
export class Preprocessor {
  readonly size: SizePx;
  readonly #normalization: Normalization;
  readonly #keepAspect: boolean;
  readonly #pixels: Float32Array;
  #filledTo: SizePx | null = null;

  constructor(options: {
    readonly size: SizePx;
    readonly normalization: Normalization;
    /** True: shrink to fit, gray at the right and lower edge. False: stretch. */
    readonly keepAspect: boolean;
  }) {
    this.size = options.size;
    this.#normalization = options.normalization;
    this.#keepAspect = options.keepAspect;
    const { widthPx, heightPx } = options.size;
    const bytes = 3 * widthPx * heightPx * Float32Array.BYTES_PER_ELEMENT;
    // The inference thread reads them where they are written.
    this.#pixels = new Float32Array(new SharedArrayBuffer(bytes));
  }

  /** The pixels are valid until the next call. */
  async prepare(picture: Picture): Promise<{ pixels: Float32Array; placement: Placement }> {
    const inner = this.#innerSize(picture.size);
    const rgb = await picture.rgb(inner);
    if (this.#filledTo?.widthPx !== inner.widthPx || this.#filledTo.heightPx !== inner.heightPx) {
      this.#fillPadding();
      this.#filledTo = inner;
    }
    this.#writePlanes(rgb, inner);
    const placement = {
      scaleX: inner.widthPx / picture.size.widthPx,
      scaleY: inner.heightPx / picture.size.heightPx,
    };
    return { pixels: this.#pixels, placement };
  }

  #innerSize(original: SizePx): SizePx {
    if (!this.#keepAspect) return this.size;
    const { widthPx, heightPx } = this.size;
    const scale = Math.min(widthPx / original.widthPx, heightPx / original.heightPx);
    return {
      widthPx: Math.max(1, Math.min(widthPx, Math.round(original.widthPx * scale))),
      heightPx: Math.max(1, Math.min(heightPx, Math.round(original.heightPx * scale))),
    };
  }

  #fillPadding(): void {
    const planePx = this.size.widthPx * this.size.heightPx;
    const { mean, factor } = this.#normalization;
    for (let plane = 0; plane < 3; plane++) {
      const level = (PADDING_LEVEL - mean[plane]!) * factor[plane]!;
      this.#pixels.fill(level, plane * planePx, (plane + 1) * planePx);
    }
  }

  #writePlanes(rgb: Uint8Array, inner: SizePx): void {
    const { order, mean, factor } = this.#normalization;
    const pixels = this.#pixels;
    const planePx = this.size.widthPx * this.size.heightPx;
    for (let plane = 0; plane < 3; plane++) {
      const channel = order === "rgb" ? plane : 2 - plane;
      const subtract = mean[plane]!;
      const multiply = factor[plane]!;
      for (let y = 0; y < inner.heightPx; y++) {
        let from = y * inner.widthPx * 3 + channel;
        const start = plane * planePx + y * this.size.widthPx;
        for (let to = start; to < start + inner.widthPx; to++, from += 3) {
          pixels[to] = (rgb[from]! - subtract) * multiply;
        }
      }
    }
  }
}
