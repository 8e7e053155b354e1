import type {
  CameraHealthReport,
  CameraRunSpec,
  PerceptionPort,
  Snapshot,
  VideoViewer,
} from "../pipeline/perception-port.ts";
import type { DetectedFrame } from "../model/index.ts";
import { AppError } from "../base/index.ts";

/** A perception that sees only what a test tells it. */
export class FakePerception implements PerceptionPort {
  cameras: readonly CameraRunSpec[] = [];
  /** What every camera shows. */
  picture: Snapshot | null = null;
  readonly viewers = new Map<string, VideoViewer>();
  frame: (frame: DetectedFrame) => void = () => undefined;
  health: (report: CameraHealthReport) => void = () => undefined;

  setCameras(cameras: readonly CameraRunSpec[]): void {
    this.cameras = cameras;
  }

  onFrame(handler: (frame: DetectedFrame) => void): void {
    this.frame = handler;
  }

  onHealth(handler: (report: CameraHealthReport) => void): void {
    this.health = handler;
  }

  async snapshot(): Promise<Snapshot> {
    if (this.picture) return this.picture;
    throw new AppError("unavailable", "The camera has no picture");
  }

  async preview(): ReturnType<PerceptionPort["preview"]> {
    return {
      jpeg: new Uint8Array([0xff, 0xd8, 0xff, 0xd9]),
      captureTimeMs: 0,
      size: { widthPx: 640, heightPx: 360 },
      codec: "h264",
      fps: 25,
      detections: [{ boxPx: [1, 2, 3, 4], score: 0.9, objectClass: "dog" }],
    };
  }

  openVideo(cameraId: string, viewer: VideoViewer): () => void {
    this.viewers.set(cameraId, viewer);
    return () => this.viewers.delete(cameraId);
  }

  stats(): ReturnType<PerceptionPort["stats"]> {
    return { groups: [], cameras: [] };
  }

  async dispose(): Promise<void> {}
}
