import { appearance } from "./appearance.ts";
import { fileCameras, simulatedCameras } from "./cameras.ts";
import { detection } from "./detection.ts";
import { day } from "./day.ts";
import { fanOut } from "./fan-out.ts";
import { fleet } from "./fleet.ts";
import { ground } from "./ground.ts";
import type { Bench } from "./harness/index.ts";
import { identity } from "./identity.ts";
import { identityResolver } from "./identity-resolver.ts";
import { ingest } from "./ingest.ts";
import { liveDelay } from "./live-delay.ts";
import { motionDetector } from "./motion-detector.ts";
import { roadMatching } from "./road-matching.ts";
import { upscale } from "./upscale.ts";
import { roadblocks } from "./roadblocks.ts";

/** Every bench, in the order in which `npm run bench` runs them. */
export const BENCHES: readonly Bench[] = [
  ingest,
  fanOut,
  fleet,
  liveDelay,
  detection,
  motionDetector,
  appearance,
  ground,
  roadblocks,
  identityResolver,
  day,
  identity,
  fileCameras,
  simulatedCameras,
  roadMatching,
  upscale,
];
