import { availableParallelism } from "node:os";
import path from "node:path";

import { ensureModels, modelPath } from "../../server/src/weights/index.ts";
import { runScript } from "./run-script.ts";

/** The detector that cameras have unless their settings say otherwise. */
export const MODEL = "centernet-640x384";
export const MODELS_DIR = path.resolve(import.meta.dirname, "../../data/models");
/** The other half is left to decoding and to the server, as the product does. */
export const THREADS = Math.max(1, Math.floor(availableParallelism() / 2));

/** Fetches and converts the model unless it is there. */
export async function fetchModel(): Promise<void> {
  await ensureModels({ dir: MODELS_DIR, names: [MODEL] });
}

export interface BareInference {
  readonly perSecond: number;
  /** CPU time of one inference. */
  readonly cpuMs: number;
}

/** The bare model in a process of its own with nothing around it. */
export async function bareInference(durationMs: number): Promise<BareInference> {
  const args = [modelPath(MODELS_DIR, MODEL), String(THREADS), String(durationMs)];
  return JSON.parse(await runScript("bare-inference.ts", args)) as BareInference;
}
