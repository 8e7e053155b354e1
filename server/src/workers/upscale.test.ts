import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLog, systemClock } from "../base/index.ts";
import { SessionPool } from "../inference/index.ts";
import { enlargingModel } from "../testing/onnx-models.ts";
import {
  createUpscaler,
  type ProcessUpscaler,
  type UpscaleProgress,
  type UpscaleRequest,
} from "../upscale/index.ts";
import { runJob, TILE_LIMITS } from "../upscale/job/run-job.ts";
import { ensureModels, modelPath } from "../weights/index.ts";

const CHECKOUT_MODELS = path.resolve(import.meta.dirname, "../../../data/models");
const log = createLog("silent");
const NEVER = new AbortController().signal;
let folder: string;
let source: string;
let upscaler: ProcessUpscaler;
let jobs = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-upscale-"));
  const modelsDir = path.join(folder, "models");
  await mkdir(modelsDir);
  await writeFile(modelPath(modelsDir, "realesr-general-x4v3"), enlargingModel());
  source = path.join(folder, "source.png");
  await waves(800, 400).toFile(source);
  upscaler = createUpscaler({ log, clock: systemClock, modelsDir, processes: 1 });
});
afterAll(async () => {
  await upscaler?.dispose();
  await rm(folder, { recursive: true, force: true });
});

function waves(widthPx: number, heightPx: number) {
  const pixels = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % widthPx, Math.floor(at / 3 / widthPx)];
    return 127 + 60 * Math.sin(x / (3 + (at % 3))) + 60 * Math.cos((x * y) / 90);
  });
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

function requestOf(options: Partial<UpscaleRequest> = {}): UpscaleRequest {
  const id = `job-${++jobs}`;
  return {
    id,
    sourcePath: source,
    resultPath: path.join(folder, `${id}.jpg`),
    workFolder: path.join(folder, id),
    model: "general",
    longSideMaxPx: 1080,
    faithful: false,
    ...options,
  };
}

/** Six tiles; calls back with each. */
async function enlarge(
  request: UpscaleRequest,
  onTile: (progress: UpscaleProgress) => void = () => undefined,
  signal = NEVER,
): Promise<{ readonly tilesDone: number[]; readonly bytes: Buffer }> {
  const tilesDone: number[] = [];
  const onProgress = (progress: UpscaleProgress): void => {
    tilesDone.push(progress.tilesDone);
    onTile(progress);
  };
  const result = await upscaler.upscale(request, onProgress, signal);
  expect(result).toEqual({ method: "realesr-general-x4v3", widthPx: 3200, heightPx: 1600 });
  return { tilesDone, bytes: await readFile(request.resultPath) };
}

test("a job whose process is killed at a tile says so, and goes on at the next tile", async () => {
  const whole = await enlarge(requestOf());
  expect(whole.tilesDone).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const request = requestOf();
  const killed = enlarge(request, ({ tilesDone }) => {
    const [running] = upscaler.stats().running;
    if (tilesDone === 2 && running) process.kill(running.pid, "SIGKILL");
  });
  await expect(killed).rejects.toMatchObject({
    kind: "unavailable",
    message: expect.stringMatching(/ended \(SIGKILL\) after [2-5] of 6 tiles, which are kept/),
  });
  const resumed = await enlarge(request);
  expect(resumed.tilesDone[0]).toBeGreaterThanOrEqual(2);
  expect(resumed.tilesDone.at(-1)).toBe(6);
  expect(resumed.bytes.equals(whole.bytes)).toBe(true);
});

test("when the server is killed, its process ends at once, and another one goes on", async () => {
  const request = requestOf();
  const orphan = fork(new URL("upscale.ts", import.meta.url), {
    serialization: "advanced",
    execArgv: [],
  });
  const ended = once(orphan, "exit");
  const job = { ...request, method: "realesr-general-x4v3" };
  orphan.send({ type: "upscale", modelsDir: path.join(folder, "models"), job });
  orphan.on("message", (message: { readonly progress?: UpscaleProgress }) => {
    if (message.progress?.tilesDone === 1 && orphan.connected) orphan.disconnect();
  });
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect((await enlarge(request)).tilesDone[0]).toBeGreaterThanOrEqual(1);
});

test("pictures wait for their turn, and may give up running or waiting", async () => {
  const running = new AbortController();
  const waiting = new AbortController();
  let isThirdEarly = true;
  const first = enlarge(requestOf(), () => running.abort(new Error("deleted")), running.signal);
  const second = enlarge(requestOf(), undefined, waiting.signal);
  const third = enlarge(requestOf(), () => (isThirdEarly &&= upscaler.stats().running.length > 1));
  await vi.waitFor(() => expect(upscaler.stats().waiting).toBe(2));
  waiting.abort(new Error("no longer wanted"));
  await expect(second).rejects.toThrow("no longer wanted");
  await expect(first).rejects.toThrow("deleted");
  expect((await third).tilesDone.at(-1)).toBe(6);
  expect(isThirdEarly).toBe(false);
  expect(upscaler.stats()).toEqual({ running: [], waiting: 0, fetching: [] });
});

test("without a model that can be fetched, pictures are enlarged plainly and say so", async () => {
  // Nothing listens there: an answer comes at once, and it is no.
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_fetch_retries", "0");
  vi.stubEnv("npm_config_cache", path.join(folder, "npm"));
  const request = requestOf({ model: "best" });
  const result = await upscaler.upscale(request, () => undefined, NEVER);
  expect(result).toEqual({ method: "bicubic", widthPx: 3200, heightPx: 1600 });
});

test("a damaged picture is refused in words", async () => {
  const torn = path.join(folder, "torn.png");
  await writeFile(torn, (await readFile(source)).subarray(0, 5_000));
  const refused = upscaler.upscale(requestOf({ sourcePath: torn }), () => undefined, NEVER);
  await expect(refused).rejects.toMatchObject({
    kind: "invalid",
    message: "The picture is damaged and cannot be read to its end",
  });
});

test("the general network's tiles show no seams: they equal the untiled picture", async () => {
  const name = "realesr-general-x4v3";
  await ensureModels({ dir: CHECKOUT_MODELS, names: [name] });
  const sessions = new SessionPool({ intraOpThreads: 1 });
  try {
    const session = await sessions.load(modelPath(CHECKOUT_MODELS, name));
    const small = path.join(folder, "small.png");
    await waves(90, 60).toFile(small);
    const enlarged = async (cellPxMax: number): Promise<Buffer> => {
      const request = requestOf({ sourcePath: small });
      await runJob(
        { ...request, method: name },
        {
          network: async (pixels, size) => (await session.run(pixels, size)).get("enlarged")!.data,
          limits: { ...TILE_LIMITS[name], cellPxMax },
          onProgress: () => undefined,
        },
      );
      return sharp(path.join(request.workFolder, "result.tif")).raw().toBuffer();
    };
    const [tiled, untiled] = [await enlarged(32), await enlarged(288)];
    const differences = untiled.map((value, at) => Math.abs(value - tiled[at]!));
    expect(differences.reduce((most, value) => Math.max(most, value))).toBeLessThanOrEqual(1);
    const sum = differences.reduce((all, value) => all + value, 0);
    expect(sum / differences.length).toBeLessThan(0.01);
  } finally {
    await sessions.dispose();
  }
});
