/**
 * Perception as the server uses it: child processes that read, decode and detect, four cameras
 * each, started again when they die. Owns the processes and the messages; what runs inside them
 * is wired in `workers/perception.ts`. Native video and inference code can take its process down,
 * which is why it never runs in ours.
 */
import type { Clock, Log } from "../../base/index.ts";
import type { AppearanceSettings, DetectorSettings } from "../../model/index.ts";
import { ensureModels, type ModelName } from "../../weights/index.ts";
import type { PerceptionPort } from "../perception-port.ts";
import { Perception } from "./perception.ts";

export interface PerceptionSettings {
  /** Pictures per second the detector sees of each camera that does not say otherwise. */
  readonly targetFps: number;
  /** Null or absent: each detector's own. */
  readonly minScore?: number | null;
  /** 1..100. */
  readonly jpegQuality: number;
  readonly defaultDetector: "centernet" | "nanodet" | "motion";
  /** Of cameras that do not say otherwise. Absent: the small network and colours. */
  readonly appearance?: AppearanceSettings;
  /** Threads of one inference; the machine's cores divided by the number of groups at most. */
  readonly intraOpThreads: number;
}

export interface CreatePerceptionOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Folder of fetched models, absolute. */
  readonly modelsDir: string;
  /** Folder for what can be made again, absolute. */
  readonly cacheDir: string;
  readonly settings: PerceptionSettings;
  readonly camerasPerGroup?: number;
}

/** What must be fetched before a detector can run. */
const MODELS: Readonly<Partial<Record<DetectorSettings["kind"], readonly ModelName[]>>> = {
  centernet: ["centernet-640x384"],
  nanodet: ["nanodet-512x320"],
};

/** What a descriptor needs to be more than colours. */
const APPEARANCE_MODELS: Readonly<
  Partial<Record<AppearanceSettings["kind"], readonly ModelName[]>>
> = {
  "mobilenet-hsv": ["mobilenet-v1-025"],
};
const APPEARANCE_DEFAULT: AppearanceSettings = { kind: "mobilenet-hsv" };

const CAMERAS_PER_GROUP = 4;

/** Starts nothing until the first camera is set or previewed. */
export function createPerception(options: CreatePerceptionOptions): PerceptionPort {
  const { modelsDir: dir, cacheDir, settings, log, clock } = options;
  return new Perception({
    log,
    clock,
    camerasPerGroup: options.camerasPerGroup ?? CAMERAS_PER_GROUP,
    settings: {
      ...settings,
      minScore: settings.minScore ?? null,
      appearance: settings.appearance ?? APPEARANCE_DEFAULT,
      modelsDir: dir,
      cacheDir,
    },
    entry: new URL("../../workers/perception.ts", import.meta.url),
    ensureModels: (wanted) => ensureModels({ dir, ...wanted }),
    modelsOf: ({ detector, appearance }) => [
      ...(MODELS[detector.kind] ?? []),
      ...(APPEARANCE_MODELS[appearance.kind] ?? []),
    ],
  });
}
