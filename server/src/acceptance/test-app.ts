import { chmod, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Kysely } from "kysely";
import { startApp } from "../app.ts";
import { createLog, Disposer, systemClock, type Disposable } from "../base/index.ts";
import { loadConfig } from "../config/index.ts";
import type { DatabaseConnection, DB } from "../db/index.ts";
import { createTestDatabase } from "../testing/index.ts";

const CHECKOUT_DATA = path.resolve(import.meta.dirname, "../../../data");
/** What costs minutes to fetch or draw and is the same for every server. */
const SHARED_FOLDERS = ["models", "cache"];
const API_KEY = "shared-key-of-this-test";
const ADMINISTRATOR = { email: "admin@example.com", password: "a password of this test" };

/** The whole server in this process: real database, real perception processes, real HTTP. */
export interface TestApp extends Disposable {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
  /** `ws://127.0.0.1:PORT` */
  readonly socketUrl: string;
  /** Access token of the first administrator. */
  readonly adminToken: string;
  readonly administrator: { readonly email: string; readonly password: string };
  readonly apiKey: string;
  /** The server's own rows. */
  readonly db: Kysely<DB>;
  /** Calls as the administrator. @throws Error with status and answer unless it is 2xx */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export interface TestAppOptions {
  /** Settings as the environment would give them. The simulated site is off unless named here. */
  readonly env?: Readonly<Record<string, string>>;
  /** The command line, for example `["--camera", "gate=rtsp://…"]`. */
  readonly argv?: readonly string[];
}

/** Starts a server on a fresh database and a free port, with the models of this checkout. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const disposer = new Disposer();
  try {
    return await start(options, disposer);
  } catch (error) {
    await disposer.dispose();
    throw error;
  }
}

async function start(options: TestAppOptions, disposer: Disposer): Promise<TestApp> {
  const database = await createTestDatabase();
  disposer.defer(() => database.dispose());
  const dataDir = await makeDataDir();
  disposer.defer(() => rm(dataDir, { recursive: true, force: true }));
  const env = {
    PORT: "0",
    HOST: "127.0.0.1",
    DATA_DIR: dataDir,
    DATABASE_URL: connectionUrl(database.connection),
    RTLS_MQTT_ENABLED: "false",
    LOG_LEVEL: "silent",
    DEMO_SITE: "off",
    API_KEY,
    SUPERADMIN_EMAIL: ADMINISTRATOR.email,
    SUPERADMIN_PASSWORD: ADMINISTRATOR.password,
    ...options.env,
  };
  const config = loadConfig({ env, argv: options.argv ?? [], cwd: dataDir });
  const log = createLog(config.server.logLevel);
  const app = disposer.add(await startApp({ config, secrets: SECRETS, log, clock: systemClock }));
  const adminToken = await logIn(app.url);
  return {
    baseUrl: app.url,
    socketUrl: app.url.replace(/^http/, "ws"),
    adminToken,
    administrator: ADMINISTRATOR,
    apiKey: API_KEY,
    db: database.db,
    call: (method, url, body) => call(app.url + url, { method, body, token: adminToken }),
    dispose: () => disposer.dispose(),
  };
}

const SECRETS = {
  apiKey: API_KEY,
  secretKey: "a secret of this test that is long enough",
  streamSigningKey: "another secret of this test",
  hmacSecretKey: "a third secret of this test",
};

async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "whereabouts-app-"));
  await chmod(dataDir, 0o755);
  for (const folder of SHARED_FOLDERS) {
    await mkdir(path.join(CHECKOUT_DATA, folder), { recursive: true });
    await symlink(path.join(CHECKOUT_DATA, folder), path.join(dataDir, folder));
  }
  return dataDir;
}

function connectionUrl(connection: DatabaseConnection): string {
  if ("connectionString" in connection) return connection.connectionString;
  const { host, port, user, password, database } = connection;
  const parts = [user, password ?? "", database].map(encodeURIComponent);
  // A folder of unix sockets can only stand in the query, and wins over the name before it.
  const query = new URLSearchParams({ host });
  return `postgresql://${parts[0]}:${parts[1]}@localhost:${port}/${parts[2]}?${query}`;
}

async function logIn(baseUrl: string): Promise<string> {
  const body = ADMINISTRATOR;
  const url = `${baseUrl}/api/v1/auth/login`;
  const answer = await call<{ access_token: string }>(url, { method: "POST", body });
  return answer.access_token;
}

async function call<T>(
  url: string,
  request: { readonly method: string; readonly body?: unknown; readonly token?: string },
): Promise<T> {
  const { method, body, token } = request;
  const response = await fetch(url, {
    method,
    headers: {
      // The server may close an idle connection just when the next call is written to it.
      connection: "close",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
