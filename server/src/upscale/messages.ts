import type { ErrorKind } from "../base/index.ts";
import type { ModelName, ModelProgress } from "../weights/index.ts";
import type { UpscaleMethod, UpscaleProgress, UpscaleRequest, UpscaleResult } from "./contract.ts";

/** A request with its method decided. */
export interface UpscaleJob extends UpscaleRequest {
  readonly method: UpscaleMethod;
}

/** What an upscaling process is started for: one task, then it ends. */
export type UpscaleTask =
  | { readonly type: "fetch"; readonly modelsDir: string; readonly name: ModelName }
  | { readonly type: "upscale"; readonly modelsDir: string; readonly job: UpscaleJob };

/** What an upscaling process tells the server. The last one is `done` or `failed`. */
export type FromTask =
  | { readonly type: "model"; readonly progress: ModelProgress }
  | { readonly type: "progress"; readonly progress: UpscaleProgress }
  | { readonly type: "done"; readonly result: UpscaleResult | null }
  | {
      readonly type: "failed";
      readonly kind: ErrorKind;
      /** For who asked. */
      readonly message: string;
      /** For the log; may name files. */
      readonly detail: string;
    };
