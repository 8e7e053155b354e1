import { calibrationPairs, planHomography, type CalibrationPair } from "./calibration.ts";
import type { CameraPose } from "./camera.ts";
import type { PlanPoint } from "./geometry.ts";
import {
  SITES,
  type EnvironmentCode,
  type GatewayDefinition,
  type ZoneDefinition,
} from "./site/index.ts";

/** What a registry needs to hold a simulated environment. */
export interface SiteSeed {
  readonly code: EnvironmentCode;
  readonly name: string;
  readonly timeZone: string;
  readonly floor: {
    readonly code: string;
    readonly name: string;
    readonly level: number;
    readonly widthM: number;
    readonly heightM: number;
    /** Polylines in metres. */
    readonly wallsM: readonly (readonly PlanPoint[])[];
  };
  readonly zones: readonly ZoneDefinition[];
  readonly cameras: readonly SeededCamera[];
  readonly gateways: readonly GatewayDefinition[];
}

export interface SeededCamera extends CameraPose {
  /** Address of its video: `sim:<environment>/<code>`. */
  readonly sourceUrl: string;
  /** Row-major 3x3, pixels to metres, exact. */
  readonly homography: readonly number[];
  readonly pairs: readonly CalibrationPair[];
}

/** Describes an environment for the registry of sites, zones and cameras. */
export function siteSeed(environment: EnvironmentCode): SiteSeed {
  const site = SITES[environment];
  return {
    code: environment,
    name: site.name,
    timeZone: site.timeZone,
    floor: {
      code: "ground",
      name: site.floorName,
      level: 0,
      widthM: site.widthM,
      heightM: site.heightM,
      wallsM: site.wallsM,
    },
    zones: site.zones,
    cameras: site.cameras.map((pose) => ({
      ...pose,
      sourceUrl: `sim:${environment}/${pose.code}`,
      homography: planHomography(pose.code),
      pairs: calibrationPairs(pose.code),
    })),
    gateways: site.gateways,
  };
}
