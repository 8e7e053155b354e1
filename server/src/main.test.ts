/** The real process: killed, asked to stop, and given nonsense. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createLog, systemClock } from "./base/index.ts";
import { startEmbeddedPostgres } from "./db/embedded/index.ts";
import { openDatabase } from "./db/index.ts";

const MAIN = path.join(import.meta.dirname, "main.ts");
const KEY = "key-of-this-test";
const WRITERS = 4;
const BATCH = 20;
const BOX = [1, 2, 3, 4];

class ServerProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  output = "";

  constructor(env: Record<string, string>, args: readonly string[] = []) {
    const settings = { PORT: "0", MQTT_PORT: "0", DEMO_SITE: "off", LOG_LEVEL: "warn", ...env };
    this.child = spawn(process.execPath, [MAIN, ...args], {
      cwd: env["DATA_DIR"] ?? tmpdir(),
      env: { PATH: process.env["PATH"], API_KEY: KEY, ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.exited = once(this.child, "exit");
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString("utf8")));
    }
  }

  async url(): Promise<string> {
    const said = () => /ready at (\S+)/.exec(this.output)?.[1];
    const check = (): string => {
      const url = said();
      if (url === undefined) throw new Error(`The server is not ready: ${this.output}`);
      return url;
    };
    return vi.waitFor(check, { interval: 20 });
  }
}

let dataDir: string;
const running: ServerProcess[] = [];
const start = (env: Record<string, string> = {}, args: readonly string[] = []): ServerProcess => {
  const server = new ServerProcess({ DATA_DIR: dataDir, ROLES: "api,jobs", ...env }, args);
  running.push(server);
  return server;
};

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "whereabouts-main-"));
  // PostgreSQL runs as another user where this test runs as root.
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  for (const { child, exited } of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await exited;
  }
});
afterAll(async () => {
  await onDatabase(async () => undefined);
  await rm(dataDir, { recursive: true, force: true });
});

async function post(url: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", "x-api-key": KEY, "x-role": "system" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Writes until the server is gone. @returns the source ids of every acknowledged batch, as it grows */
async function writeUntilGone(
  url: string,
): Promise<{ readonly acknowledged: string[]; readonly done: Promise<unknown> }> {
  const camera = await post(`${url}/api/v1/cameras`, { location_zone: "ROOM-1" });
  const { camera_id } = (await camera.json()) as { camera_id: string };
  const acknowledged: string[] = [];
  const writer = async (name: number): Promise<void> => {
    for (let batch = 0; ; batch++) {
      const ids = Array.from(
        { length: BATCH },
        (_, each) => `${name}-${batch}-${each}-${camera_id}`,
      );
      const detections = ids.map((id) => ({ source_track_id: id, bbox_xyxy: BOX, conf: 0.5 }));
      const body = { camera_id, detections };
      const sent = post(`${url}/api/v1/system/live-tracks/ingest`, body);
      const status = await sent.then(
        async (answer) => (await answer.text(), answer.status),
        () => 0,
      );
      if (status !== 200) return;
      acknowledged.push(...ids);
    }
  };
  const done = Promise.all(Array.from({ length: WRITERS }, (_, name) => writer(name)));
  return { acknowledged, done };
}

const grownTo = (ids: readonly string[], count: number) =>
  vi.waitFor(() => expect(ids.length).toBeGreaterThan(count), { interval: 5 });

function postmasterPid(): number {
  const files = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  const file = files.find((name) => path.basename(name) === "postmaster.pid");
  return file === undefined ? 0 : Number.parseInt(readFileSync(path.join(dataDir, file), "utf8"));
}

async function onDatabase<T>(
  work: (db: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: createLog("silent"),
    clock: systemClock,
  });
  const db = openDatabase(postgres.connection);
  try {
    return await work(db);
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}

/** Of these ids, those without an observation in the database. */
function lost(ids: readonly string[]): Promise<string[]> {
  return onDatabase(async (db) => {
    const { rows } = await sql<{ id: string }>`
      SELECT t.source_track_id AS id FROM tracks t JOIN observations o ON o.track_id = t.id`.execute(
      db,
    );
    const present = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !present.has(id));
  });
}

it("loses no acknowledged row to a kill -9, adopts the database, and stops politely", async () => {
  const killed = start();
  const first = await writeUntilGone(await killed.url());
  await grownTo(first.acknowledged, 2000);
  const orphan = postmasterPid();
  killed.child.kill("SIGKILL");
  await first.done;

  const stopped = start();
  const second = await writeUntilGone(await stopped.url());
  expect(orphan).toBeGreaterThan(0);
  expect(postmasterPid()).toBe(orphan);
  await grownTo(second.acknowledged, 1000);
  stopped.child.kill("SIGTERM");
  await second.done;
  expect(await stopped.exited).toEqual([0, null]);

  expect(await lost([...first.acknowledged, ...second.acknowledged])).toEqual([]);
}, 300_000);

it("answers only how it is without the role api", async () => {
  const url = await start({ ROLES: "jobs" }).url();
  const status = async (route: string) => (await fetch(url + route)).status;
  expect(await status("/health")).toBe(200);
  expect(await status("/metrics")).toBe(200);
  expect(await status("/api/v1/cameras")).toBe(404);
});

describe("a start", () => {
  it.each([
    [{ PORT: "eighty" }, [], 'PORT is "eighty", expected'],
    [{ ACCESS: "open" }, [], 'ACCESS is "open", expected'],
    [{}, ["--camera", "gate=ftp://x"], '--camera "gate" is not acceptable, expected'],
    [{}, ["--verbose"], "expected --help, --roles LIST or --camera NAME=URL"],
  ])("with %j %j is refused with name, value and what was expected", async (env, args, words) => {
    const server = start(env, args);
    expect(await server.exited).toEqual([2, null]);
    expect(server.output).toContain(words);
  });

  it("with --help prints every setting and ends", async () => {
    const server = start({}, ["--help"]);
    expect(await server.exited).toEqual([0, null]);
    for (const name of ["TRACKING_PORT", "DATABASE_URL", "RATE_LIMIT_PER_MINUTE", "--camera"]) {
      expect(server.output).toContain(name);
    }
  });
});
