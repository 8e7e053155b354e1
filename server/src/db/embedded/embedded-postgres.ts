import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import pg from "pg";
import { AppError, backoffMs, type Clock, type Log } from "../../base/index.ts";
import type { DatabaseConnection } from "../connection.ts";
import { locateBinaryPackage, prepareBinaries } from "./binaries.ts";
import { DATABASE_USER, prepareCluster, prepareSocketFolder } from "./cluster.ts";
import { prepareHome } from "./home-directory.ts";
import { chooseOsUser } from "./os-user.ts";
import {
  findPostmaster,
  isPostgres,
  readLogTail,
  SOCKET_PORT,
  spawnPostmaster,
  stopPostmaster,
  type Postmaster,
  type PostmasterPlace,
} from "./postmaster.ts";

const DATABASE = "whereabouts";
/** Held for as long as a server owns the database; ends by itself when the server dies. */
const OWNER_LOCK = 7_203_114;
const READY_LIMIT_MS = 120_000;
const RETRY = { firstMs: 200, maxMs: 1_000 };
/** After a killed postmaster its shared memory lingers: about 0.6 s measured, 10 s granted. */
const START_TRIES = 12;
/** The lock of a server that was killed a moment ago goes when PostgreSQL sees its socket close. */
const OWNER_TRIES = 4;

export interface EmbeddedPostgresOptions {
  /** Absolute or relative; the cluster lies in `postgres/` below it. */
  readonly dataDir: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Settings of postgresql.conf, for example `{ fsync: "off" }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL of our own, started from npm's binaries and brought back when it dies. */
export class EmbeddedPostgres {
  readonly #place: PostmasterPlace;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  #postmaster: Postmaster | null = null;
  #owner: pg.Client | null = null;
  #recovery: Promise<void> = Promise.resolve();
  #restarts = 0;

  constructor(place: PostmasterPlace, options: EmbeddedPostgresOptions) {
    this.#place = place;
    this.#log = options.log;
    this.#clock = options.clock;
  }

  /** Through the unix socket, as the database's own superuser. */
  get connection(): Extract<DatabaseConnection, { host: string }> {
    const host = this.#postmaster?.socketFolder ?? this.#place.socketFolder;
    return { host, port: SOCKET_PORT, user: DATABASE_USER, database: DATABASE };
  }

  /** The same as {@link connection}, for programs that want a URL. */
  get url(): string {
    const { host, port, user, database } = this.connection;
    return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  }

  /** Process id of the postmaster; changes when it is brought back. Null while it is down. */
  get pid(): number | null {
    return this.#postmaster?.pid ?? null;
  }

  /** How often PostgreSQL had to be brought back since start. */
  get restarts(): number {
    return this.#restarts;
  }

  /**
   * Adopts the PostgreSQL that a killed server left behind, or starts one.
   *
   * @throws AppError `unavailable` with PostgreSQL's last words; `conflict` when another server
   *   uses the same DATA_DIR
   */
  async start(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#bringUp();
        break;
      } catch (error) {
        const isTaken = error instanceof AppError && error.kind === "conflict";
        if (attempt + 1 >= (isTaken ? OWNER_TRIES : START_TRIES)) throw error;
        await this.#clock.sleep(backoffMs(attempt, RETRY));
      }
    }
    await this.#ensureDatabase();
  }

  /** Fast shutdown. Call it after every pool is closed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#recovery;
    const [owner, postmaster] = [this.#owner, this.#postmaster];
    this.#owner = null;
    this.#postmaster = null;
    await owner?.end();
    if (postmaster) await stopPostmaster(postmaster, this.#clock);
  }

  async #bringUp(): Promise<void> {
    const adopted = await findPostmaster(this.#place.cluster);
    const postmaster = adopted ?? (await spawnPostmaster(this.#place));
    const owner = await this.#connectWhenReady(postmaster);
    try {
      await this.#takeOwnership(owner);
    } catch (error) {
      await owner.end();
      throw error;
    }
    this.#postmaster = postmaster;
    this.#owner = owner;
    owner.once("end", () => this.#onOwnerLost(owner));
    const how = adopted ? "Adopted the running PostgreSQL" : "Started PostgreSQL";
    this.#log.info({ pid: postmaster.pid, folder: this.#place.cluster }, how);
  }

  async #connectWhenReady(postmaster: Postmaster): Promise<pg.Client> {
    const endMs = this.#clock.monotonicMs() + READY_LIMIT_MS;
    for (;;) {
      const host = postmaster.socketFolder;
      const client = new pg.Client({ ...this.connection, host, database: "postgres" });
      // Its end is what we watch; the error itself adds nothing to that.
      client.on("error", (error) => this.#log.debug({ err: error }, "Lost the owner's connection"));
      try {
        await client.connect();
        return client;
      } catch (cause) {
        const alive = await isPostgres(postmaster.pid);
        if (!alive || this.#clock.monotonicMs() > endMs) throw await this.#explain(cause);
        await this.#clock.sleep(25, this.#stopping.signal);
      }
    }
  }

  async #explain(cause: unknown): Promise<AppError> {
    const lastWords = await readLogTail(this.#place.logFile);
    return new AppError(
      "unavailable",
      `Starting the embedded PostgreSQL in ${this.#place.cluster} failed: ${lastWords}`,
      { cause },
    );
  }

  async #takeOwnership(owner: pg.Client): Promise<void> {
    const sql = "SELECT pg_try_advisory_lock($1) AS taken";
    const { rows } = await owner.query<{ taken: boolean }>(sql, [OWNER_LOCK]);
    if (rows[0]?.taken) return;
    throw new AppError(
      "conflict",
      `The database in ${this.#place.cluster} belongs to another running server: ` +
        "stop that one, or choose another DATA_DIR",
    );
  }

  async #ensureDatabase(): Promise<void> {
    const owner = this.#owner!;
    const found = await owner.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await owner.query(`CREATE DATABASE ${DATABASE}`);
  }

  #onOwnerLost(owner: pg.Client): void {
    if (owner !== this.#owner || this.#stopping.signal.aborted) return;
    this.#owner = null;
    this.#postmaster = null;
    this.#restarts++;
    this.#log.error("PostgreSQL went away; bringing it back");
    this.#recovery = this.#recover();
  }

  async #recover(): Promise<void> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      try {
        return await this.#bringUp();
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.error({ err: error, attempt }, "PostgreSQL is still down; trying again");
      }
      const delayMs = backoffMs(attempt, { firstMs: 200, maxMs: 5_000 });
      // Rejects only because stop() was called, and the loop's condition sees that.
      await this.#clock.sleep(delayMs, this.#stopping.signal).catch(() => undefined);
    }
  }
}

/**
 * Prepares and starts the embedded PostgreSQL: about a second the first time, 50 ms later.
 *
 * @throws AppError `unavailable` or `conflict`, naming DATABASE_URL where that is the way out
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const user = chooseOsUser();
  const home = await prepareHome({ dataDir, user, log: options.log });
  const binaries = await prepareBinaries({ home, user, package: await locateBinaryPackage() });
  const cluster = await prepareCluster({ home, binaries, user });
  const socketFolder = await prepareSocketFolder(cluster, user);
  const settings = options.settings ?? {};
  const logFile = join(home, "postgres.log");
  const place = { binaries, cluster, socketFolder, logFile, user, settings };
  const postgres = new EmbeddedPostgres(place, options);
  await postgres.start();
  return postgres;
}
