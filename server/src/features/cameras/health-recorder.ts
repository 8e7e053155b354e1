import { sql, type Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { BusEvents, Camera, CameraStatus } from "../../model/index.ts";

/** A camera's health as last reported. */
export interface CameraHealthState {
  readonly cameraId: string;
  readonly status: CameraStatus;
  readonly message: string | null;
  readonly fps: number | null;
  readonly latencyMs: number | null;
  readonly lastFrameAtMs: number | null;
  readonly reconnectCount: number;
  /** When this was reported, UTC ms. */
  readonly atMs: number;
}

/** Figures without news are written and published at most this often. */
const FIGURES_EVERY_MS = 5000;
const PUBLISH_EVERY_MS = 1000;
const FLUSH_EVERY_MS = 1000;
/** Changes kept while the database is away; the oldest go first. */
const HISTORY_LIMIT = 2000;

interface Entry {
  state: CameraHealthState;
  writtenAtMs: number;
  publishedAtMs: number;
  isDirty: boolean;
}

/**
 * Keeps every camera's health: newest state in memory, a row, a history of changes, and an event
 * on the bus. Reports never wait for the database.
 */
export class HealthRecorder implements Disposable {
  readonly #db: Kysely<DB>;
  readonly #bus: Bus;
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #log: Pick<Log, "warn">;
  readonly #find: (cameraId: string) => Camera | undefined;
  readonly #entries = new Map<string, Entry>();
  #history: CameraHealthState[] = [];
  #droppedChanges = 0;
  #flushing: Promise<void> | null = null;
  readonly #disposer = new Disposer();

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly bus: Bus;
    readonly clock: Pick<Clock, "nowMs">;
    readonly log: Pick<Log, "warn">;
    readonly find: (cameraId: string) => Camera | undefined;
  }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#find = ports.find;
  }

  async start(): Promise<void> {
    const rows = await this.#db.selectFrom("camera_health").selectAll().execute();
    for (const row of rows) {
      const state: CameraHealthState = {
        cameraId: row.camera_id,
        status: row.status as CameraStatus,
        message: row.message,
        fps: row.fps,
        latencyMs: row.latency_ms,
        lastFrameAtMs: row.last_frame_at?.getTime() ?? null,
        reconnectCount: row.reconnect_count,
        atMs: row.updated_at.getTime(),
      };
      this.#entries.set(row.camera_id, {
        state,
        writtenAtMs: 0,
        publishedAtMs: 0,
        isDirty: false,
      });
    }
    const timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS);
    timer.unref();
    this.#disposer.defer(() => clearInterval(timer));
    // What other nodes report; our own events come back too, and change nothing.
    this.#disposer.defer(
      this.#bus.subscribe("camera-health.>", ({ name, payload }) => {
        if (name === "camera-health") this.#learn(payload as BusEvents["camera-health"]);
      }),
    );
  }

  latest(cameraId: string): CameraHealthState | undefined {
    return this.#entries.get(cameraId)?.state;
  }

  get all(): readonly CameraHealthState[] {
    return [...this.#entries.values()].map((entry) => entry.state);
  }

  /** Changes that were never written because the database was away too long. */
  get droppedChanges(): number {
    return this.#droppedChanges;
  }

  /** Takes a report of a perception process. Reports of cameras that are gone are ignored. */
  report(state: CameraHealthState): void {
    const entry = this.#take(state);
    if (entry) entry.isDirty = true;
  }

  /** Another tracker delivered for this camera; its row was written with the observations. */
  delivered(cameraId: string, captureTimeMs: number): void {
    const known = this.latest(cameraId);
    this.#take({
      cameraId,
      status: "healthy",
      message: known?.message ?? null,
      fps: known?.fps ?? null,
      latencyMs: known?.latencyMs ?? null,
      lastFrameAtMs: captureTimeMs,
      reconnectCount: known?.reconnectCount ?? 0,
      atMs: this.#clock.nowMs(),
    });
  }

  /** Replaces a camera's health as told from outside; resolves when it is durable. */
  async replace(state: CameraHealthState): Promise<void> {
    this.report(state);
    await this.flush({ isUrgent: true });
  }

  forget(cameraId: string): void {
    this.#entries.delete(cameraId);
  }

  /**
   * Writes what changed, in one statement.
   *
   * @throws only when urgent; otherwise what failed is written with the next try
   */
  async flush(options: { readonly isUrgent?: boolean } = {}): Promise<void> {
    const nowMs = this.#clock.nowMs();
    while (this.#flushing) await this.#flushing;
    const due = [...this.#entries.values()].filter(
      (entry) =>
        entry.isDirty && (options.isUrgent || nowMs - entry.writtenAtMs >= FIGURES_EVERY_MS),
    );
    if (due.length === 0 && this.#history.length === 0) return;
    const writing = this.#write(due, nowMs);
    this.#flushing = writing.then(
      () => undefined,
      () => undefined,
    );
    try {
      await writing;
    } catch (error) {
      if (options.isUrgent) throw error;
      this.#log.warn({ err: error }, "Camera health not written");
    } finally {
      this.#flushing = null;
    }
  }

  async dispose(): Promise<void> {
    await this.#disposer.dispose();
    await this.flush({ isUrgent: true });
  }

  #learn({ cameraCode: _, ...state }: BusEvents["camera-health"]): void {
    const known = this.#entries.get(state.cameraId);
    if (known && known.state.atMs >= state.atMs) return;
    if (!this.#find(state.cameraId)) return;
    const idle = { writtenAtMs: 0, publishedAtMs: 0, isDirty: false };
    this.#entries.set(state.cameraId, { ...(known ?? idle), state });
  }

  #take(state: CameraHealthState): Entry | null {
    const camera = this.#find(state.cameraId);
    if (!camera) return null;
    const known = this.#entries.get(state.cameraId);
    const isNews = known?.state.status !== state.status || known.state.message !== state.message;
    const entry = known ?? { state, writtenAtMs: 0, publishedAtMs: 0, isDirty: false };
    entry.state = state;
    this.#entries.set(state.cameraId, entry);
    if (isNews) {
      this.#history.push(state);
      this.#droppedChanges += this.#history.splice(0, this.#history.length - HISTORY_LIMIT).length;
      entry.writtenAtMs = 0;
    }
    if (isNews || this.#clock.nowMs() - entry.publishedAtMs >= PUBLISH_EVERY_MS) {
      entry.publishedAtMs = this.#clock.nowMs();
      const { cameraId: _, ...figures } = state;
      this.#bus.publish(`camera-health.${camera.code}`, {
        cameraId: camera.id,
        cameraCode: camera.code,
        ...figures,
      });
    }
    return entry;
  }

  async #write(due: readonly Entry[], nowMs: number): Promise<void> {
    const changes = this.#history.splice(0);
    const states = due.map((entry) => entry.state);
    for (const entry of due) entry.isDirty = false;
    try {
      await writeHealth(this.#db, states, changes);
      for (const entry of due) entry.writtenAtMs = nowMs;
    } catch (error) {
      for (const entry of due) entry.isDirty = true;
      this.#history.unshift(...changes);
      throw error;
    }
  }
}

/** Cameras that were deleted meanwhile are left out. */
async function writeHealth(
  db: Kysely<DB>,
  states: readonly CameraHealthState[],
  changes: readonly CameraHealthState[],
): Promise<void> {
  const ordered = [...states].sort((a, b) => (a.cameraId < b.cameraId ? -1 : 1));
  // A join keeps no order, and of two changes in one millisecond the later one must stay later.
  const numbered = changes.map((change, place) => ({ ...change, place }));
  await sql`
    WITH written AS (
      INSERT INTO camera_health (camera_id, status, fps, latency_ms, last_frame_at,
        reconnect_count, message, updated_at)
      SELECT r."cameraId", r.status, r.fps, r."latencyMs", to_timestamp(r."lastFrameAtMs" / 1000),
        r."reconnectCount", r.message, to_timestamp(r."atMs" / 1000)
      FROM json_to_recordset(${JSON.stringify(ordered)}::json) AS r ("cameraId" uuid, status text,
        fps float8, "latencyMs" float8, "lastFrameAtMs" float8, "reconnectCount" int,
        message text, "atMs" float8)
      JOIN cameras ON cameras.id = r."cameraId"
      ON CONFLICT (camera_id) DO UPDATE SET status = excluded.status, fps = excluded.fps,
        latency_ms = excluded.latency_ms, last_frame_at = excluded.last_frame_at,
        reconnect_count = excluded.reconnect_count, message = excluded.message,
        updated_at = excluded.updated_at
    )
    INSERT INTO camera_health_history (camera_id, at, status, message)
    SELECT r."cameraId", to_timestamp(r."atMs" / 1000), r.status, r.message
    FROM json_to_recordset(${JSON.stringify(numbered)}::json) AS r ("cameraId" uuid, status text,
      message text, "atMs" float8, place int)
    JOIN cameras ON cameras.id = r."cameraId" ORDER BY r.place`.execute(db);
}
