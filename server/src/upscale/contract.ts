/** What a picture is enlarged by. */
export type UpscaleMethod = "realesr-general-x4v3" | "realesrgan-x4plus" | "bicubic";

/** One picture to enlarge four times. */
export interface UpscaleRequest {
  /** Of the job; only named in logs. */
  readonly id: string;
  /** Absolute path of the uploaded picture, in any format that sharp reads. */
  readonly sourcePath: string;
  /** Absolute path of the JPEG to write; it appears whole or not at all. */
  readonly resultPath: string;
  /**
   * Absolute path of a folder of this request's own. Tiles are kept here, so that the same request
   * goes on where it stopped; whoever asked removes it once the result is noted or given up.
   */
  readonly workFolder: string;
  readonly model: "general" | "best";
  /** A picture with a longer side is shrunk to it first; 16..{@link LONG_SIDE_PX_MAX}. */
  readonly longSideMaxPx: number;
  /** Puts the original back where the network invents; see `job/faithful.ts` for the rule. */
  readonly faithful: boolean;
}

export interface UpscaleProgress {
  readonly tilesDone: number;
  readonly tilesTotal: number;
}

export interface UpscaleResult {
  readonly method: UpscaleMethod;
  /** Of the enlarged picture. */
  readonly widthPx: number;
  readonly heightPx: number;
  /**
   * Of a faithful result: a gray PNG beside it, a quarter as wide and high. Black is the network's
   * picture as it was, white the original enlarged plainly.
   */
  readonly invented?: { readonly path: string };
}

export interface Upscaler {
  /**
   * Waits its turn, then enlarges in a process of its own.
   *
   * @throws AppError `invalid` when the picture cannot be read, `unavailable` when the process died
   *   (the tiles done are kept: ask again), or the signal's reason
   */
  upscale(
    request: UpscaleRequest,
    onProgress: (progress: UpscaleProgress) => void,
    signal: AbortSignal,
  ): Promise<UpscaleResult>;
}

/** Every network enlarges by this, and so does what stands in for one. */
export const SCALE = 4;
/** Results of 16,384 px a side: 800 MB on disk while they are made, and a JPEG's limit is near. */
export const LONG_SIDE_PX_MAX = 4_096;
export const LONG_SIDE_PX_MIN = 16;
