import type { Audit, AuditRecord } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";

/** Refusals written per minute; a flood of them must not become a flood of rows. */
const DENIALS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

export interface AuditFilter {
  readonly limit: number;
  readonly beforeId?: number | undefined;
  readonly operation?: string | undefined;
  readonly result?: string | undefined;
}

/** The append-only log of who did what, and who was refused. The database refuses any change. */
export class AuditLog {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;
  readonly #log: Log;
  #minuteStartMs = 0;
  #denials = 0;
  #suppressed = 0;

  constructor(options: { readonly db: Kysely<DB>; readonly clock: Clock; readonly log: Log }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Refusals not written because there were too many. */
  get suppressed(): number {
    return this.#suppressed;
  }

  readonly write: Audit = async (record) => {
    const { caller } = record;
    await this.#db
      .insertInto("audit_log")
      .values({
        at: new Date(this.#clock.nowMs()),
        actor_kind: caller.kind,
        actor_id: caller.id,
        actor_name: caller.name,
        role: caller.role,
        operation: record.operation,
        target: record.target ?? null,
        result: record.result,
        reason: record.reason ?? null,
        address: caller.address === "" ? null : caller.address,
        details: JSON.stringify(record.details ?? {}),
      })
      .execute();
  };

  /** Writes a refusal. A database that is down must not change the answer, so failures are logged. */
  async writeDenial(record: Omit<AuditRecord, "result">): Promise<void> {
    if (!this.#mayWriteDenial()) return;
    try {
      await this.write({ ...record, result: "denied" });
    } catch (error) {
      this.#log.error({ err: error, operation: record.operation }, "Refusal was not audited");
    }
  }

  /** Newest first. */
  list(filter: AuditFilter) {
    let query = this.#db.selectFrom("audit_log").selectAll();
    if (filter.beforeId !== undefined) query = query.where("id", "<", filter.beforeId);
    if (filter.operation !== undefined) query = query.where("operation", "=", filter.operation);
    if (filter.result !== undefined) query = query.where("result", "=", filter.result);
    return query.orderBy("id", "desc").limit(filter.limit).execute();
  }

  #mayWriteDenial(): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#minuteStartMs >= MINUTE_MS) {
      this.#minuteStartMs = nowMs;
      this.#denials = 0;
    }
    if (++this.#denials <= DENIALS_PER_MINUTE) return true;
    this.#suppressed++;
    return false;
  }
}
