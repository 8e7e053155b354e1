import { randomBytes } from "node:crypto";
import { createServer, createConnection, type Server } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { sql, type Kysely } from "kysely";
import { createLog, systemClock } from "../base/index.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../db/embedded/index.ts";
import {
  migrate,
  openDatabase,
  withDatabase,
  type DatabaseConnection,
  type DB,
} from "../db/index.ts";

/** Migrated once; every test's database is a copy of it. */
export const TEMPLATE_DATABASE = "whereabouts_template";
const SOCKET_VARIABLE = "WHEREABOUTS_TEST_DATABASE_SOCKET";
/** Tests lose nothing with the machine, and a copy of the template becomes three times as fast. */
const SETTINGS = { fsync: "off", full_page_writes: "off", max_connections: "200" };

/** One PostgreSQL for a whole test run, started by the first test that asks for it. */
export interface TestDatabaseServer {
  dispose(): Promise<void>;
}

/**
 * Listens on a unix socket that hands out the connection. The test processes find it through an
 * environment variable, which they inherit.
 */
export async function serveTestDatabase(): Promise<TestDatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "whereabouts-test-"));
  let started: Promise<EmbeddedPostgres> | undefined;
  const server = createServer((socket) => {
    started ??= startWithTemplate(folder);
    started.then(
      (postgres) => socket.end(JSON.stringify(postgres.connection)),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
  });
  const path = join(folder, `${randomBytes(4).toString("hex")}.sock`);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.env[SOCKET_VARIABLE] = path;
  return {
    dispose: async () => {
      delete process.env[SOCKET_VARIABLE];
      await closeServer(server);
      await (await started?.catch(() => undefined))?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The embedded PostgreSQL of this test run.
 *
 * @throws Error when the run was not set up by `testing/global-setup.ts`, or it did not start
 */
export async function embeddedTestConnection(): Promise<DatabaseConnection> {
  const path = process.env[SOCKET_VARIABLE];
  if (!path) throw new Error("Expected vitest to run server/src/testing/global-setup.ts first");
  const answer = JSON.parse(await text(createConnection(path))) as
    | DatabaseConnection
    | { error: string };
  if ("error" in answer) throw new Error(answer.error);
  return answer;
}

async function startWithTemplate(folder: string): Promise<EmbeddedPostgres> {
  const log = createLog("error");
  const options = { dataDir: folder, log, clock: systemClock, settings: SETTINGS };
  const postgres = await startEmbeddedPostgres(options);
  const admin = openDatabase(postgres.connection, { maxConnections: 1 });
  await createDatabase(admin, { name: TEMPLATE_DATABASE });
  await admin.destroy();
  const template = openDatabase(withDatabase(postgres.connection, TEMPLATE_DATABASE));
  await migrate(template);
  await template.destroy();
  return postgres;
}

/** Names are ours, never a test's input. */
export async function createDatabase(
  admin: Kysely<DB>,
  options: { readonly name: string; readonly template?: string },
): Promise<void> {
  const from = options.template ? sql` TEMPLATE ${sql.id(options.template)}` : sql``;
  await sql`CREATE DATABASE ${sql.id(options.name)}${from}`.execute(admin);
}

async function closeServer(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
