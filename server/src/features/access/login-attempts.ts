import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Clock } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";

export const LOCKOUT_FAILURES = 5;
export const LOCKOUT_MS = 15 * 60_000;

/** Counts failed logins in the user's row, so that every node sees the same count. */
export class LoginAttempts {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;

  constructor(db: Kysely<DB>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The failure that fills the count locks the account; after the lock the count starts anew. */
  async failed(userId: string): Promise<void> {
    const now = new Date(this.#clock.nowMs());
    const lockedUntil = new Date(now.getTime() + LOCKOUT_MS);
    await sql`UPDATE users SET
        failed_login_count = CASE WHEN locked_until <= ${now} THEN 1 ELSE failed_login_count + 1 END,
        locked_until = CASE
          WHEN locked_until <= ${now} THEN NULL
          WHEN locked_until IS NULL AND failed_login_count + 1 >= ${LOCKOUT_FAILURES}
            THEN ${lockedUntil}::timestamptz
          ELSE locked_until END
      WHERE id = ${userId}`.execute(this.#db);
  }

  /**
   * Notes a correct password. False when the account is locked or inactive by now: many guesses
   * sent at once must not win because they were checked before the count was full.
   */
  async succeeded(
    userId: string,
    { evenInactive = false }: { readonly evenInactive?: boolean } = {},
  ): Promise<boolean> {
    const now = new Date(this.#clock.nowMs());
    const updated = await this.#db
      .updateTable("users")
      .set({ failed_login_count: 0, locked_until: null, last_login_at: now })
      .where("id", "=", userId)
      .$if(!evenInactive, (query) => query.where("active", "=", true))
      .where((eb) => eb.or([eb("locked_until", "is", null), eb("locked_until", "<=", now)]))
      .returning("id")
      .executeTakeFirst();
    return updated !== undefined;
  }
}
