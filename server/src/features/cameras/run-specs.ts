import type { Camera } from "../../model/index.ts";
import type { CameraRunSpec } from "../../pipeline/perception-port.ts";
import { isSourceUrl } from "./source-url.ts";

/** The cameras that should run: switched on, with an address that can be opened. */
export function runSpecs(cameras: readonly Camera[]): CameraRunSpec[] {
  return cameras.flatMap(({ id, code, enabled, sourceUrl, settings }) =>
    enabled && sourceUrl !== null && isSourceUrl(sourceUrl)
      ? [{ cameraId: id, code, sourceUrl, settings }]
      : [],
  );
}
