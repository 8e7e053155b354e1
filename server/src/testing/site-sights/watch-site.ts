import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { decodeLook, type Look } from "./look.ts";

const SCRIPT = path.join(import.meta.dirname, "perceive-camera.ts");
const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
/** What decides what perception sees: after a change of it, old sights are of no use. */
const SOURCES = [
  "server/src/stages/{decode,describe,detect,motion}/**/*.ts",
  "server/src/testing/site-sights/{look,perceive-camera}.ts",
  "packages/simulator/src/**/*.ts",
];
const AT_ONCE = 2;

export interface WatchOptions {
  /** Simulated cameras, for example `c12`. */
  readonly cameras: readonly string[];
  readonly seed: number;
  /** Simulated UTC ms of the first picture. */
  readonly startMs: number;
  readonly seconds: number;
  /** What describes appearance: a kind of the camera's settings. */
  readonly descriptor: string;
  readonly modelsDir: string;
  /** Where sights are kept, to be taken again as long as nothing that makes them changes. */
  readonly cacheDir: string;
}

/**
 * Lets the product's perception watch simulated cameras, faster than they would take.
 *
 * @returns looks by camera. @throws Error with the messages of the process that failed
 */
export async function watchSite(options: WatchOptions): Promise<Map<string, readonly Look[]>> {
  const { seed, startMs, seconds, descriptor, modelsDir, cacheDir } = options;
  await mkdir(cacheDir, { recursive: true });
  const version = versionOfSources();
  const fileOf = (camera: string): string =>
    path.join(cacheDir, `${[camera, seed, startMs, seconds, descriptor, version].join("-")}.jsonl`);
  const waiting = options.cameras.filter((camera) => !existsSync(fileOf(camera)));
  const watchNext = async (): Promise<void> => {
    for (let camera = waiting.shift(); camera !== undefined; camera = waiting.shift()) {
      const numbers = [seed, startMs, seconds].map(String);
      const args = [SCRIPT, camera, ...numbers, descriptor, modelsDir, fileOf(camera)];
      await promisify(execFile)(process.execPath, args);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, watchNext));
  const sights = new Map<string, readonly Look[]>();
  for (const camera of options.cameras) {
    const text = await readFile(fileOf(camera), "utf8");
    sights.set(camera, text.split("\n").map(decodeLook));
  }
  return sights;
}

function versionOfSources(): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: REPOSITORY }).sort()) {
    if (!file.endsWith(".test.ts")) hash.update(readFileSync(path.join(REPOSITORY, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
