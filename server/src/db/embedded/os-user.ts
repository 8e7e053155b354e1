import { spawnSync } from "node:child_process";
import { AppError } from "../../base/index.ts";

/** The operating system's user that PostgreSQL runs as; null means: the one we are. */
export interface OsUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's own user where it is installed, else the one every system has. */
const CANDIDATES = ["postgres", "nobody"];

/**
 * PostgreSQL refuses to run as root, so root hands it to another user.
 *
 * @throws AppError `unavailable` when we are root and no such user exists
 */
export function chooseOsUser(): OsUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of CANDIDATES) {
    const [uid, gid] = [lookUp("-u", name), lookUp("-g", name)];
    if (uid !== null && uid > 0 && gid !== null) return { name, uid, gid };
  }
  throw new AppError(
    "unavailable",
    "Starting the embedded PostgreSQL as root needs an operating system user named postgres or " +
      "nobody; create one, start as another user, or set DATABASE_URL",
  );
}

/** Options for child processes that shall run as this user. */
export function asUser(user: OsUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** True when this user can enter the folder, whatever modes and access lists stand on the way. */
export function canEnter(folder: string, user: OsUser | null): boolean {
  // From "/": the child must not fail because our own working folder is closed to that user.
  const options = { ...asUser(user), cwd: "/", stdio: "ignore" } as const;
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], options).status === 0;
}

function lookUp(flag: "-u" | "-g", name: string): number | null {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : null;
}
