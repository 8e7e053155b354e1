import type { SessionPool } from "../../inference/index.ts";
import type { DetectorSettings } from "../../model/index.ts";
import type { Detector, OpenDetector } from "../../pipeline/perception/contract.ts";
import { CENTERNET_HEAD } from "./centernet/index.ts";
import { MotionDetector } from "./motion/index.ts";
import { NANODET_HEAD } from "./nanodet/index.ts";
import { NetworkDetector, type NetworkHead } from "./network-detector.ts";
import { ownHead, ownModelPath } from "./onnx/index.ts";

export interface DetectorContext {
  readonly sessions: SessionPool;
  /** Path of a fetched model by its name in the manifest. */
  readonly modelPath: (name: string) => string;
}
type CreateDetector = (context: DetectorContext, settings: DetectorSettings) => Promise<Detector>;

/** A detector whose network comes from the model manifest. */
function fetched(modelName: string, head: NetworkHead): CreateDetector {
  return async (context, settings) => {
    const session = await context.sessions.load(context.modelPath(modelName));
    return new NetworkDetector(session, head, settings);
  };
}

const ownModel: CreateDetector = async (context, settings) => {
  const session = await context.sessions.load(await ownModelPath(settings));
  return new NetworkDetector(session, ownHead(session, settings), settings);
};

/** Every detector, by its name in the camera's settings. */
const DETECTORS: Readonly<Record<DetectorSettings["kind"], CreateDetector>> = {
  centernet: fetched("centernet-640x384", CENTERNET_HEAD),
  nanodet: fetched("nanodet-512x320", NANODET_HEAD),
  motion: async (_context, settings) => new MotionDetector(settings),
  onnx: ownModel,
};

/** Opens detectors; those of one process share their loaded models. */
export function createDetectors(options: {
  readonly modelPath: DetectorContext["modelPath"];
  readonly sessions: SessionPool;
}): { open: OpenDetector } {
  const open: OpenDetector = (settings = { kind: "centernet" }) => {
    const create = DETECTORS[settings.kind];
    return create(options, settings);
  };
  return { open };
}
