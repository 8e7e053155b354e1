import type { Role } from "@whereabouts/contracts";
import { sql, type Kysely, type Selectable } from "kysely";
import { AppError } from "../../base/index.ts";
import { isUniqueViolation, type DB, type Users } from "../../db/index.ts";

export type UserRow = Selectable<Users>;

export interface NewUser {
  readonly username: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly role: Role;
  readonly active: boolean;
  readonly passwordHash: string | null;
}

export interface UserChanges {
  readonly role?: Role;
  readonly active?: boolean;
  readonly displayName?: string | null;
  readonly passwordHash?: string;
}

/** Users an answer lists at most. */
const LIST_LIMIT = 1000;

/** The one table of users. */
export class UserStore {
  readonly #db: Kysely<DB>;

  constructor(db: Kysely<DB>) {
    this.#db = db;
  }

  byId(id: string): Promise<UserRow | undefined> {
    return this.#db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** Finds by username or e-mail, whatever the case. */
  byName(name: string): Promise<UserRow | undefined> {
    const lower = name.toLowerCase();
    return this.#db
      .selectFrom("users")
      .selectAll()
      .where((eb) =>
        eb.or([
          eb(sql<string>`lower(username)`, "=", lower),
          eb(sql<string>`lower(email)`, "=", lower),
        ]),
      )
      .orderBy("number")
      .executeTakeFirst();
  }

  /** Newest first. */
  list(filter: { readonly role?: string | undefined; readonly active?: boolean | undefined }) {
    let query = this.#db.selectFrom("users").selectAll();
    if (filter.role !== undefined) query = query.where("role", "=", filter.role.toLowerCase());
    if (filter.active !== undefined) query = query.where("active", "=", filter.active);
    return query.orderBy("number", "desc").limit(LIST_LIMIT).execute();
  }

  async counts(): Promise<{ readonly total: number; readonly active: number }> {
    const { total, active } = await this.#db
      .selectFrom("users")
      .select((eb) => [
        eb.fn.countAll<string>().as("total"),
        eb.fn.countAll<string>().filterWhere("active", "=", true).as("active"),
      ])
      .executeTakeFirstOrThrow();
    return { total: Number(total), active: Number(active) };
  }

  /** @throws AppError `bad-request` when the name or e-mail is taken */
  async create(user: NewUser): Promise<UserRow> {
    try {
      return await this.#db
        .insertInto("users")
        .values({
          username: user.username,
          email: user.email,
          display_name: user.displayName,
          role: user.role,
          active: user.active,
          password_hash: user.passwordHash,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    } catch (error) {
      if (isUniqueViolation(error)) {
        throw new AppError("bad-request", "Username or email is already registered");
      }
      throw error;
    }
  }

  /**
   * @throws AppError `not-found`
   * @throws AppError `conflict` when no active administrator would be left
   */
  async update(id: string, changes: UserChanges): Promise<UserRow> {
    return this.#db.transaction().execute(async (trx) => {
      // Two administrators who demote each other must meet in the same order.
      await sql`SELECT pg_advisory_xact_lock(hashtext('whereabouts:administrators'))`.execute(trx);
      const values = {
        ...(changes.role === undefined ? {} : { role: changes.role }),
        ...(changes.active === undefined ? {} : { active: changes.active }),
        ...(changes.displayName === undefined ? {} : { display_name: changes.displayName }),
        ...(changes.passwordHash === undefined
          ? {}
          : { password_hash: changes.passwordHash, failed_login_count: 0, locked_until: null }),
      };
      const query = trx.selectFrom("users").selectAll().where("id", "=", id);
      const before = await query.executeTakeFirst();
      if (before === undefined) throw new AppError("not-found", "User not found");
      if (Object.keys(values).length === 0) return before;
      const after = await trx
        .updateTable("users")
        .set(values)
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (before.role === "admin") await assertAdministratorLeft(trx);
      return after;
    });
  }

  async setPasswordHash(id: string, passwordHash: string): Promise<void> {
    await this.#db
      .updateTable("users")
      .set({ password_hash: passwordHash })
      .where("id", "=", id)
      .execute();
  }

  /** Creates the first administrator unless one exists, in one transaction across all nodes. */
  createFirstAdministrator(user: NewUser): Promise<UserRow | null> {
    return this.#db.transaction().execute(async (trx) => {
      await sql`SELECT pg_advisory_xact_lock(hashtext('whereabouts:administrators'))`.execute(trx);
      const admins = trx.selectFrom("users").select("id").where("role", "=", "admin");
      if ((await admins.executeTakeFirst()) !== undefined) return null;
      return new UserStore(trx).create(user);
    });
  }
}

async function assertAdministratorLeft(trx: Kysely<DB>): Promise<void> {
  const left = await trx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where("active", "=", true)
    .executeTakeFirst();
  if (left === undefined) {
    throw new AppError("conflict", "Cannot remove the last active administrator");
  }
}
