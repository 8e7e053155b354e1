import { AppError, isAppError, type Clock } from "../../../base/index.ts";
import type { CameraSettings } from "../../../model/index.ts";
import type { CameraRunSpec, Snapshot, SourcePreview } from "../../perception-port.ts";
import type { OpenDetector, OpenTranscoder } from "../contract.ts";
import type { GroupSettings, GroupStats, ToGroup } from "../messages.ts";
import { Admission } from "./admission.ts";
import { CameraRun } from "./camera-run.ts";
import type { Stages } from "./camera-session.ts";
import type { Outbox } from "./outbox.ts";
import { previewSource } from "./preview.ts";
import { LiveVideo } from "./live-video.ts";

export interface PerceptionGroupOptions {
  readonly settings: GroupSettings;
  readonly stages: Stages;
  readonly openTranscoder: OpenTranscoder;
  readonly clock: Clock;
  readonly outbox: Outbox;
}

const STATS_INTERVAL_MS = 2_000;

interface Running {
  readonly run: CameraRun;
  readonly video: LiveVideo;
}

/** All cameras of one perception process: brings what runs in line with what should run. */
export class PerceptionGroup {
  readonly #options: PerceptionGroupOptions;
  readonly #admission: Admission;
  readonly #running = new Map<string, Running>();
  readonly #watched = new Set<string>();
  readonly #stats: NodeJS.Timeout;
  /** Changes of the camera list wait for one another: a camera must not run twice. */
  #changes: Promise<void> = Promise.resolve();
  #cpu = process.cpuUsage();
  #cpuAtMs: number;

  constructor(options: PerceptionGroupOptions) {
    this.#options = options;
    this.#admission = new Admission(options.clock);
    this.#cpuAtMs = options.clock.monotonicMs();
    this.#stats = setInterval(() => this.#sendStats(), STATS_INTERVAL_MS);
  }

  async handle(message: Exclude<ToGroup, { type: "settings" | "stop" }>): Promise<void> {
    switch (message.type) {
      case "cameras":
        this.#changes = this.#changes.then(() => this.#setCameras(message.cameras));
        return this.#changes;
      case "video":
        return this.#setVideo(message.cameraId, message.isOpen);
      case "snapshot":
        return this.#answer(message.requestId, () => this.#snapshot(message.cameraId));
      case "preview":
        return this.#answer(message.requestId, () => this.#preview(message));
    }
  }

  /** Ends every connection and waits for pending work; needed before the process may exit. */
  async stop(): Promise<void> {
    clearInterval(this.#stats);
    await this.#changes;
    await Promise.all([...this.#running.values()].map(({ run }) => run.stop()));
    this.#running.clear();
  }

  #setVideo(cameraId: string, isOpen: boolean): void {
    if (isOpen) this.#watched.add(cameraId);
    else this.#watched.delete(cameraId);
    this.#running.get(cameraId)?.video.setOpen(isOpen);
  }

  async #setCameras(cameras: readonly CameraRunSpec[]): Promise<void> {
    const wanted = new Map(cameras.map((spec) => [spec.cameraId, spec]));
    const stale = [...this.#running.values()].filter(({ run }) => {
      const spec = wanted.get(run.spec.cameraId);
      return !spec || JSON.stringify(spec) !== JSON.stringify(run.spec);
    });
    for (const { run } of stale) this.#running.delete(run.spec.cameraId);
    await Promise.all(stale.map(({ run }) => run.stop()));
    for (const spec of wanted.values()) {
      if (!this.#running.has(spec.cameraId)) this.#start(spec);
    }
  }

  #start(spec: CameraRunSpec): void {
    const { settings, stages, clock, outbox, openTranscoder } = this.#options;
    const { cameraId } = spec;
    const video = new LiveVideo({ cameraId, outbox, openTranscoder });
    video.setOpen(this.#watched.has(cameraId));
    const run = new CameraRun({
      spec,
      stages: { ...stages, openDetector: this.#detectorFor(spec.sourceUrl) },
      admission: this.#admission,
      targetFps: settings.targetFps,
      appearance: settings.appearance,
      jpegQuality: settings.jpegQuality,
      clock,
      video,
      sendFrame: (frame) => outbox.send({ type: "frame", frame }),
      sendHealth: (report) => outbox.send({ type: "health", report }),
    });
    this.#running.set(cameraId, { run, video });
    run.start();
  }

  /** Fills in the server's defaults. Simulated pictures are not photographs: motion finds more. */
  #detectorFor(sourceUrl: string): OpenDetector {
    const { defaultDetector, minScore } = this.#options.settings;
    const isSimulated = sourceUrl.startsWith("sim:");
    return (chosen: CameraSettings["detector"]) => {
      const kind = isSimulated ? "motion" : defaultDetector;
      const detector = chosen ?? { kind };
      const floor = minScore === null ? {} : { minScore };
      return this.#options.stages.openDetector({ ...floor, ...detector });
    };
  }

  #snapshot(cameraId: string): Promise<Snapshot> {
    const running = this.#running.get(cameraId);
    if (!running) throw new AppError("unavailable", "The camera does not run");
    return running.run.snapshot();
  }

  #preview(source: { sourceUrl: string; settings: CameraSettings }): Promise<SourcePreview> {
    const { stages, settings } = this.#options;
    const openDetector = this.#detectorFor(source.sourceUrl);
    return previewSource({
      ...source,
      stages: { ...stages, openDetector },
      jpegQuality: settings.jpegQuality,
    });
  }

  async #answer(requestId: number, work: () => Promise<Snapshot | SourcePreview>): Promise<void> {
    try {
      this.#options.outbox.send({ type: "reply", requestId, value: await work() });
    } catch (error) {
      const kind = isAppError(error) ? error.kind : "internal";
      const message = error instanceof Error ? error.message : String(error);
      this.#options.outbox.send({ type: "refusal", requestId, kind, message });
    }
  }

  #sendStats(): void {
    const { clock, outbox } = this.#options;
    const cpu = process.cpuUsage(this.#cpu);
    const nowMs = clock.monotonicMs();
    const elapsedMs = Math.max(1, nowMs - this.#cpuAtMs);
    this.#cpu = process.cpuUsage();
    this.#cpuAtMs = nowMs;
    const stats: GroupStats = {
      rssBytes: process.memoryUsage.rss(),
      cpuPercent: (cpu.user + cpu.system) / 10 / elapsedMs,
      droppedMessages: outbox.dropped,
      cameras: [...this.#running.values()].map(({ run }) => run.stats()),
    };
    outbox.send({ type: "stats", stats });
  }
}
