/** Detector `onnx`: the user's own model, by file and output layout. */
import { resolve } from "node:path";
import { AppError } from "../../../base/index.ts";
import type { OnnxSession } from "../../../inference/index.ts";
import type { DetectorSettings } from "../../../model/index.ts";
import type { NetworkHead } from "../network-detector.ts";
import { HEADS } from "./heads.ts";

const SIDE_PX_DEFAULT = 640;
const SIDE_PX_MAX = 2048;

/** @throws AppError `bad-request` when the settings name no model file */
export function ownModelPath(settings: DetectorSettings): string {
  const path = settings.modelPath;
  if (path?.toLowerCase().endsWith(".onnx")) return resolve(path);
  throw new AppError("bad-request", "Detector onnx needs modelPath, a file that ends in .onnx");
}

/** @throws AppError `invalid` when the model does not take one RGB picture */
export function ownHead(session: OnnxSession, settings: DetectorSettings): NetworkHead {
  const [, channels = 3, heightPx = SIDE_PX_DEFAULT, widthPx = SIDE_PX_DEFAULT] =
    session.inputDims.map((dim) => dim ?? undefined);
  const sidesFit = [heightPx, widthPx].every((side) => side % 32 === 0 && side <= SIDE_PX_MAX);
  if (session.inputNames.length !== 1 || channels !== 3 || !sidesFit) {
    throw new AppError("invalid", "The model must take one RGB picture with sides of 32 n pixels");
  }
  const size = { widthPx, heightPx };
  const kind = HEADS[settings.head ?? "yolov8"];
  return { ...kind, name: "onnx", size, decode: kind.decode(size) };
}
