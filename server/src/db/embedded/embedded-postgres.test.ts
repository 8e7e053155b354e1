import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLog, Disposer, systemClock } from "../../base/index.ts";
import { locateBinaryPackage, prepareBinaries } from "./binaries.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./index.ts";
import { chooseOsUser } from "./os-user.ts";
import { isPostgres } from "./postmaster.ts";

const log = createLog("silent");
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

let disposer: Disposer;
let folder: string;

beforeEach(async () => {
  disposer = new Disposer();
  folder = await mkdtemp(join(tmpdir(), "wa-pg-"));
  await chmod(folder, 0o755);
  disposer.defer(() => rm(folder, { recursive: true }));
});
afterEach(() => disposer.dispose());

async function start(dataDir = join(folder, "data")): Promise<EmbeddedPostgres> {
  const settings = { fsync: "off" };
  const postgres = await startEmbeddedPostgres({ dataDir, log, clock: systemClock, settings });
  disposer.defer(() => postgres.stop());
  return postgres;
}

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A server process of its own: prints the postmaster's pid, then lives until it is ended. */
async function startInChild(
  dataDir: string,
  options: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; line: string }> {
  const here = new URL(".", import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import("${here}index.ts");
    const { createLog, systemClock } = await import("${here}../../base/index.ts");
    const options = { dataDir: process.argv[1], log: createLog("silent"), clock: systemClock };
    const postgres = await startEmbeddedPostgres(options);
    process.once("SIGTERM", () => {
      process.stdin.destroy();
      void postgres.stop();
    });
    process.stdin.resume();
    // Last, since whoever reads it may send the signal at once.
    console.log(postgres.pid);`;
  const args = ["--input-type=module", "--eval", script, dataDir];
  const child = spawn(process.execPath, args, { ...options, stdio: ["pipe", "pipe", "inherit"] });
  disposer.defer(async () => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout!), "line")) as [string];
  return { child, line };
}

describe("startEmbeddedPostgres", { timeout: 300_000 }, () => {
  it("keeps its rows from one start to the next", async () => {
    const first = await start();
    await query(first, "CREATE TABLE kept AS SELECT 7 AS n");
    const pid = first.pid!;
    await first.stop();
    expect(await isPostgres(pid)).toBe(false);
    const second = await start();
    expect(await query(second, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    expect(second.url).toContain("postgresql://whereabouts@/whereabouts?host=");
  });

  it("refuses a DATA_DIR that another server is using", async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ kind: "conflict" });
  });

  it("adopts the PostgreSQL that a killed server left behind", async () => {
    const dataDir = join(folder, "data");
    const { child, line } = await startInChild(dataDir);
    child.kill("SIGKILL");
    await once(child, "exit");
    const adopted = await start(dataDir);
    expect(adopted.pid).toBe(Number(line));
    expect(await query(adopted, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("brings PostgreSQL back after a kill -9, with everything that was committed", async () => {
    const postgres = await start();
    await query(postgres, "CREATE TABLE kept AS SELECT 7 AS n");
    const killed = postgres.pid!;
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect(postgres.pid ?? killed).not.toBe(killed));
    expect(await query(postgres, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    expect(postgres.restarts).toBe(1);
  });

  it("starts anew when both the server and PostgreSQL were killed", async () => {
    const dataDir = join(folder, "data");
    const { child, line } = await startInChild(dataDir);
    process.kill(Number(line), "SIGKILL");
    child.kill("SIGKILL");
    await once(child, "exit");
    const postgres = await start(dataDir);
    expect(await query(postgres, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("uses a short socket path below a long DATA_DIR", async () => {
    const postgres = await start(join(folder, "d".repeat(100)));
    disposer.defer(() => rm(postgres.connection.host, { recursive: true, force: true }));
    expect(Buffer.byteLength(postgres.connection.host)).toBeLessThan(86);
    expect(await query(postgres, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("names both versions when another PostgreSQL made the cluster", async () => {
    const cluster = join(folder, "data/postgres/cluster");
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, "PG_VERSION"), "15\n");
    await expect(start()).rejects.toThrow(/made by PostgreSQL 15, expected 18.*DATABASE_URL/);
  });

  it("clears away a cluster that an interrupted start left half made", async () => {
    const unfinished = join(folder, "data/postgres/cluster.unfinished");
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, "PG_VERSION"), "18\n");
    expect(await query(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it.runIf(isRoot)("keeps the cluster outside of a home that its user cannot enter", async () => {
    const home = join(folder, "closed");
    await mkdir(home, { mode: 0o700 });
    const postgres = await start(join(home, "data"));
    const moved = await readlink(join(home, "data/postgres"));
    disposer.defer(() => rm(moved, { recursive: true, force: true }));
    await query(postgres, "CREATE TABLE kept AS SELECT 7 AS n");
    await postgres.stop();
    const again = await start(join(home, "data"));
    disposer.defer(() => again.stop());
    expect(await query(again, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  });

  it.runIf(isRoot)("runs as an ordinary user", async () => {
    await chown(folder, NOBODY, NOBODY);
    const { child, line } = await startInChild(join(folder, "data"), { uid: NOBODY, gid: NOBODY });
    expect(Number(line)).toBeGreaterThan(1);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(await isPostgres(Number(line))).toBe(false);
  });
});

describe("prepareBinaries", { timeout: 300_000 }, () => {
  it("makes the links that an install without scripts left out", async () => {
    const installed = await locateBinaryPackage();
    const copy = { ...installed, folder: join(folder, "package") };
    const isLink = async (path: string) =>
      readlink(path).then(
        () => true,
        () => false,
      );
    const filter = async (path: string) => !(await isLink(path));
    await cp(installed.folder, copy.folder, { recursive: true, filter });
    const found = await prepareBinaries({ home: folder, user: chooseOsUser(), package: copy });
    expect(found.folder).toBe(join(copy.folder, "native"));
  });

  it.runIf(isRoot)("copies what the database's user cannot read", async () => {
    const installed = await locateBinaryPackage();
    const closed = join(folder, "closed");
    const copy = { ...installed, folder: join(closed, "package") };
    await cp(installed.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
    await chmod(closed, 0o700);
    const found = await prepareBinaries({ home: folder, user: chooseOsUser(), package: copy });
    expect(found.folder).toBe(join(folder, `binaries-${installed.version}/native`));
  });

  it("names DATABASE_URL when nothing can run", async () => {
    const installed = await locateBinaryPackage();
    const broken = { ...installed, folder: join(folder, "package") };
    await mkdir(join(broken.folder, "native"), { recursive: true });
    await writeFile(join(broken.folder, "native/pg-symlinks.json"), "[]");
    const options = { home: folder, user: chooseOsUser(), package: broken };
    await expect(prepareBinaries(options)).rejects.toThrow(/set DATABASE_URL/);
  });
});
