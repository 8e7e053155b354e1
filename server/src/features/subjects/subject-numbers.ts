import { randomBytes } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { ObjectClass } from "../../model/index.ts";
import { globalIdOf } from "./global-id.ts";

const BLOCK = 64;

/** Numbers for new subjects, fetched ahead, so that naming one never waits for the database. */
export class SubjectNumbers {
  readonly #db: Kysely<DB>;
  readonly #log: Pick<Log, "warn">;
  #numbers: number[] = [];
  #fetching: Promise<void> | null = null;

  constructor(db: Kysely<DB>, log: Pick<Log, "warn">) {
    this.#db = db;
    this.#log = log;
  }

  /** Never throws: without numbers, names are random until the database answers. */
  fetch(): Promise<void> {
    this.#fetching ??= this.#fetch()
      .catch((error) => this.#log.warn({ err: error }, "No numbers for new subjects"))
      .finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  next(objectClass: ObjectClass): string {
    const number = this.#numbers.shift();
    if (this.#numbers.length < BLOCK / 2) void this.fetch();
    return globalIdOf(objectClass, number ?? randomBytes(4).toString("hex"));
  }

  async #fetch(): Promise<void> {
    const { rows } = await sql<{ readonly n: number }>`
      SELECT nextval('subject_numbers') AS n FROM generate_series(1, ${BLOCK})`.execute(this.#db);
    this.#numbers.push(...rows.map(({ n }) => n));
  }
}
