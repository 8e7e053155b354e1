import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";

/** This process among those that share a database. */
export interface IdentityNode {
  /** For people, e.g. host and process id. */
  readonly name: string;
  /** False in a process that sees no frames. */
  readonly sees: boolean;
  /** True when no other process can use the database: the lease of an earlier run is void. */
  readonly ownsDatabase: boolean;
  /** Life of the lease when it is not renewed. Default 10 s. */
  readonly leaseMs?: number;
}

const NAME = "identity";
const LEASE_MS = 10_000;
/** Renewals the lease outlives when they fail. */
const RENEWALS_PER_LEASE = 3;

/** Which process resolves: the one that holds this lease. Silent for its life, it has lost it. */
export class IdentityLease implements Disposable {
  readonly #db: Kysely<DB>;
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #log: Pick<Log, "warn">;
  readonly #node: IdentityNode;
  readonly #id = randomUUID();
  readonly #leaseMs: number;
  readonly #onChange: (holds: boolean) => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #renewing: Promise<void> | null = null;
  #renewedAtMs = Number.NEGATIVE_INFINITY;
  #isAlone = true;
  #holds = false;

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly clock: Pick<Clock, "monotonicMs">;
    readonly log: Pick<Log, "warn">;
    readonly node: IdentityNode;
    /** Told when the lease was won or lost; a won one counts once this resolves. */
    readonly onChange: (holds: boolean) => Promise<void>;
  }) {
    this.#db = ports.db;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#node = ports.node;
    this.#leaseMs = ports.node.leaseMs ?? LEASE_MS;
    this.#onChange = ports.onChange;
  }

  async start(): Promise<void> {
    if (!this.#node.sees) return;
    if (this.#node.ownsDatabase)
      await this.#db.deleteFrom("leases").where("name", "=", NAME).execute();
    await this.renew();
    this.#timer = setInterval(() => void this.renew(), this.#leaseMs / RENEWALS_PER_LEASE);
    this.#timer.unref();
  }

  /** Never throws: the next one mends. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  /** Gives the lease back, so that another process goes on at once. */
  async dispose(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#renewing;
    if (!this.#holds) return;
    const gone = this.#db.deleteFrom("leases").where("name", "=", NAME);
    await gone
      .where("node_id", "=", this.#id)
      .execute()
      .catch((error: unknown) => {
        this.#log.warn({ err: error }, "Lease on identities not given back, it expires");
      });
  }

  async #renew(): Promise<void> {
    const startedMs = this.#clock.monotonicMs();
    try {
      const { rows } = await this.#claim();
      this.#renewedAtMs = startedMs;
      this.#isAlone = rows[0]?.is_alone ?? this.#isAlone;
      await this.#become(rows.length > 0);
    } catch (error) {
      this.#log.warn({ err: error }, "Lease on identities not renewed");
      // Alone there is nobody who could take over, and resolving goes on without the database.
      const isExpired = startedMs - this.#renewedAtMs > this.#leaseMs;
      if (isExpired && !this.#isAlone) await this.#become(false).catch(() => undefined);
    }
  }

  /** Only the database's clock counts, so the nodes' clocks may differ. */
  #claim() {
    return sql<{ readonly is_alone: boolean }>`
      INSERT INTO leases (name, node_id, node_name, expires_at)
      VALUES (${NAME}, ${this.#id}::uuid, ${this.#node.name},
        now() + ${this.#leaseMs}::float8 * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET node_id = excluded.node_id, node_name = excluded.node_name,
        expires_at = excluded.expires_at
      WHERE leases.node_id = excluded.node_id OR leases.expires_at <= now()
      RETURNING (SELECT count(*) FROM camera_nodes WHERE expires_at > now()) <= 1 AS is_alone
    `.execute(this.#db);
  }

  async #become(holds: boolean): Promise<void> {
    if (holds === this.#holds) return;
    await this.#onChange(holds);
    this.#holds = holds;
  }
}
