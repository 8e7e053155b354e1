import { sql, type Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../../base/index.ts";
import type { DB } from "../../../db/index.ts";
import { WriteBehind, type WriteBehindStats } from "../vehicles/index.ts";

export interface ChaseEvent {
  readonly catcherId: number;
  readonly runnerId: number;
  readonly status: "catch" | "failed";
  /** UTC ms. */
  readonly atMs: number;
}

export interface StoredEvent {
  readonly id: number;
  readonly catcherId: number | null;
  readonly runnerId: number;
  readonly status: "run" | "catch" | "failed";
  readonly atMs: number;
}

interface WaitingEvent {
  readonly event: ChaseEvent;
  readonly done: () => void;
}

const WAITING_MAX = 10_000;
/** How long the others wait to hear of a catch when the database is slow, ms. */
const PATIENCE_MS = 1_000;

/** Runs, catches and failed ones as rows; a catch ends the runner's mission in the same statement. */
export class EventLog implements Disposable {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;
  readonly #writer: WriteBehind<WaitingEvent>;

  constructor(ports: { readonly db: Kysely<DB>; readonly clock: Clock; readonly log: Log }) {
    this.#db = ports.db;
    this.#clock = ports.clock;
    this.#writer = new WriteBehind({
      ...ports,
      name: "fleet events",
      limit: WAITING_MAX,
      batchSize: 1,
      write: async ([waiting]) => {
        if (waiting === undefined) return;
        await insertEvent(ports.db, waiting.event);
        waiting.done();
      },
    });
  }

  /** True once it is stored; false when that takes too long, and it is stored later. */
  async add(event: ChaseEvent): Promise<boolean> {
    const patience = new AbortController();
    const stored = new Promise<boolean>((resolve) => {
      this.#writer.push({ event, done: () => resolve(true) });
    });
    const late = this.#clock.sleep(PATIENCE_MS, patience.signal).then(
      () => false,
      () => true,
    );
    const isStored = await Promise.race([stored, late]);
    patience.abort();
    return isStored;
  }

  /** Newest first, ties by key. */
  async list(): Promise<StoredEvent[]> {
    const rows = await this.#db
      .selectFrom("fleet_events")
      .selectAll()
      .orderBy(sql`date_trunc('second', created_at)`, "desc")
      .orderBy("id", "desc")
      .execute();
    return rows.map((row) => ({
      id: row.id,
      catcherId: row.catcher_id,
      runnerId: row.runner_id,
      status: row.status as StoredEvent["status"],
      atMs: row.created_at.getTime(),
    }));
  }

  stats(): WriteBehindStats {
    return this.#writer.stats();
  }

  dispose(): Promise<void> {
    return this.#writer.dispose();
  }
}

async function insertEvent(db: Kysely<DB>, event: ChaseEvent): Promise<void> {
  const at = new Date(event.atMs);
  await sql`
    WITH event AS (
      INSERT INTO fleet_events (catcher_id, runner_id, status, created_at)
      SELECT catcher.id, runner.id, ${event.status}, ${at} FROM vehicles AS catcher, vehicles AS runner
      WHERE catcher.id = ${event.catcherId} AND runner.id = ${event.runnerId})
    UPDATE missions SET ended_at = greatest(started_at, ${at}), outcome = 'caught'
    WHERE runner_id = ${event.runnerId} AND ended_at IS NULL AND ${event.status} = 'catch'`.execute(
    db,
  );
}
