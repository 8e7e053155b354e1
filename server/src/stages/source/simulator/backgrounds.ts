import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drawBackground, type Background, type Scene } from "@whereabouts/simulator";

const PLANES = ["frame", "depthM", "shadowDepth", "ground"] as const;

/**
 * The empty pictures of simulated cameras. One costs seconds to draw, so it is drawn once, one
 * camera after the other and in short steps, and kept on disk for as long as the simulator's code
 * stays what it is. What another version drew is removed.
 */
export class Backgrounds {
  readonly #folder: string;
  #codeDigest: Promise<string> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder where they are kept; made when missing */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async of(scene: Scene, cameraCode: string, signal: AbortSignal): Promise<Background> {
    this.#codeDigest ??= digestOfSimulator().then(async (digest) => {
      await removeOthers(this.#folder, digest);
      return digest;
    });
    const file = path.join(this.#folder, `${cameraCode}-${await this.#codeDigest}.bin`);
    const kept = await readKept(file);
    if (kept) return kept;
    const mine = this.#turn.then(() => draw(scene, cameraCode, signal));
    this.#turn = mine.catch(() => undefined);
    const background = await mine;
    await keep(file, background);
    return background;
  }
}

/** Lets the process do its other work between two steps. */
async function draw(scene: Scene, cameraCode: string, signal: AbortSignal): Promise<Background> {
  const steps = drawBackground(scene, cameraCode);
  for (;;) {
    signal.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A change of the simulator's code changes its pictures. */
async function digestOfSimulator(): Promise<string> {
  const folder = path.dirname(fileURLToPath(import.meta.resolve("@whereabouts/simulator")));
  const files = await readdir(folder, { recursive: true });
  const hash = createHash("sha256");
  for (const file of files.filter(isSource).sort()) {
    hash.update(file).update(await readFile(path.join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function isSource(file: string): boolean {
  return file.endsWith(".ts") && !file.endsWith(".test.ts");
}

/** Four planes, each preceded by its length in bytes (u32, little-endian). */
async function keep(file: string, background: Background): Promise<void> {
  const parts = PLANES.flatMap((plane) => {
    const { buffer, byteOffset, byteLength } = background[plane];
    const length = Buffer.alloc(4);
    length.writeUInt32LE(byteLength);
    return [length, Buffer.from(buffer, byteOffset, byteLength)];
  });
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.concat(parts));
  await rename(draft, file);
}

async function removeOthers(folder: string, digest: string): Promise<void> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const others = files.filter((file) => file.includes(".bin") && !file.includes(`-${digest}.bin`));
  await Promise.all(others.map((file) => rm(path.join(folder, file), { force: true })));
}

async function readKept(file: string): Promise<Background | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes === null) return null;
  let at = 0;
  const next = (): Uint8Array => {
    const length = bytes.readUInt32LE(at);
    at += 4 + length;
    // Copied, so that planes of wider numbers begin where they may.
    return new Uint8Array(bytes.subarray(at - length, at));
  };
  const [frame, depthM, shadowDepth, ground] = [next(), next(), next(), next()];
  return { frame, depthM: new Float32Array(depthM.buffer), shadowDepth, ground };
}
