import { execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../../base/index.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { cleanEnvironment } from "./cluster.ts";
import { asUser, type OsUser } from "./os-user.ts";

export const SOCKET_PORT = 5432;
const LOG_BYTES_MAX = 16 * 1024 * 1024;
const POLL_MS = 25;

/** The postmaster of a cluster: PostgreSQL's main process. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
}

export interface PostmasterPlace {
  readonly binaries: PostgresBinaries;
  readonly cluster: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly user: OsUser | null;
  /** Settings of postgresql.conf that differ from PostgreSQL's defaults. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The postmaster that runs on this cluster, whoever started it, or null. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  let lines: string[];
  try {
    lines = (await readFile(join(cluster, "postmaster.pid"), "utf8")).split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  // Lines: pid, data folder, start time, port, socket folder (miscadmin.h, LOCK_FILE_LINE_*).
  const [pid, socketFolder] = [Number(lines[0]), lines[4]?.trim()];
  if (!Number.isInteger(pid) || pid <= 0 || !socketFolder) return null;
  return (await isPostgres(pid)) ? { pid, socketFolder } : null;
}

/**
 * Starts PostgreSQL in its own session, so that Ctrl-C in a terminal reaches us first and it only
 * when we stop it. Reachable through its unix socket alone.
 */
export async function spawnPostmaster(place: PostmasterPlace): Promise<Postmaster> {
  await limitLog(place.logFile);
  const logDescriptor = openSync(place.logFile, "a", 0o600);
  const settings = {
    listen_addresses: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...place.settings,
  };
  const child = spawn(
    join(place.binaries.folder, "bin/postgres"),
    [
      ...["-D", place.cluster, "-k", place.socketFolder, "-p", String(SOCKET_PORT)],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      ...asUser(place.user),
      cwd: "/",
      detached: true,
      env: cleanEnvironment(),
      stdio: ["ignore", logDescriptor, logDescriptor],
    },
  );
  closeSync(logDescriptor);
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  child.unref();
  return { pid: child.pid!, socketFolder: place.socketFolder };
}

/** Fast shutdown: ends sessions, writes a checkpoint; immediate when that takes over 30 s. */
export async function stopPostmaster(postmaster: Postmaster, clock: Clock): Promise<void> {
  for (const [signal, limitMs] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 10_000],
  ] as const) {
    if (!sendSignal(postmaster.pid, signal)) return;
    const endMs = clock.monotonicMs() + limitMs;
    while (clock.monotonicMs() < endMs) {
      if (!(await isPostgres(postmaster.pid))) return;
      await clock.sleep(POLL_MS);
    }
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** Alive, not a zombie, and not another program that was given the same number. */
export async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    try {
      const text = await readFile(`/proc/${pid}/stat`, "utf8");
      const state = text.slice(text.lastIndexOf(")") + 2)[0];
      return text.includes("(postgres)") && state !== "Z" && state !== "X";
    } catch {
      return false; // No such process.
    }
  }
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=,comm=", "-p", String(pid)]);
    return /^[^Z]/.test(stdout.trim()) && stdout.includes("postgres");
  } catch {
    return false; // ps reports a missing process by its exit status.
  }
}

/** The last lines PostgreSQL wrote, for an error message. */
export async function readLogTail(logFile: string): Promise<string> {
  const text = await readFile(logFile, "utf8").catch(() => "");
  return text.trim().split("\n").slice(-5).join(" | ");
}

async function limitLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES_MAX) await truncate(logFile, 0);
}
