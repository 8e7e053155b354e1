/** Detector `onnx`: the user's own model, by file and output layout. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "../../../base/index.ts";
import type { OnnxSession } from "../../../inference/index.ts";
import type { DetectorSettings } from "../../../model/index.ts";
import type { NetworkHead } from "../network-detector.ts";
import { HEADS } from "./heads.ts";

const SIDE_PX_DEFAULT = 640;
const SIDE_PX_MAX = 2048;

/**
 * Absolute path of the model; a relative one starts at the server's working directory.
 *
 * @throws AppError `bad-request` when the settings name no model file, `invalid` when it is absent
 */
export async function ownModelPath(settings: DetectorSettings): Promise<string> {
  if (!settings.modelPath?.toLowerCase().endsWith(".onnx")) {
    throw new AppError("bad-request", "Detector onnx needs model_path, a file that ends in .onnx");
  }
  const path = resolve(settings.modelPath);
  if ((await stat(path).catch(() => null))?.isFile()) return path;
  throw new AppError(
    "invalid",
    `Model file ${path} does not exist on this server: put it there or change model_path`,
  );
}

/** @throws AppError `invalid` when the model does not take one RGB picture */
export function ownHead(session: OnnxSession, settings: DetectorSettings): NetworkHead {
  const [, channels = 3, heightPx = SIDE_PX_DEFAULT, widthPx = SIDE_PX_DEFAULT] =
    session.inputDims.map((dim) => dim ?? undefined);
  const sidesFit = [heightPx, widthPx].every((side) => side % 32 === 0 && side <= SIDE_PX_MAX);
  if (session.inputNames.length !== 1 || channels !== 3 || !sidesFit) {
    const got = session.inputDims.map((dim) => dim ?? "any").join(", ");
    const count = session.inputNames.length === 1 ? "" : `${session.inputNames.length} inputs, `;
    throw new AppError(
      "invalid",
      "The model must take one RGB picture, [1, 3, height, width] with sides that are multiples " +
        `of 32 up to ${SIDE_PX_MAX}, not ${count}[${got}]`,
    );
  }
  const size = { widthPx, heightPx };
  const kind = HEADS[settings.head ?? "yolov8"];
  return { ...kind, name: "onnx", size, decode: kind.decode(size) };
}
