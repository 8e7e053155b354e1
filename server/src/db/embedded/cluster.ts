import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../base/index.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { asUser, type OsUser } from "./os-user.ts";

/** The database's own superuser; only its unix socket can be used to become it. */
export const DATABASE_USER = "whereabouts";

/** `sockaddr_un` holds 104 bytes on macOS and 108 on Linux; the socket's own name takes 14. */
const SOCKET_FOLDER_BYTES_MAX = 85;

/**
 * Makes the cluster if it is not there yet. An interrupted try leaves nothing that looks finished.
 *
 * @returns the cluster's folder
 * @throws AppError `unavailable` when initdb fails or another major version made the cluster
 */
export async function prepareCluster(options: {
  readonly home: string;
  readonly binaries: PostgresBinaries;
  readonly user: OsUser | null;
}): Promise<string> {
  const folder = join(options.home, "cluster");
  const found = await readVersion(folder);
  const expected = options.binaries.version.split(".")[0];
  if (found === expected) return folder;
  if (found !== null) {
    throw new AppError(
      "unavailable",
      `The database in ${folder} was made by PostgreSQL ${found}, expected ${expected}: ` +
        "dump it with that version, or set DATABASE_URL to a server that reads it",
    );
  }
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await makePrivateFolder(unfinished, options.user);
  runInitdb(unfinished, options);
  await rename(unfinished, folder);
  return folder;
}

/**
 * Where the unix socket lies: in the cluster itself, which only its user may enter, or in a folder
 * of the system's temporary one when that path would be too long.
 *
 * @throws AppError `unavailable` when somebody else made that temporary folder
 */
export async function prepareSocketFolder(cluster: string, user: OsUser | null): Promise<string> {
  if (Buffer.byteLength(cluster) <= SOCKET_FOLDER_BYTES_MAX) return cluster;
  const name = `whereabouts-${createHash("sha256").update(cluster).digest("hex").slice(0, 12)}`;
  const base =
    Buffer.byteLength(join(tmpdir(), name)) <= SOCKET_FOLDER_BYTES_MAX ? tmpdir() : "/tmp";
  const folder = join(base, name);
  try {
    await makePrivateFolder(folder, user);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await requirePrivate(folder, user);
  }
  return folder;
}

async function makePrivateFolder(folder: string, user: OsUser | null): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  if (user) await chown(folder, user.uid, user.gid);
}

async function requirePrivate(folder: string, user: OsUser | null): Promise<void> {
  const found = await lstat(folder);
  const owner = user?.uid ?? process.getuid?.();
  if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return;
  throw new AppError(
    "unavailable",
    `Using ${folder} for the database's socket failed: expected a folder that only user id ` +
      `${owner} may enter; remove it, or choose a DATA_DIR with a shorter path`,
  );
}

function runInitdb(
  folder: string,
  options: { readonly binaries: PostgresBinaries; readonly user: OsUser | null },
): void {
  const result = spawnSync(
    join(options.binaries.folder, "bin/initdb"),
    [
      `--pgdata=${folder}`,
      `--username=${DATABASE_USER}`,
      "--auth=trust",
      "--encoding=UTF8",
      // Built in, hence the same on every system and never changed by an update of the libraries.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
    ],
    { ...asUser(options.user), cwd: "/", encoding: "utf8", env: cleanEnvironment() },
  );
  if (result.status === 0) return;
  const why = result.error?.message ?? result.stderr.trim();
  throw new AppError(
    "unavailable",
    `Making the embedded database in ${folder} failed: ${why}; ` +
      "choose another DATA_DIR or set DATABASE_URL",
  );
}

/** Without PGDATA, PGPORT and the like, which would reach PostgreSQL's programs. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LANG: "C", LC_ALL: "C", TZ: "UTC" };
}

async function readVersion(cluster: string): Promise<string | null> {
  try {
    return (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
