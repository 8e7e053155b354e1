import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

const ROOT = path.resolve(import.meta.dirname, "../..");
const START_MS_MAX = 240_000;
const STOP_MS_MAX = 60_000;
const ACCOUNT = { username: "bench@example.org", password: "bench-only-password-1" };

/** The whole product as `npm start` runs it, in an empty folder, with one administrator. */
export class ProductServer {
  readonly port: number;
  readonly baseUrl: string;
  readonly token: string;
  readonly #child: ChildProcess;
  readonly #dataDir: string;

  private constructor(parts: {
    port: number;
    token: string;
    child: ChildProcess;
    dataDir: string;
  }) {
    this.port = parts.port;
    this.baseUrl = `http://127.0.0.1:${parts.port}`;
    this.token = parts.token;
    this.#child = parts.child;
    this.#dataDir = parts.dataDir;
  }

  /** @throws Error when it does not answer in time */
  static async start(
    options: {
      readonly args?: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<ProductServer> {
    const port = await freePort();
    const dataDir = await mkdtemp(path.join(tmpdir(), "whereabouts-bench-"));
    // Fetched and converted once, not once per bench.
    await mkdir(path.join(ROOT, "data/models"), { recursive: true });
    await symlink(path.join(ROOT, "data/models"), path.join(dataDir, "models"));
    const main = path.join(ROOT, "server/src/main.ts");
    const child = spawn(process.execPath, [main, ...(options.args ?? [])], {
      cwd: dataDir,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...environment({ port, dataDir }), ...options.environment },
    });
    try {
      await untilHealthy(child, port);
      return new ProductServer({ port, token: await logIn(port), child, dataDir });
    } catch (error) {
      child.kill("SIGTERM");
      throw error;
    }
  }

  /** @returns the parsed answer. @throws Error with the answer when it is no 2xx */
  async call<Answer>(method: "GET" | "POST", target: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${target}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${target} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Path and query of the live feed with the administrator's token. */
  get livePath(): string {
    return `/api/v1/live?token=${encodeURIComponent(this.token)}`;
  }

  /** A connection to the database that the server keeps for itself. */
  async connectDatabase(): Promise<pg.Client> {
    const pidFile = path.join(this.#dataDir, "postgres/cluster/postmaster.pid");
    const [, , , port, host] = (await readFile(pidFile, "utf8")).split("\n");
    const place = { host: host!, port: Number(port) };
    const client = new pg.Client({ ...place, user: "whereabouts", database: "whereabouts" });
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, "exit");
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      const kill = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS_MAX);
      await exited;
      clearTimeout(kill);
    }
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

function environment(options: { port: number; dataDir: string }): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PORT: String(options.port),
    DATA_DIR: options.dataDir,
    MQTT_PORT: "0",
    DEMO_SITE: "off",
    RATE_LIMIT_PER_MINUTE: "0",
    LOG_LEVEL: "error",
    SUPERADMIN_EMAIL: ACCOUNT.username,
    SUPERADMIN_PASSWORD: ACCOUNT.password,
  };
}

async function untilHealthy(child: ChildProcess, port: number): Promise<void> {
  const deadlineMs = performance.now() + START_MS_MAX;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    if (performance.now() > deadlineMs) throw new Error("The server did not become healthy");
    await sleep(50);
  }
}

async function logIn(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ACCOUNT),
  });
  if (!response.ok) throw new Error(`Log-in answered ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
