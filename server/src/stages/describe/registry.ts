import { resolve } from "node:path";
import { AppError, type Clock } from "../../base/index.ts";
import type { SessionPool } from "../../inference/index.ts";
import type { AppearanceSettings } from "../../model/index.ts";
import type { Describer, OpenDescriber } from "../../pipeline/perception/contract.ts";
import type { Descriptor } from "./descriptor.ts";
import { DescriptorLoader } from "./descriptor-loader.ts";
import { HSV_DESCRIPTOR } from "./hsv/index.ts";
import { createMobilenetHsv } from "./mobilenet-hsv/index.ts";
import { createOwnDescriptor } from "./onnx/index.ts";
import { RegionDescriber } from "./region-describer.ts";

export interface DescriberContext {
  readonly sessions: SessionPool;
  /** Path of a fetched model by its name in the manifest. */
  readonly modelPath: (name: string) => string;
  readonly clock: Clock;
}
type LoadDescriptor = (
  context: DescriberContext,
  settings: AppearanceSettings,
) => Promise<Descriptor>;

const MOBILENET = "mobilenet-v1-025";

/** Every descriptor by its name in the settings; null: needs nothing that could be missing. */
const DESCRIPTORS: Readonly<
  Record<Exclude<AppearanceSettings["kind"], "off">, LoadDescriptor | null>
> = {
  hsv: null,
  "mobilenet-hsv": async ({ sessions, modelPath }) =>
    createMobilenetHsv(await sessions.load(modelPath(MOBILENET), "crops")),
  onnx: async ({ sessions }, { modelPath }) => {
    if (!modelPath?.toLowerCase().endsWith(".onnx")) {
      throw new AppError(
        "bad-request",
        "Descriptor onnx needs modelPath, a file that ends in .onnx",
      );
    }
    const path = resolve(modelPath);
    return createOwnDescriptor(await sessions.load(path, "crops"), path);
  },
};

/** Opens describers, one per camera; those of one process share their loaded models. */
export function createDescribers(context: DescriberContext): OpenDescriber {
  return (settings) => {
    if (settings.kind === "off") return NOBODY;
    const load = DESCRIPTORS[settings.kind];
    const loader = new DescriptorLoader({
      load: load && (() => load(context, settings)),
      fallback: HSV_DESCRIPTOR,
      isFetched: settings.kind !== "onnx",
      monotonicMs: () => context.clock.monotonicMs(),
    });
    return new RegionDescriber(loader);
  };
}

/** Describes nothing. */
const NOBODY: Describer = {
  describe: async (_input, detections) => ({ detections, descriptor: null }),
  stats: {
    descriptor: null,
    described: 0,
    crops: 0,
    skipped: { poor: 0, recent: 0, excess: 0, failed: 0 },
  },
  trouble: null,
};
