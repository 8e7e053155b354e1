import { randomBytes } from "node:crypto";
import { sql, type Kysely } from "kysely";
import {
  migrate,
  openDatabase,
  withDatabase,
  type DatabaseConnection,
  type DB,
} from "../db/index.ts";
import { createDatabase, embeddedTestConnection, TEMPLATE_DATABASE } from "./database-server.ts";
import { hasLocalService, LOCAL_POSTGRES } from "./services.ts";

/** A migrated, empty database that nobody else uses. */
export interface TestDatabase {
  readonly db: Kysely<DB>;
  readonly connection: DatabaseConnection;
  /** Closes `db` and drops the database, even while other connections are open. */
  dispose(): Promise<void>;
}

export type TestDatabaseServerName = "embedded" | "local";

const LOCAL_CONNECTION: DatabaseConnection = {
  connectionString: "postgresql://postgres@127.0.0.1:5432/postgres",
};

/** Makes a fresh database in about 50 ms. `local` is the PostgreSQL on 127.0.0.1:5432. */
export async function createTestDatabase(
  server: TestDatabaseServerName = "embedded",
): Promise<TestDatabase> {
  const base = server === "embedded" ? await embeddedTestConnection() : LOCAL_CONNECTION;
  const name = `whereabouts_test_${randomBytes(6).toString("hex")}`;
  const template = server === "embedded" ? { template: TEMPLATE_DATABASE } : {};
  await asAdmin(base, (admin) => createDatabase(admin, { name, ...template }));
  const connection = withDatabase(base, name);
  const db = openDatabase(connection);
  if (server === "local") await migrate(db);
  return { db, connection, dispose: () => dropTestDatabase({ base, db, name }) };
}

/**
 * The servers to run the important store tests on, for `describe.each(await …)`.
 *
 * @throws Error with `CI=true` and no PostgreSQL on 127.0.0.1:5432
 */
export async function testDatabaseServers(): Promise<TestDatabaseServerName[]> {
  return (await hasLocalService(LOCAL_POSTGRES)) ? ["embedded", "local"] : ["embedded"];
}

async function dropTestDatabase(options: {
  readonly base: DatabaseConnection;
  readonly db: Kysely<DB>;
  readonly name: string;
}): Promise<void> {
  await options.db.destroy();
  const statement = sql`DROP DATABASE IF EXISTS ${sql.id(options.name)} WITH (FORCE)`;
  await asAdmin(options.base, (admin) => statement.execute(admin));
}

async function asAdmin<T>(
  base: DatabaseConnection,
  work: (admin: Kysely<DB>) => Promise<T>,
): Promise<T> {
  const admin = openDatabase(base, { maxConnections: 1 });
  try {
    return await work(admin);
  } finally {
    await admin.destroy();
  }
}
