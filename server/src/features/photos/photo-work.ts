import { mkdir, rm } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { AppError, isAppError, type Clock, type Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { JobRun, Jobs } from "../../jobs/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { Upscaler } from "../../upscale/index.ts";
import type { Judge } from "./judge/index.ts";
import type { Judgement } from "./judgement.ts";
import type { PhotoEvents } from "./photo-events.ts";
import { mediaOf, type PhotoRow, type PhotoStore } from "./photo-store.ts";
import { findSubject } from "./subject-finder.ts";

export interface PhotoWorkPorts {
  readonly store: PhotoStore;
  readonly events: PhotoEvents;
  readonly media: Pick<MediaStore, "add" | "locate" | "remove">;
  readonly judge: Judge;
  readonly perception: Pick<PerceptionPort, "preview">;
  readonly upscaler: Upscaler;
  readonly clock: Clock;
  readonly log: Log;
  /** Absolute; tiles of unfinished work lie below. */
  readonly workFolder: string;
}

const PREPARE = "photo-prepare";
const UPSCALE = "photo-upscale";
const TRIES_AFTER_FIRST = 20;
const UPSCALE_LIMIT_S = 6 * 3600;
const PREPARE_LIMIT_S = 600;
const UNFINISHED: readonly string[] = ["queued", "processing"];
const RESULT_BYTES_MAX = 400 * 1024 * 1024;
/** Between two writes of one photo's progress. */
const PROGRESS_EVERY_MS = 500;

/** How a photo is to be enlarged. */
type PhotoWishes = Pick<PhotoRow, "model" | "is_faithful" | "long_side_max_px">;

interface PhotoJob {
  readonly photoId: string;
}

/** The two steps behind an upload, as jobs: look at the picture, then enlarge it. */
export class PhotoWork {
  readonly #ports: PhotoWorkPorts;
  readonly #running = new Map<string, AbortController>();
  #jobs: Jobs | null = null;
  #isStopping = false;

  constructor(ports: PhotoWorkPorts) {
    this.#ports = ports;
  }

  /** Takes jobs where this process does, and queues what an earlier one left behind. */
  async start(jobs: Jobs): Promise<void> {
    const retries = TRIES_AFTER_FIRST;
    const prepare = { retries, unique: true, concurrency: 2, limitSeconds: PREPARE_LIMIT_S };
    // The upscaler gives each a turn; more waiting there would only look as if they ran.
    const concurrency = availableParallelism();
    const long = { independent: true, limitSeconds: UPSCALE_LIMIT_S };
    const upscale = { retries, unique: true, concurrency, ...long };
    await jobs.define<PhotoJob>(PREPARE, (run) => this.#prepare(run), prepare);
    await jobs.define<PhotoJob>(UPSCALE, (run) => this.#upscale(run), upscale);
    this.#jobs = jobs;
    for (const { id, prepared_at } of await this.#ports.store.unfinished()) {
      await (prepared_at === null ? this.queue(id) : this.queueUpscale(id));
    }
  }

  /** Ends what runs here; it goes on with the next start. */
  stop(): void {
    this.#isStopping = true;
    for (const controller of this.#running.values()) controller.abort(stopping());
  }

  /** Queues a new photo; before the start nothing is queued, since the start finds the row. */
  async queue(photoId: string, transaction?: Kysely<DB>): Promise<void> {
    await this.#enqueue(PREPARE, photoId, transaction);
  }

  async queueUpscale(photoId: string, transaction?: Kysely<DB>): Promise<void> {
    await this.#enqueue(UPSCALE, photoId, transaction);
  }

  /** @returns the row, undefined when it was finished by then */
  async cancel(photo: PhotoRow): Promise<PhotoRow | undefined> {
    const finished_at = new Date(this.#ports.clock.nowMs());
    const values = {
      status: "failed",
      is_cancelled: true,
      error_message: "Cancelled",
      finished_at,
    };
    const row = await this.#ports.store.change(photo.id, values);
    if (!row) return undefined;
    this.abort(photo.id, "The photo was cancelled");
    this.#ports.events.changed(row);
    return row;
  }

  /** Enlarges a finished photo again. @returns undefined while it is not finished */
  async again(photo: PhotoRow, wishes: PhotoWishes): Promise<PhotoRow | undefined> {
    const row = await this.#ports.store.restart(photo.id, wishes);
    if (!row) return undefined;
    await rm(this.#folderOf(photo.id), { recursive: true, force: true });
    await (row.prepared_at === null ? this.queue(row.id) : this.queueUpscale(row.id));
    this.#ports.events.changed(row);
    return row;
  }

  /** Ends work on a photo in this process; other processes see the row change. */
  abort(photoId: string, reason: string): void {
    this.#running.get(photoId)?.abort(new AppError("conflict", reason));
  }

  /** Removes the row, then its files; what still runs for it comes to nothing. */
  async remove(photo: PhotoRow): Promise<boolean> {
    const removed = await this.#ports.store.remove(photo.id);
    if (!removed) return false;
    this.abort(photo.id, "The photo was deleted");
    for (const mediaId of mediaOf(removed)) await this.#ports.media.remove(mediaId);
    await rm(this.#folderOf(photo.id), { recursive: true, force: true });
    this.#ports.events.deleted(removed);
    return true;
  }

  async #enqueue(job: string, photoId: string, transaction?: Kysely<DB>): Promise<void> {
    const options = { singletonKey: photoId, ...(transaction && { transaction }) };
    await this.#jobs?.enqueue(job, { photoId } satisfies PhotoJob, options);
  }

  async #prepare(run: JobRun<PhotoJob>): Promise<void> {
    const { store, media, judge, clock } = this.#ports;
    const photo = await store.byId(run.data.photoId);
    if (!photo || !UNFINISHED.includes(photo.status)) return;
    if (photo.prepared_at !== null) return this.queueUpscale(photo.id);
    await this.#guarded(run, photo, async () => {
      const path = await media.locate(photo.original_media_id);
      const { head, measures, thumbnail } = await judge.measure(path);
      const judgement = await this.#judgementOf(photo, path, measures);
      const stored = await media.add({
        ...{ kind: "photo-thumbnail", contentType: "image/jpeg", content: thumbnail },
        limitBytes: thumbnail.byteLength,
      });
      const changed = await store.change(photo.id, {
        ...{ format: head.format, width_px: head.widthPx, height_px: head.heightPx },
        ...{ score: measures.sharpness, judgement: JSON.stringify(judgement) },
        ...{ thumbnail_media_id: stored.id, prepared_at: new Date(clock.nowMs()) },
      });
      if (!changed) return void (await media.remove(stored.id));
      this.#ports.events.changed(changed);
      await this.queueUpscale(photo.id);
    });
  }

  async #judgementOf(
    photo: PhotoRow,
    path: string,
    measures: Omit<Judgement, "subject" | "subjectNote">,
  ): Promise<Judgement> {
    const known = photo.judgement as unknown as Judgement | null;
    if (known !== null && known.subject !== null) return known;
    const { perception, log } = this.#ports;
    const { subject, note } = await findSubject(perception, path, log);
    return { ...measures, subject, subjectNote: note };
  }

  async #upscale(run: JobRun<PhotoJob>): Promise<void> {
    const { store, media, events, clock } = this.#ports;
    const { photoId } = run.data;
    const photo = await store.change(photoId, {
      status: "processing",
      started_at: new Date(clock.nowMs()),
    });
    if (!photo) return;
    events.changed(photo);
    await this.#guarded(run, photo, async (signal) => {
      const folder = this.#folderOf(photoId);
      await mkdir(folder, { recursive: true });
      const resultPath = join(folder, "result.jpg");
      const result = await this.#ports.upscaler.upscale(
        {
          id: photoId,
          sourcePath: await media.locate(photo.original_media_id),
          ...{ resultPath, workFolder: folder, faithful: photo.is_faithful },
          model: photo.model === "best" ? "best" : "general",
          longSideMaxPx: photo.long_side_max_px,
        },
        this.#progressOf(photo),
        signal,
      );
      signal.throwIfAborted();
      const { method, widthPx, heightPx, invented } = result;
      const [stored, map] = [await this.#keep(resultPath), await this.#keep(invented?.path)];
      const done = await store.change(photoId, {
        ...{ status: "completed", method, error_message: null },
        ...{ result_media_id: stored, invented_media_id: map },
        ...{ result_width_px: widthPx, result_height_px: heightPx },
        finished_at: new Date(clock.nowMs()),
      });
      if (done) {
        events.changed(done);
        const before = [photo.result_media_id, photo.invented_media_id];
        await this.#discard(before);
      } else await this.#discard([stored, map]);
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Takes a finished picture into the media store. */
  async #keep(path: string | undefined): Promise<string | null> {
    if (path === undefined) return null;
    const contentType = path.endsWith(".png") ? "image/png" : "image/jpeg";
    const content = createReadStream(path);
    const kept = { kind: "photo-result", contentType, content, limitBytes: RESULT_BYTES_MAX };
    return (await this.#ports.media.add(kept)).id;
  }

  async #discard(mediaIds: readonly (string | null)[]): Promise<void> {
    for (const id of mediaIds) if (id !== null) await this.#ports.media.remove(id);
  }

  /** Writes progress at most so often; the last tile is always told by the status. */
  #progressOf(photo: PhotoRow) {
    let writtenAtMs = Number.NEGATIVE_INFINITY;
    return ({ tilesDone, tilesTotal }: { tilesDone: number; tilesTotal: number }): void => {
      const nowMs = this.#ports.clock.monotonicMs();
      if (nowMs - writtenAtMs < PROGRESS_EVERY_MS) return;
      writtenAtMs = nowMs;
      const values = { tiles_done: tilesDone, tiles_total: tilesTotal };
      this.#ports.store.change(photo.id, values).then(
        (row) => {
          if (row) this.#ports.events.changed(row);
          // Deleted or cancelled through another process.
          else this.abort(photo.id, "The photo is no longer wanted");
        },
        (error: unknown) => this.#ports.log.debug({ err: error }, "Progress not written"),
      );
    };
  }

  /** Runs a step; a fault of the picture ends the photo, any other is tried again. */
  async #guarded(
    run: JobRun<PhotoJob>,
    photo: PhotoRow,
    step: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    if (this.#isStopping) throw stopping();
    this.#running.set(photo.id, controller);
    const signal = AbortSignal.any([controller.signal, run.signal]);
    try {
      await step(signal);
    } catch (error) {
      if (this.#isStopping) throw error;
      // Deleted or cancelled: the row says so already.
      if (controller.signal.aborted) return await this.#leave(photo.id);
      const isFinal = isPicturesFault(error) || run.attempt >= TRIES_AFTER_FIRST;
      if (!isFinal) throw error;
      await this.#fail(photo.id, error);
    } finally {
      this.#running.delete(photo.id);
    }
  }

  /** @throws AppError when it was asked for again meanwhile, so that the job is tried again */
  async #leave(photoId: string): Promise<void> {
    const now = await this.#ports.store.byId(photoId);
    if (now?.status === "queued") throw new AppError("conflict", "The photo is wanted again");
  }

  async #fail(photoId: string, error: unknown): Promise<void> {
    const { store, clock, events, log } = this.#ports;
    if (!isAppError(error)) log.error({ err: error, photoId }, "A photo could not be worked on");
    const reason = isAppError(error) ? error.message : "Enlarging failed, try it again later";
    const finished_at = new Date(clock.nowMs());
    const values = { status: "failed", error_message: reason, finished_at };
    const row = await store.change(photoId, values);
    if (row) events.changed(row);
    await rm(this.#folderOf(photoId), { recursive: true, force: true });
  }

  #folderOf(photoId: string): string {
    return join(this.#ports.workFolder, photoId);
  }
}

function isPicturesFault(error: unknown): boolean {
  return isAppError(error) && (error.kind === "invalid" || error.kind === "not-found");
}

function stopping(): AppError {
  return new AppError("unavailable", "The server stops");
}
