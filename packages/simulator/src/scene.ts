import { projectionOf, type CameraPose, type Projection } from "./camera.ts";
import { createMotionModel, type ActorMotion } from "./motion/index.ts";
import {
  SITES,
  type ActorDefinition,
  type EnvironmentCode,
  type SiteDefinition,
} from "./site/index.ts";

/** One simulated site brought to life by a seed. Everything about it is a function of time. */
export interface Scene {
  readonly environment: EnvironmentCode;
  readonly seed: number;
  readonly site: SiteDefinition;
  /** State of one actor at an instant (UTC ms). */
  motionOf(actor: ActorDefinition, timeMs: number): ActorMotion;
}

/** Seed of the site that the product shows by default. */
export const DEFAULT_SEED = 20;

/** Creates a scene. Two scenes of the same environment and seed agree at every instant. */
export function createScene(options: {
  readonly environment: EnvironmentCode;
  readonly seed?: number;
}): Scene {
  const site = SITES[options.environment];
  const seed = options.seed ?? DEFAULT_SEED;
  const { motionOf } = createMotionModel(site, seed);
  return { environment: options.environment, seed, site, motionOf };
}

/** A simulated camera with everything needed to project through it. */
export interface SimulatedCamera {
  readonly environment: EnvironmentCode;
  readonly pose: CameraPose;
  readonly projection: Projection;
}

/** Finds a camera by its code. @throws RangeError when no environment has it */
export function simulatedCamera(cameraCode: string): SimulatedCamera {
  for (const site of Object.values(SITES)) {
    const pose = site.cameras.find((camera) => camera.code === cameraCode);
    if (pose) return { environment: site.environment, pose, projection: projectionOf(pose) };
  }
  throw new RangeError(
    `No simulated camera ${JSON.stringify(cameraCode)}, expected one of ${CAMERA_CODES.join(", ")}`,
  );
}

/** Codes of all simulated cameras, in the order of their environments. */
export const CAMERA_CODES: readonly string[] = Object.values(SITES).flatMap((site) =>
  site.cameras.map((camera) => camera.code),
);

/**
 * Reads a simulated camera's address, `sim:<environment>/<camera>[?seed=N]`.
 * @throws RangeError when the address has another form or names something that does not exist
 */
export function parseSimulatorUrl(url: string): {
  readonly environment: EnvironmentCode;
  readonly cameraCode: string;
  readonly seed: number;
} {
  const match = /^sim:(?:\/\/)?([a-z]+)\/([a-z0-9]+)(?:\?seed=(\d{1,9}))?$/.exec(url);
  const [, environment, cameraCode, seed] = match ?? [];
  if (!environment || !cameraCode) {
    throw new RangeError(`Cannot read ${JSON.stringify(url)}, expected sim:<environment>/<camera>`);
  }
  const camera = simulatedCamera(cameraCode);
  if (camera.environment !== environment) {
    throw new RangeError(
      `Camera ${cameraCode} belongs to ${camera.environment}, not ${environment}`,
    );
  }
  return { environment: camera.environment, cameraCode, seed: seed ? Number(seed) : DEFAULT_SEED };
}
