import type { ErrorKind } from "../../base/index.ts";
import type {
  AppearanceSettings,
  CameraSettings,
  DetectedFrame,
  SizePx,
} from "../../model/index.ts";
import type {
  CameraHealthReport,
  CameraRunSpec,
  PerceptionStats,
  Snapshot,
  SourcePreview,
} from "../perception-port.ts";

/** Settings every perception process gets when it starts. */
export interface GroupSettings {
  readonly modelsDir: string;
  readonly cacheDir: string;
  readonly targetFps: number;
  readonly minScore: number | null;
  readonly jpegQuality: number;
  readonly defaultDetector: "centernet" | "nanodet" | "motion";
  /** Of cameras that do not say otherwise. */
  readonly appearance: AppearanceSettings;
  readonly intraOpThreads: number;
}

/** What the server tells a perception process. */
export type ToGroup =
  | { readonly type: "settings"; readonly settings: GroupSettings }
  | { readonly type: "cameras"; readonly cameras: readonly CameraRunSpec[] }
  | { readonly type: "video"; readonly cameraId: string; readonly isOpen: boolean }
  | { readonly type: "snapshot"; readonly requestId: number; readonly cameraId: string }
  | {
      readonly type: "preview";
      readonly requestId: number;
      readonly sourceUrl: string;
      readonly settings: CameraSettings;
    }
  | { readonly type: "stop" };

export interface VideoInit {
  readonly codec: string;
  readonly size: SizePx;
  readonly bytes: Uint8Array;
}
export interface VideoFragment {
  readonly bytes: Uint8Array;
  readonly keyframe: boolean;
  readonly captureTimeMs: number;
  readonly mediaTimeS: number;
}

export type GroupCameraStats = Omit<PerceptionStats["cameras"][number], "viewers">;
export interface GroupStats {
  readonly rssBytes: number;
  readonly cpuPercent: number;
  /** Messages dropped because the server did not take them in time. */
  readonly droppedMessages: number;
  readonly cameras: readonly GroupCameraStats[];
}

/** What a perception process tells the server. */
export type FromGroup =
  | { readonly type: "frame"; readonly frame: DetectedFrame }
  | { readonly type: "health"; readonly report: CameraHealthReport }
  | { readonly type: "video-init"; readonly cameraId: string; readonly init: VideoInit }
  | { readonly type: "video-fragment"; readonly cameraId: string; readonly fragment: VideoFragment }
  | { readonly type: "video-end"; readonly cameraId: string; readonly reason: string }
  | { readonly type: "stats"; readonly stats: GroupStats }
  | {
      readonly type: "reply";
      readonly requestId: number;
      readonly value: Snapshot | SourcePreview;
    }
  | {
      readonly type: "refusal";
      readonly requestId: number;
      readonly kind: ErrorKind;
      readonly message: string;
    };
