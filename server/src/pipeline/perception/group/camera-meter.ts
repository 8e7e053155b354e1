import type { AppearanceStats } from "../../perception-port.ts";
import type { GroupCameraStats } from "../messages.ts";
import { Rate, Recent } from "./measures.ts";

/** What one camera costs and yields, over all of its connections. */
export class CameraMeter {
  readonly packets = new Rate();
  readonly broken = new Rate();
  readonly decoded = new Rate();
  readonly detected = new Rate();
  readonly decodeMs = new Recent();
  readonly motionMs = new Recent();
  readonly detectMs = new Recent();
  readonly describeMs = new Recent();
  readonly latencyMs = new Recent();
  lastFrameAtMs: number | null = null;

  stats(
    cameraId: string,
    more: {
      readonly nowMs: number;
      readonly skippedFrames: number;
      readonly appearance: AppearanceStats;
    },
  ): GroupCameraStats {
    const { nowMs, skippedFrames, appearance } = more;
    return {
      cameraId,
      decodeFps: this.decoded.perSecond(nowMs),
      detectFps: this.detected.perSecond(nowMs),
      stageMs: {
        decode: this.decodeMs.quantile(0.5),
        motion: this.motionMs.quantile(0.5),
        detect: this.detectMs.quantile(0.5),
        describe: this.describeMs.quantile(0.5),
      },
      latencyMs: { p50: this.latencyMs.quantile(0.5), p95: this.latencyMs.quantile(0.95) },
      skippedFrames,
      appearance,
    };
  }
}
