import { randomUUID } from "node:crypto";
import type { Role } from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import type { Clock } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import { tokenHash } from "./secrets.ts";

/** `last_seen_at` is written at most this often, so that reads stay reads. */
const SEEN_EVERY_MS = 60_000;
/** How long a refresh token may be shown again when its answer was lost. */
const REPEAT_MS = 30_000;
/** Sessions one user may hold; the oldest go first. */
const SESSIONS_PER_USER = 100;
const LIST_LIMIT = 500;

/** Who a valid session belongs to, by the user's row as it is now. */
export interface SessionOwner {
  readonly sessionId: string;
  readonly userId: string;
  readonly username: string | null;
  readonly role: Role;
  readonly active: boolean;
}

export interface NewSession {
  readonly userId: string;
  readonly kind: "login" | "hotel";
  /** Refresh token id or session token; only its hash is kept. */
  readonly token: string;
  readonly ttlMs: number;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export type RotateResult = "rotated" | "reused" | "gone";

/** Sessions: made by login, looked at on every call, so that revoking one works at once. */
export class SessionStore {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;

  constructor(db: Kysely<DB>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async create(
    session: NewSession,
  ): Promise<{ readonly id: string; readonly expiresAtMs: number }> {
    const nowMs = this.#clock.nowMs();
    const expiresAtMs = nowMs + session.ttlMs;
    const id = randomUUID();
    await this.#db
      .insertInto("sessions")
      .values({
        id,
        user_id: session.userId,
        kind: session.kind,
        token_hash: tokenHash(session.token),
        expires_at: new Date(expiresAtMs),
        created_at: new Date(nowMs),
        last_seen_at: new Date(nowMs),
        address: session.address,
        user_agent: session.userAgent?.slice(0, 300) ?? null,
      })
      .execute();
    await this.#dropOldest(session.userId);
    return { id, expiresAtMs };
  }

  /** The owner of a live session; undefined when unknown, expired or revoked. */
  ownerById(sessionId: string): Promise<SessionOwner | undefined> {
    return this.#owner(sql<boolean>`s.id = ${sessionId} AND s.kind = 'login'`);
  }

  /** The same by a hotel session token (`psess_...`). */
  ownerByToken(token: string): Promise<SessionOwner | undefined> {
    return this.#owner(sql<boolean>`s.token_hash = ${tokenHash(token)} AND s.kind = 'hotel'`);
  }

  /**
   * Replaces the refresh token of a session, extending it. The token before it still counts for
   * {@link REPEAT_MS} while its successor is unused, since the answer that carried that one may have
   * been lost: a page that is reloaded breaks its call off. `reused` means that the token was valid
   * once: the session is revoked then, since somebody holds a stolen copy.
   */
  async rotate(
    sessionId: string,
    tokens: { readonly shown: string; readonly next: string; readonly expiresAtMs: number },
  ): Promise<RotateResult> {
    const now = new Date(this.#clock.nowMs());
    const shown = tokenHash(tokens.shown);
    // A rotation sets the end anew, so the end tells when it was.
    const repeatable = new Date(tokens.expiresAtMs - REPEAT_MS);
    const rotated = await this.#db
      .updateTable("sessions")
      .set({
        token_hash: tokenHash(tokens.next),
        previous_token_hash: shown,
        expires_at: new Date(tokens.expiresAtMs),
        last_seen_at: now,
      })
      .where("id", "=", sessionId)
      .where(({ eb, and, or }) =>
        or([
          eb("token_hash", "=", shown),
          and([eb("previous_token_hash", "=", shown), eb("expires_at", ">=", repeatable)]),
        ]),
      )
      .where("revoked_at", "is", null)
      .where("expires_at", ">=", now)
      .returning("id")
      .executeTakeFirst();
    if (rotated !== undefined) return "rotated";
    return (await this.revoke(sessionId)) ? "reused" : "gone";
  }

  /** True when a live session was revoked by this call. */
  async revoke(sessionId: string, userId?: string): Promise<boolean> {
    const now = new Date(this.#clock.nowMs());
    let query = this.#db
      .updateTable("sessions")
      .set({ revoked_at: now })
      .where("id", "=", sessionId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">=", now);
    if (userId !== undefined) query = query.where("user_id", "=", userId);
    return (await query.returning("id").executeTakeFirst()) !== undefined;
  }

  async revokeAll(userId: string, except: string | null = null): Promise<void> {
    let query = this.#db
      .updateTable("sessions")
      .set({ revoked_at: new Date(this.#clock.nowMs()) })
      .where("user_id", "=", userId)
      .where("revoked_at", "is", null);
    if (except !== null) query = query.where("id", "!=", except);
    await query.execute();
  }

  /** Live sessions of one user, or of everybody; newest first. */
  list(userId: string | null) {
    let query = this.#db
      .selectFrom("sessions as s")
      .innerJoin("users as u", "u.id", "s.user_id")
      .select([
        "s.id",
        "s.user_id",
        "u.username",
        "u.email",
        "s.kind",
        "s.created_at",
        "s.last_seen_at",
        "s.expires_at",
        "s.address",
        "s.user_agent",
      ])
      .where("s.revoked_at", "is", null)
      .where("s.expires_at", ">=", new Date(this.#clock.nowMs()));
    if (userId !== null) query = query.where("s.user_id", "=", userId);
    return query.orderBy("s.created_at", "desc").limit(LIST_LIMIT).execute();
  }

  async #owner(condition: ReturnType<typeof sql<boolean>>): Promise<SessionOwner | undefined> {
    const now = new Date(this.#clock.nowMs());
    const row = await this.#db
      .selectFrom("sessions as s")
      .innerJoin("users as u", "u.id", "s.user_id")
      .select([
        "s.id",
        "s.last_seen_at",
        "u.id as user_id",
        "u.username",
        "u.email",
        "u.role",
        "u.active",
      ])
      .where(condition)
      .where("s.revoked_at", "is", null)
      .where("s.expires_at", ">=", now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (now.getTime() - row.last_seen_at.getTime() >= SEEN_EVERY_MS) {
      const seen = { last_seen_at: now };
      await this.#db.updateTable("sessions").set(seen).where("id", "=", row.id).execute();
    }
    return {
      sessionId: row.id,
      userId: row.user_id,
      username: row.username ?? row.email,
      role: row.role as Role,
      active: row.active,
    };
  }

  async #dropOldest(userId: string): Promise<void> {
    await sql`DELETE FROM sessions WHERE user_id = ${userId} AND id NOT IN (
      SELECT id FROM sessions WHERE user_id = ${userId}
      ORDER BY (revoked_at IS NULL) DESC, created_at DESC LIMIT ${SESSIONS_PER_USER}
    )`.execute(this.#db);
  }
}
