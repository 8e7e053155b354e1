import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import {
  endLeases,
  forgetLeases,
  readLeases,
  renewLeases,
  type LeaseNode,
  type LeaseState,
  type OtherNode,
} from "./lease-table.ts";

/** This process among those that share a database. */
export interface CameraNode {
  /** For people, e.g. host and process id. */
  readonly name: string;
  /** Where other processes reach this one, `http://host:port`; null: they cannot. */
  readonly url: string | null;
  /** False in a process without the role `camera`. */
  readonly runsCameras: boolean;
  /** True when no other process can use the database: leases of earlier runs are void. */
  readonly ownsDatabase: boolean;
  /** Life of a lease that is not renewed. Default 10 s. */
  readonly leaseMs?: number;
}

const LEASE_MS = 10_000;
/** Renewals a lease outlives when they fail. */
const RENEWALS_PER_LEASE = 3;
const NOBODY: LeaseState = { held: [], elsewhere: {}, others: 0 };

/**
 * Which cameras this process runs. A camera runs in one process at a time: its lease is renewed
 * every few seconds, and once the process is silent for as long as a lease lives, others take it.
 */
export class CameraLeases implements Disposable {
  readonly #db: Kysely<DB>;
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #log: Pick<Log, "warn">;
  readonly #node: CameraNode;
  readonly #lease: Omit<LeaseNode, "url">;
  readonly #wanted: () => readonly string[];
  readonly #disposer = new Disposer();
  #onChange: () => void = () => undefined;
  #state = NOBODY;
  #renewedAtMs = Number.NEGATIVE_INFINITY;
  #renewing: Promise<void> | null = null;
  #isStale = false;
  #isStopped = false;

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly clock: Pick<Clock, "monotonicMs">;
    readonly log: Pick<Log, "warn">;
    readonly node: CameraNode;
    /** Ids of the cameras that should run somewhere. */
    readonly wanted: () => readonly string[];
  }) {
    this.#db = ports.db;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#node = ports.node;
    this.#wanted = ports.wanted;
    const { name, leaseMs = LEASE_MS } = ports.node;
    this.#lease = { id: randomUUID(), name, ttlMs: leaseMs };
  }

  /** `onChange` is called when the cameras this process runs became others by themselves. */
  async start(onChange: () => void): Promise<void> {
    this.#onChange = onChange;
    if (this.#node.runsCameras && this.#node.ownsDatabase) await forgetLeases(this.#db);
    const renewMs = this.#lease.ttlMs / RENEWALS_PER_LEASE;
    const timer = setInterval(() => void this.renew(), renewMs);
    timer.unref();
    this.#disposer.defer(() => clearInterval(timer));
  }

  holds(cameraId: string): boolean {
    return this.#state.held.includes(cameraId);
  }

  /** The other process that runs the camera, if one does. */
  elsewhere(cameraId: string): OtherNode | undefined {
    return this.#state.elsewhere[cameraId];
  }

  /** Resolves once the leases fit what was wanted at the call. Never throws: the next one mends. */
  async renew(): Promise<void> {
    this.#isStale = true;
    while ((this.#isStale || this.#renewing) && !this.#isStopped) {
      this.#renewing ??= this.#renewOnce().finally(() => (this.#renewing = null));
      await this.#renewing;
    }
  }

  async dispose(): Promise<void> {
    this.#isStopped = true;
    await this.#disposer.dispose();
    await this.#renewing;
    const wasNode = this.#node.runsCameras && Number.isFinite(this.#renewedAtMs);
    if (!wasNode) return;
    await endLeases(this.#db, this.#lease.id).catch((error: unknown) => {
      this.#log.warn({ err: error }, "Leases of cameras not given back, they expire");
    });
  }

  async #renewOnce(): Promise<void> {
    this.#isStale = false;
    const startedMs = this.#clock.monotonicMs();
    try {
      this.#become(
        this.#node.runsCameras
          ? await renewLeases(this.#db, { ...this.#lease, url: this.#node.url }, this.#wanted())
          : await readLeases(this.#db),
      );
      this.#renewedAtMs = startedMs;
    } catch (error) {
      this.#log.warn({ err: error }, "Leases of cameras not renewed");
      // Alone there is nobody who could take over, and watching goes on without the database.
      const isExpired = startedMs - this.#renewedAtMs > this.#lease.ttlMs;
      if (isExpired && this.#state.others > 0) this.#become({ ...this.#state, held: [] });
    }
  }

  #become(state: LeaseState): void {
    const former = new Set(this.#state.held);
    this.#state = state;
    const isSame = state.held.length === former.size && state.held.every((id) => former.has(id));
    if (!isSame) this.#onChange();
  }
}
