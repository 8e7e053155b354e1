import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, readlink, rmdir, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, type Log } from "../../base/index.ts";
import { canEnter, type OsUser } from "./os-user.ts";

const OTHERS_MAY_ENTER = 0o011;
const SYSTEM_FOLDER = "/var/lib/whereabouts";

/**
 * The folder below which the cluster, its log and, if need be, its binaries lie: `DATA_DIR/postgres`.
 * When the database's user cannot get there, as below root's closed home, the folder is made
 * under /var/lib and `DATA_DIR/postgres` becomes a link to it.
 *
 * @throws AppError `unavailable` when neither place can be used
 */
export async function prepareHome(options: {
  readonly dataDir: string;
  readonly user: OsUser | null;
  readonly log: Log;
}): Promise<string> {
  const { dataDir, user, log } = options;
  const home = join(dataDir, "postgres");
  const linked = await readLink(home);
  if (linked !== null) return requireEntry(linked, user);
  await mkdir(home, { recursive: true, mode: 0o755 });
  if (canEnter(home, user)) return home;
  await letOthersThrough([dataDir, home]);
  if (canEnter(home, user)) return home;
  if ((await readdir(home)).length > 0) return requireEntry(home, user);
  const elsewhere = join(SYSTEM_FOLDER, `postgres-${randomBytes(6).toString("hex")}`);
  await moveHome({ home, elsewhere });
  const why = `user ${user?.name} cannot enter ${dataDir}`;
  log.warn({ folder: elsewhere }, `The database lies in another folder: ${why}`);
  return requireEntry(elsewhere, user);
}

async function moveHome(places: { home: string; elsewhere: string }): Promise<void> {
  await mkdir(places.elsewhere, { recursive: true, mode: 0o755 });
  await letOthersThrough([SYSTEM_FOLDER, places.elsewhere]);
  await rmdir(places.home);
  await symlink(places.elsewhere, places.home);
}

/** Only the right to pass, not to list or read; and only on folders that are ours to change. */
async function letOthersThrough(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const { mode, uid } = await stat(folder);
    if (uid === process.getuid?.()) await chmod(folder, (mode & 0o7777) | OTHERS_MAY_ENTER);
  }
}

async function readLink(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch {
    return null; // Not there yet, or a real folder: both are the usual case.
  }
}

function requireEntry(home: string, user: OsUser | null): string {
  if (canEnter(home, user)) return home;
  throw new AppError(
    "unavailable",
    `Starting the embedded PostgreSQL in ${home} failed: user ${user?.name ?? process.getuid?.()} ` +
      `cannot enter ${dirname(home)}; choose another DATA_DIR or set DATABASE_URL`,
  );
}
