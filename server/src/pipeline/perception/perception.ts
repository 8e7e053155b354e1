import { AppError, type Clock, type Log } from "../../base/index.ts";
import type { CameraSettings, DetectedFrame } from "../../model/index.ts";
import type { ModelName } from "../../weights/index.ts";
import type {
  CameraHealthReport,
  CameraRunSpec,
  PerceptionPort,
  PerceptionStats,
  Snapshot,
  SourcePreview,
  VideoViewer,
} from "../perception-port.ts";
import { GroupProcess } from "./group-process.ts";
import type { FromGroup, GroupSettings } from "./messages.ts";
import { ModelFetcher, type EnsureModels } from "./model-fetcher.ts";
import { Viewers } from "./viewers.ts";

export interface PerceptionOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly settings: GroupSettings;
  readonly entry: URL;
  readonly camerasPerGroup: number;
  readonly ensureModels: EnsureModels;
  /** Names of the models that a camera's stages need. */
  readonly modelsOf: (
    stages: Required<Pick<CameraSettings, "detector" | "appearance">>,
  ) => readonly ModelName[];
}

const SNAPSHOT_LIMIT_MS = 5_000;
/** The process itself gives up after 10 s; the rest is its start on a busy machine. */
const PREVIEW_LIMIT_MS = 25_000;
const PREVIEWS_MAX = 3;

/** Spreads cameras over perception processes and speaks for all of them. */
export class Perception implements PerceptionPort {
  readonly #options: PerceptionOptions;
  readonly #groups: GroupProcess[] = [];
  readonly #closing = new Set<Promise<void>>();
  readonly #viewers = new Map<string, Viewers>();
  readonly #frameHandlers: ((frame: DetectedFrame) => void)[] = [];
  readonly #healthHandlers: ((report: CameraHealthReport) => void)[] = [];
  readonly #models: ModelFetcher;
  readonly #previews = new Set<GroupProcess>();
  #groupsMade = 0;

  constructor(options: PerceptionOptions) {
    this.#options = options;
    const { ensureModels: ensure, clock, log } = options;
    this.#models = new ModelFetcher({ ensure, clock, log });
  }

  setCameras(cameras: readonly CameraRunSpec[]): void {
    const wanted = new Map(cameras.map((spec) => [spec.cameraId, spec]));
    for (const spec of cameras) this.#wantModels(spec);
    const placed = this.#groups.map((group) => {
      const kept = group.cameras.flatMap(({ cameraId }) => wanted.get(cameraId) ?? []);
      for (const { cameraId } of kept) wanted.delete(cameraId);
      return { group, specs: kept };
    });
    for (const spec of wanted.values()) {
      const free = placed.find(
        ({ specs }) =>
          specs.length < this.#options.camerasPerGroup &&
          specs.every((other) => isSimulated(other) === isSimulated(spec)),
      );
      if (free) free.specs.push(spec);
      else placed.push({ group: this.#addGroup(), specs: [spec] });
    }
    for (const { group, specs } of placed) {
      if (specs.length === 0) this.#removeGroup(group);
      else if (JSON.stringify(specs) !== JSON.stringify(group.cameras)) group.setCameras(specs);
    }
  }

  onFrame(handler: (frame: DetectedFrame) => void): void {
    this.#frameHandlers.push(handler);
  }

  onHealth(handler: (report: CameraHealthReport) => void): void {
    this.#healthHandlers.push(handler);
  }

  async snapshot(cameraId: string): Promise<Snapshot> {
    const group = this.#groupOf(cameraId);
    if (!group) throw new AppError("unavailable", "The camera does not run");
    return group.request({ type: "snapshot", cameraId }, SNAPSHOT_LIMIT_MS);
  }

  /** In a process of its own: an unknown source must not disturb the cameras that run. */
  async preview(source: { sourceUrl: string; settings: CameraSettings }): Promise<SourcePreview> {
    if (this.#previews.size >= PREVIEWS_MAX) {
      throw new AppError("rate-limited", `At most ${PREVIEWS_MAX} previews run at a time`);
    }
    this.#wantModels(source);
    const group = this.#createGroup("preview");
    this.#previews.add(group);
    try {
      const { sourceUrl, settings } = source;
      const reply = await group.request({ type: "preview", sourceUrl, settings }, PREVIEW_LIMIT_MS);
      if ("codec" in reply) return reply;
      throw new AppError("internal", "The perception process gave another answer than asked for");
    } finally {
      this.#previews.delete(group);
      this.#close(group);
    }
  }

  openVideo(cameraId: string, viewer: VideoViewer): () => void {
    const viewers = this.#viewers.get(cameraId) ?? new Viewers();
    this.#viewers.set(cameraId, viewers);
    const remove = viewers.add(viewer);
    if (viewers.count === 1) this.#tellVideo(cameraId, true);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      remove();
      if (viewers.count > 0) return;
      if (this.#viewers.get(cameraId) === viewers) this.#viewers.delete(cameraId);
      this.#tellVideo(cameraId, false);
    };
  }

  stats(): PerceptionStats {
    return {
      groups: this.#groups.map((group) => ({
        group: group.name,
        pid: group.pid,
        rssBytes: group.stats?.rssBytes ?? 0,
        cpuPercent: group.stats?.cpuPercent ?? 0,
        restarts: group.restarts,
        cameraIds: group.cameras.map(({ cameraId }) => cameraId),
      })),
      cameras: this.#groups.flatMap((group) =>
        (group.stats?.cameras ?? []).map((camera) => ({
          ...camera,
          viewers: this.#viewers.get(camera.cameraId)?.count ?? 0,
        })),
      ),
    };
  }

  async dispose(): Promise<void> {
    for (const group of [...this.#groups.splice(0), ...this.#previews]) this.#close(group);
    await Promise.all([...this.#closing, this.#models.dispose()]);
  }

  #groupOf(cameraId: string): GroupProcess | undefined {
    return this.#groups.find((group) => group.cameras.some((spec) => spec.cameraId === cameraId));
  }

  #addGroup(): GroupProcess {
    const group = this.#createGroup(`perception-${++this.#groupsMade}`);
    this.#groups.push(group);
    return group;
  }

  #createGroup(name: string): GroupProcess {
    const { entry, settings, log, clock } = this.#options;
    const group: GroupProcess = new GroupProcess({
      name,
      entry,
      settings,
      log,
      clock,
      onMessage: (message) => this.#receive(message),
      onDeath: (reason) => this.#mournFor(group, reason),
      onStart: (started) => this.#reopenVideo(started),
    });
    return group;
  }

  #removeGroup(group: GroupProcess): void {
    this.#groups.splice(this.#groups.indexOf(group), 1);
    this.#close(group);
  }

  #close(group: GroupProcess): void {
    const closed = group.stop().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #receive(message: FromGroup): void {
    switch (message.type) {
      case "frame":
        for (const handle of this.#frameHandlers) handle(message.frame);
        return;
      case "health":
        for (const handle of this.#healthHandlers) handle(message.report);
        return;
      case "video-init":
        return this.#viewers.get(message.cameraId)?.init(message.init);
      case "video-fragment":
        return this.#viewers.get(message.cameraId)?.fragment(message.fragment);
      case "video-end":
        return this.#viewers.get(message.cameraId)?.end(message.reason);
    }
  }

  #mournFor(group: GroupProcess, message: string): void {
    for (const { cameraId } of group.cameras) {
      this.#viewers.get(cameraId)?.end(message);
      this.#receive({
        type: "health",
        report: {
          cameraId,
          status: "down",
          message,
          fps: null,
          latencyMs: null,
          lastFrameAtMs: null,
          reconnectCount: 0,
          atMs: this.#options.clock.nowMs(),
        },
      });
    }
  }

  #reopenVideo(group: GroupProcess): void {
    for (const { cameraId } of group.cameras) {
      if (this.#viewers.has(cameraId)) group.send({ type: "video", cameraId, isOpen: true });
    }
  }

  #tellVideo(cameraId: string, isOpen: boolean): void {
    this.#groupOf(cameraId)?.send({ type: "video", cameraId, isOpen });
  }

  #wantModels(source: { sourceUrl: string; settings: CameraSettings }): void {
    const { modelsOf, settings } = this.#options;
    const kind = isSimulated(source) ? "motion" : settings.defaultDetector;
    const { detector = { kind }, appearance = settings.appearance } = source.settings;
    this.#models.want(modelsOf({ detector, appearance }));
  }
}

/** Drawing takes its process's own time, so simulated cameras never share one with real ones. */
function isSimulated({ sourceUrl }: { readonly sourceUrl: string }): boolean {
  return sourceUrl.startsWith("sim:");
}
