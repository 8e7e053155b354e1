import type { Kysely } from "kysely";
import {
  backoffMs,
  BoundedQueue,
  type Clock,
  type Disposable,
  type Log,
} from "../../base/index.ts";
import { errorCode, type DB } from "../../db/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { LinkDecision, SubjectMemory, SubjectSight, TrackPicture } from "../../model/index.ts";
import { CROP_KIND } from "./subject-retention.ts";
import { assignTracks, writeDecisions, writeMemories, writeSights } from "./write-decisions.ts";

export interface IdentityWriterPorts {
  readonly db: Kysely<DB>;
  readonly media: Pick<MediaStore, "add">;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn" | "error">;
}

export interface QueueFigures {
  readonly name: string;
  readonly size: number;
  readonly limit: number;
  readonly dropped: number;
}

const DECISIONS_MAX = 20_000;
const PICTURES_MAX = 2000;
const MEMORIES_MAX = 5000;
const BATCH = 500;
const GATHER_MS = 100;
/** Decisions that come meanwhile wait for no more than these. */
const PICTURES_PER_ROUND = 50;
const PICTURE_BYTES_MAX = 256 * 1024;
/** A track's own row is at most this late; a longer pause of the database counts from its end. */
const TRACK_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 5000;
/** Errors that come back however often the same is tried: of the rows, or of the disk. */
const NEVER = /^(22|23|42|ENOSPC|EDQUOT|EACCES|EPERM|EROFS|ENOTDIR|EIO|too-large)/;

/**
 * The one writer of what the resolver decides. Everything waits in bounded queues, so that a
 * database that pauses stops nothing, and is written in batches.
 */
export class IdentityWriter implements Disposable {
  readonly #ports: IdentityWriterPorts;
  readonly #decisions: BoundedQueue<LinkDecision>;
  readonly #pictures: BoundedQueue<TrackPicture>;
  /** Newest memory of each subject. */
  readonly #memories = new Map<string, SubjectMemory>();
  readonly #sights = new Map<string, SubjectSight>();
  /** Tracks whose row is awaited, and since when, monotonic ms. */
  readonly #homeless = new Map<string, number>();
  readonly #stop = new AbortController();
  #droppedMemories = 0;
  #homelessGivenUp = 0;
  #rejected = 0;
  #paused = false;
  #isStopping = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: IdentityWriterPorts) {
    this.#ports = ports;
    this.#decisions = new BoundedQueue(DECISIONS_MAX);
    this.#pictures = new BoundedQueue(PICTURES_MAX);
  }

  /** True while the database does not answer. */
  get paused(): boolean {
    return this.#paused;
  }

  decided(decisions: readonly LinkDecision[]): void {
    for (const decision of decisions) this.#decisions.push(decision);
    this.#schedule();
  }

  pictured(pictures: readonly TrackPicture[]): void {
    for (const picture of pictures) this.#pictures.push(picture);
    this.#schedule();
  }

  remember(memories: readonly SubjectMemory[]): void {
    for (const memory of memories) {
      this.#memories.delete(memory.subjectId);
      this.#memories.set(memory.subjectId, memory);
    }
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= MEMORIES_MAX) break;
      this.#memories.delete(oldest);
      this.#droppedMemories++;
    }
    this.#schedule();
  }

  seen(sights: ReadonlyMap<string, SubjectSight>): void {
    for (const [subjectId, sight] of sights) this.#sights.set(subjectId, sight);
    for (const oldest of this.#sights.keys()) {
      if (this.#sights.size <= MEMORIES_MAX) break;
      this.#sights.delete(oldest);
      this.#droppedMemories++;
    }
    this.#schedule();
  }

  queues(): QueueFigures[] {
    const dropped = this.#decisions.dropped + this.#rejected + this.#homelessGivenUp;
    return [
      { name: "identity links", size: this.#decisions.size, limit: DECISIONS_MAX, dropped },
      {
        name: "subject pictures",
        size: this.#pictures.size,
        limit: PICTURES_MAX,
        dropped: this.#pictures.dropped,
      },
      {
        name: "subject memories",
        size: this.#memories.size,
        limit: MEMORIES_MAX,
        dropped: this.#droppedMemories,
      },
    ];
  }

  /** Writes what waits, as far as the database takes it within a few seconds. */
  async dispose(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const giveUp = setTimeout(() => this.#stop.abort(), STOP_PATIENCE_MS);
    await this.#running;
    await this.#run();
    while (this.#pictures.size > 0 && !this.#stop.signal.aborted) await this.#run();
    clearTimeout(giveUp);
    this.#stop.abort();
  }

  #schedule(): void {
    if (this.#timer || this.#running || this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running = this.#run().finally(() => {
        this.#running = null;
        if (this.#hasWork) this.#schedule();
      });
    }, GATHER_MS);
    this.#timer.unref();
  }

  get #hasWork(): boolean {
    const rows = this.#decisions.size + this.#pictures.size + this.#memories.size;
    return rows + this.#sights.size + this.#homeless.size > 0;
  }

  /** One round over everything that waits; pictures last, since they are many and never urgent. */
  async #run(): Promise<void> {
    while (this.#decisions.size > 0 && !this.#stop.signal.aborted) {
      for (const batch of inRounds(this.#decisions.take(BATCH))) await this.#writeBatch(batch);
    }
    await this.#settle();
    while (this.#memories.size > 0 && !this.#stop.signal.aborted) {
      const batch = [...this.#memories.values()].slice(0, BATCH);
      for (const { subjectId } of batch) this.#memories.delete(subjectId);
      await this.#persist(() => writeMemories(this.#ports.db, batch), batch.length);
    }
    if (this.#sights.size > 0) {
      const sights = new Map(this.#sights);
      this.#sights.clear();
      await this.#persist(() => writeSights(this.#ports.db, sights), sights.size);
    }
    for (let count = 0; count < PICTURES_PER_ROUND && !this.#stop.signal.aborted; count++) {
      const picture = this.#pictures.shift();
      if (!picture) break;
      await this.#persist(() => this.#writePicture(picture), 1);
    }
  }

  async #writeBatch(batch: readonly LinkDecision[]): Promise<void> {
    const isWritten = await this.#persist(
      () => writeDecisions(this.#ports.db, batch),
      batch.length > 1 ? 0 : 1,
    );
    if (!isWritten) {
      // One bad decision must not take its neighbours along.
      if (batch.length > 1) for (const decision of batch) await this.#writeBatch([decision]);
      return;
    }
    const nowMs = this.#ports.clock.monotonicMs();
    for (const { trackId } of batch) this.#homeless.set(trackId, nowMs);
  }

  /** Gives tracks their subject; those whose row is still on its way wait for the next round. */
  async #settle(): Promise<void> {
    const waiting = [...this.#homeless.keys()];
    for (let start = 0; start < waiting.length; start += BATCH) {
      const trackIds = waiting.slice(start, start + BATCH);
      await this.#persist(async () => {
        const missing = new Set(await assignTracks(this.#ports.db, trackIds));
        const nowMs = this.#ports.clock.monotonicMs();
        for (const trackId of trackIds) {
          if (missing.has(trackId) && nowMs - this.#homeless.get(trackId)! < TRACK_PATIENCE_MS) {
            continue;
          }
          if (missing.has(trackId)) this.#homelessGivenUp++;
          this.#homeless.delete(trackId);
        }
      }, 0);
    }
  }

  async #writePicture(picture: TrackPicture): Promise<void> {
    const { db, media } = this.#ports;
    const { id } = await media.add({
      kind: CROP_KIND,
      contentType: "image/jpeg",
      content: picture.jpeg,
      limitBytes: PICTURE_BYTES_MAX,
    });
    await db
      .insertInto("track_pictures")
      .values({
        id: picture.pictureId,
        track_id: picture.trackId,
        camera_id: picture.cameraId,
        media_id: id,
        quality: picture.quality,
        captured_at: new Date(picture.capturedAtMs),
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  }

  /**
   * Tries until the database takes it, or refuses it for what it holds.
   *
   * @param items what counts as rejected then
   * @returns false when it was refused or the server stops
   */
  async #persist(write: () => Promise<void>, items: number): Promise<boolean> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        await write();
        this.#paused = false;
        return true;
      } catch (error) {
        if (NEVER.test(errorCode(error) ?? "")) {
          this.#rejected += items;
          this.#ports.log.error({ err: error }, "What was decided could not be stored");
          return false;
        }
        if (!this.#paused) this.#ports.log.warn({ err: error }, "Decisions wait for the database");
        this.#paused = true;
        const delayMs = backoffMs(attempt, { firstMs: 100, maxMs: 2000 });
        await this.#ports.clock.sleep(delayMs, this.#stop.signal).catch(() => undefined);
      }
    }
    return false;
  }
}

/** Divides decisions, in their order, so that no round names a track twice. */
function inRounds(decisions: readonly LinkDecision[]): LinkDecision[][] {
  const rounds: LinkDecision[][] = [];
  const roundOf = new Map<string, number>();
  for (const decision of decisions) {
    const round = (roundOf.get(decision.trackId) ?? -1) + 1;
    roundOf.set(decision.trackId, round);
    (rounds[round] ??= []).push(decision);
  }
  return rounds;
}
