export interface UpscaleRequest {
  readonly id: string;
  readonly sourcePath: string;
  /** Where the JPEG goes; whole once the call resolves. */
  readonly resultPath: string;
  /** Tiles that are done are kept here, so that a later call with the same folder goes on. */
  readonly workFolder: string;
  readonly model: "general" | "best";
  /** A larger picture is shrunk to fit before it is enlarged. */
  readonly longSideMaxPx: number;
  /** Blend the original back where the model invents. */
  readonly faithful: boolean;
}

export interface UpscaleProgress {
  readonly tilesDone: number;
  readonly tilesTotal: number;
}

export interface UpscaleResult {
  readonly method: "realesr-general-x4v3" | "realesrgan-x4plus" | "bicubic";
  readonly widthPx: number;
  readonly heightPx: number;
  /** Grey picture of the result's size: the brighter, the more the model invented. */
  readonly invented?: { readonly path: string };
}

/** Enlarges pictures four times, upright, without metadata of the source. */
export interface Upscaler {
  /**
   * @throws AppError `invalid` when the picture cannot be read, which another try does not mend;
   *   the signal's reason when it is aborted
   */
  upscale(
    request: UpscaleRequest,
    onProgress: (progress: UpscaleProgress) => void,
    signal: AbortSignal,
  ): Promise<UpscaleResult>;
}
