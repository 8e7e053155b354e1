/**
 * Upscaling: enlarges pictures four times with Real-ESRGAN networks, in child processes that end
 * with their picture, and plainly where no network can be had. Owns tiles, progress, resuming and
 * the label in the result; which pictures, when, and where they are kept is the features' business.
 *
 * Source: photo contract, section 9.
 */
import { availableParallelism } from "node:os";
import type { Clock, Log } from "../base/index.ts";
import { ProcessUpscaler } from "./upscaler.ts";

export {
  LONG_SIDE_PX_MAX,
  LONG_SIDE_PX_MIN,
  type UpscaleMethod,
  type UpscaleProgress,
  type UpscaleRequest,
  type UpscaleResult,
  type Upscaler,
} from "./contract.ts";
export { ProcessUpscaler, type UpscalerStats } from "./upscaler.ts";

export interface CreateUpscalerOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Folder of fetched models, absolute. */
  readonly modelsDir: string;
  /** Pictures at a time; absent: one per core. */
  readonly processes?: number;
}

/** Starts nothing until the first picture. */
export function createUpscaler(options: CreateUpscalerOptions): ProcessUpscaler {
  return new ProcessUpscaler({
    ...options,
    processes: options.processes ?? availableParallelism(),
    entry: new URL("../workers/upscale.ts", import.meta.url),
  });
}
