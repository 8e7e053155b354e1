import {
  CalibrationRequest,
  CalibrationSolved,
  CameraParams,
  defineRoute,
  RegistryCamera,
  type Route,
} from "@whereabouts/contracts";
import type { z } from "zod";
import { AppError } from "../../base/index.ts";
import type { Camera, SizePx } from "../../model/index.ts";
import { calibrationSolution, solveCalibration, type PlanSize } from "./calibration.ts";
import type { CameraPictures } from "./camera-pictures.ts";
import type { CameraRegistry } from "./camera-registry.ts";
import type { HealthRecorder } from "./health-recorder.ts";
import { pictureGridM } from "./picture-grid.ts";
import { registryCamera } from "./views.ts";

const TAG = "Cameras";

interface Parts {
  readonly registry: CameraRegistry;
  readonly health: HealthRecorder;
  readonly pictures: CameraPictures;
  readonly planOf: (floorId: string | null) => PlanSize | null;
}

export function calibrationRoutes(parts: Parts): Route[] {
  const { registry } = parts;
  const view = (camera: Camera) =>
    registryCamera(camera, parts.health.latest(camera.id), parts.planOf(camera.floorId));
  return [
    defineRoute({
      operationId: "solveCameraCalibration",
      method: "POST",
      path: "/api/v1/registry/cameras/:camera/calibration/solve",
      tag: TAG,
      summary: "How well points in the picture and on the plan fit together",
      description:
        "Stores nothing. Four pairs at least, no three of them in line; from six on, a lens that bends " +
        "lines is found too. `grid_m` holds the lines of an even grid over the picture on the plan.",
      params: CameraParams,
      body: CalibrationRequest,
      response: CalibrationSolved,
      handle: async ({ params, body }) => {
        const camera = registry.get(params.camera);
        const size = await pictureSize(parts, camera, body);
        const calibration = solveCalibration(body.pairs, size, body.model);
        const plan = parts.planOf(camera.floorId);
        const grid = plan === null ? [] : pictureGridM(calibration, plan);
        return { body: { ...calibrationSolution(calibration, plan), grid_m: grid } };
      },
    }),
    defineRoute({
      operationId: "putCameraCalibration",
      method: "PUT",
      path: "/api/v1/registry/cameras/:camera/calibration",
      tag: TAG,
      summary: "Calibrate a camera",
      params: CameraParams,
      body: CalibrationRequest,
      response: RegistryCamera,
      handle: async ({ params, body }) => {
        const camera = registry.get(params.camera);
        const size = await pictureSize(parts, camera, body);
        const calibration = solveCalibration(body.pairs, size, body.model);
        const values = { calibration: JSON.stringify(calibration) };
        return { body: view(await registry.update(camera.id, values)) };
      },
    }),
    defineRoute({
      operationId: "deleteCameraCalibration",
      method: "DELETE",
      path: "/api/v1/registry/cameras/:camera/calibration",
      tag: TAG,
      summary: "Forget a camera's calibration",
      params: CameraParams,
      response: RegistryCamera,
      handle: async ({ params }) => {
        const camera = registry.get(params.camera);
        return { body: view(await registry.update(camera.id, { calibration: null })) };
      },
    }),
  ];
}

/** The size the points refer to: as told, else of the picture the camera shows now. */
async function pictureSize(
  { pictures }: Parts,
  camera: Camera,
  body: z.output<typeof CalibrationRequest>,
): Promise<SizePx> {
  if (body.size_px) return { widthPx: body.size_px[0], heightPx: body.size_px[1] };
  const snapshot = await pictures.snapshot(camera.id, {}).catch((error: unknown) => {
    if (camera.calibration) return { size: camera.calibration.size };
    const message = "Calibrating the camera: it has no picture now, expected size_px in the call";
    throw new AppError("conflict", message, { cause: error });
  });
  return snapshot.size;
}
