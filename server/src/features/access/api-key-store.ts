import type { Role } from "@whereabouts/contracts";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import { AppError, type Clock } from "../../base/index.ts";
import type { ApiKeys, DB } from "../../db/index.ts";
import { newToken, tokenHash } from "./secrets.ts";

export type ApiKey = Selectable<ApiKeys>;

const PREFIX_CHARS = 10;
const USED_EVERY_MS = 60_000;
const KEY_LIMIT = 500;

/** API keys with a role of their own. The key itself is shown once and kept as a hash. */
export class ApiKeyStore {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;

  constructor(db: Kysely<DB>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @throws AppError `conflict` when the installation holds too many keys */
  async create(options: {
    readonly name: string;
    readonly role: Role;
    readonly expiresAt: Date | null;
    readonly createdBy: string | null;
  }): Promise<{ readonly row: ApiKey; readonly key: string }> {
    if ((await this.list()).length >= KEY_LIMIT) {
      throw new AppError(
        "conflict",
        `Cannot hold more than ${KEY_LIMIT} API keys, delete one first`,
      );
    }
    const key = newToken("wak_");
    const row = await this.#db
      .insertInto("api_keys")
      .values({
        name: options.name,
        role: options.role,
        key_hash: tokenHash(key),
        prefix: key.slice(0, PREFIX_CHARS),
        created_by: options.createdBy,
        expires_at: options.expiresAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { row, key };
  }

  list(): Promise<ApiKey[]> {
    return this.#db
      .selectFrom("api_keys")
      .selectAll()
      .where("revoked_at", "is", null)
      .orderBy("created_at", "desc")
      .limit(KEY_LIMIT)
      .execute();
  }

  /** True when a key was revoked by this call. */
  async revoke(id: string): Promise<boolean> {
    const revoked = await this.#db
      .updateTable("api_keys")
      .set({ revoked_at: new Date(this.#clock.nowMs()) })
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    return revoked !== undefined;
  }

  /** The live key with this text; undefined when unknown, expired or revoked. */
  async find(key: string): Promise<ApiKey | undefined> {
    const now = new Date(this.#clock.nowMs());
    const row = await this.#db
      .selectFrom("api_keys")
      .selectAll()
      .where("key_hash", "=", tokenHash(key))
      .where("revoked_at", "is", null)
      .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
      .executeTakeFirst();
    if (row !== undefined) await this.#noteUse(row, now);
    return row;
  }

  async isLive(id: string): Promise<boolean> {
    const now = new Date(this.#clock.nowMs());
    const row = await this.#db
      .selectFrom("api_keys")
      .select("id")
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
      .executeTakeFirst();
    return row !== undefined;
  }

  async #noteUse(row: ApiKey, now: Date): Promise<void> {
    const lastMs = row.last_used_at?.getTime() ?? 0;
    if (now.getTime() - lastMs < USED_EVERY_MS) return;
    await sql`UPDATE api_keys SET last_used_at = ${now} WHERE id = ${row.id}`.execute(this.#db);
  }
}
