import type {
  CameraSettings,
  CameraStatus,
  DetectedFrame,
  Detection,
  SizePx,
  StageMs,
} from "../model/index.ts";

/** What a perception process needs to know to run one camera. */
export interface CameraRunSpec {
  readonly cameraId: string;
  readonly code: string;
  /** `file:`, `rtsp:`, `rtsps:`, `http:`, `https:` or `sim:<environment>/<camera>`. */
  readonly sourceUrl: string;
  readonly settings: CameraSettings;
}

export interface CameraHealthReport {
  readonly cameraId: string;
  readonly status: CameraStatus;
  /** Why, in words for people; null while healthy. Never holds credentials. */
  readonly message: string | null;
  readonly fps: number | null;
  readonly latencyMs: number | null;
  readonly lastFrameAtMs: number | null;
  readonly reconnectCount: number;
  readonly atMs: number;
}

export interface Snapshot {
  readonly jpeg: Uint8Array;
  readonly captureTimeMs: number;
  readonly size: SizePx;
}

export interface SourcePreview extends Snapshot {
  readonly codec: string;
  readonly fps: number | null;
  readonly detections: readonly Detection[];
}

/** Receives one camera's live fragmented MP4. Calls come in order, `onInit` first. */
export interface VideoViewer {
  onInit(init: { readonly codec: string; readonly size: SizePx; readonly bytes: Uint8Array }): void;
  /** `keyframe`: the fragment can be decoded without those before it. */
  onFragment(fragment: {
    readonly bytes: Uint8Array;
    readonly keyframe: boolean;
    /** Capture time of the fragment's first picture, UTC ms. */
    readonly captureTimeMs: number;
    /** The same instant on the media timeline, seconds. */
    readonly mediaTimeS: number;
  }): void;
  /** The stream ended or restarted; a new `onInit` may follow. */
  onEnd(reason: string): void;
}

/** What describing came to since the camera started. */
export interface AppearanceStats {
  /** What makes the vectors at present; null while nothing is described. */
  readonly descriptor: string | null;
  readonly described: number;
  /** Crops kept as JPEG. */
  readonly crops: number;
  /** Detections left undescribed, by reason. */
  readonly skipped: {
    /** Too small, cut off, covered, blurred. */
    readonly poor: number;
    /** The same place was described a moment ago, and not worse. */
    readonly recent: number;
    /** More in one picture than are described. */
    readonly excess: number;
    /** The network or the picture failed. */
    readonly failed: number;
  };
}

export interface PerceptionStats {
  readonly groups: readonly {
    readonly group: string;
    readonly pid: number | null;
    readonly rssBytes: number;
    readonly cpuPercent: number;
    readonly restarts: number;
    readonly cameraIds: readonly string[];
  }[];
  readonly cameras: readonly {
    readonly cameraId: string;
    readonly decodeFps: number;
    readonly detectFps: number;
    /** Median cost per processed frame, ms. */
    readonly stageMs: StageMs;
    readonly appearance: AppearanceStats;
    /** Capture to hand-over, ms. */
    readonly latencyMs: { readonly p50: number; readonly p95: number };
    /** Pictures the detector never saw because a newer one had come. */
    readonly skippedFrames: number;
    readonly viewers: number;
  }[];
}

/**
 * The perception processes as the server sees them: one child process per group of cameras,
 * restarted when it dies, told the desired state and never asked to block.
 */
export interface PerceptionPort {
  /** Sets the cameras that should run. Unchanged ones are not disturbed. */
  setCameras(cameras: readonly CameraRunSpec[]): void;
  onFrame(handler: (frame: DetectedFrame) => void): void;
  onHealth(handler: (report: CameraHealthReport) => void): void;
  /** Newest decoded picture. @throws AppError `unavailable` when the camera has none */
  snapshot(cameraId: string): Promise<Snapshot>;
  /** Opens an address once, without registering it. @throws AppError with the reason in words */
  preview(source: { sourceUrl: string; settings: CameraSettings }): Promise<SourcePreview>;
  /** Starts sending live video; the returned call stops it. */
  openVideo(cameraId: string, viewer: VideoViewer): () => void;
  stats(): PerceptionStats;
  dispose(): Promise<void>;
}
