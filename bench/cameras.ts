import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { bareInference, fetchModel } from "./harness/bare-inference.ts";
import { percentile, slopePerStep, type Bench, type BenchResult } from "./harness/index.ts";
import { LiveViewer } from "./harness/live-viewer.ts";
import { ProductServer } from "./harness/product-server.ts";
import { filmSite } from "./harness/site-video.ts";

const CODES = ["c09", "c12", "c13", "c16"] as const;
const TARGET_FPS = 3;
/** Models load and backgrounds are learned before anything is counted. */
const WARM_UP_MS = 20_000;
const SAMPLE_MS = 5_000;
const START_MS_MAX = 240_000;
const MEGABYTE = 1024 * 1024;
/** Caches and heaps fill at first; what still grows in the second half would grow for ever. */
const GROWTH_MB_PER_MINUTE_MAX = 2;
/** One second's pictures. */
const QUEUE_GROWTH_MAX = 4 * TARGET_FPS;

/** What `GET /api/v1/system/overview` says, as far as this bench looks. */
interface Overview {
  readonly process: { readonly rss_bytes: number };
  readonly perception: readonly { readonly rss_bytes: number }[];
  readonly cameras: readonly { readonly stage_ms: { readonly detect: number } }[];
  readonly queues: readonly { readonly size: number; readonly dropped: number }[];
}

interface Film {
  readonly codes: readonly string[];
  readonly seconds: number;
}

/** Cameras as `--camera` takes them. */
interface Cameras {
  readonly args: readonly string[];
  readonly dispose: () => Promise<void>;
}

/**
 * Four cameras at three pictures a second, for ten minutes (`BENCH_MINUTES` says otherwise): do
 * they hold, does any queue grow, how late do viewers see a picture, and how much memory does it
 * take at the start and at the end. The delay is held against one inference of the bare default
 * detector, just before and after.
 */
function bench(name: string, open: (film: Film) => Promise<Cameras>): Bench {
  return {
    name,
    run: async ({ size }) => {
      const tiny = size === "tiny";
      const minutes = tiny ? 0.01 : Number(process.env["BENCH_MINUTES"] ?? 10);
      await fetchModel();
      const film = tiny ? { codes: ["c09"], seconds: 1 } : { codes: CODES, seconds: 30 };
      const { args, dispose } = await open(film);
      try {
        const inferMs = tiny ? 300 : 10_000;
        const before = await bareInference(inferMs);
        const count = film.codes.length;
        const seen = await run(args, { count, durationMs: minutes * 60_000, tiny });
        const after = await bareInference(inferMs);
        return summarize(seen, 2000 / (before.perSecond + after.perSecond));
      } finally {
        await dispose();
      }
    },
  };
}

/** Rendered and encoded while they run; found by the motion detector. */
export const simulatedCameras = bench("simulated-cameras", async ({ codes }) => ({
  args: codes.flatMap((code) => ["--camera", `${code}=sim:campus/${code}`]),
  dispose: async () => undefined,
}));

/** Films of the same site, played as files are, through the default network. */
export const fileCameras = bench("file-cameras", async ({ codes, seconds }) => {
  const { cameras, dispose } = await filmSite(codes, { seconds, settings: {} });
  const args = cameras.flatMap(({ code, sourceUrl }) => {
    return ["--camera", `${code}=file:${fileURLToPath(sourceUrl)}`];
  });
  return { args, dispose };
});

interface Watch {
  /** How many cameras run. */
  readonly count: number;
  readonly durationMs: number;
  readonly tiny: boolean;
}

interface Seen {
  readonly count: number;
  readonly samples: readonly Overview[];
  readonly perCameraFps: number;
  readonly delaysMs: readonly number[];
}

async function run(args: readonly string[], options: Watch): Promise<Seen> {
  const environment = { TARGET_FPS: String(TARGET_FPS), DEMO_SITE: "auto" };
  const server = await ProductServer.start({ args, environment });
  try {
    return await watch(server, options);
  } finally {
    await server.stop();
  }
}

async function watch(server: ProductServer, options: Watch): Promise<Seen> {
  const { count } = options;
  const delaysMs: number[] = [];
  let pictures = 0;
  const viewer = await LiveViewer.open(server, (event) => {
    pictures++;
    delaysMs.push(Date.now() - event.capture_time_ms);
  });
  try {
    await allSeen(server, count);
    await sleep(options.tiny ? 0 : WARM_UP_MS);
    [pictures, delaysMs.length] = [0, 0];
    const samples: Overview[] = [];
    const startedMs = performance.now();
    do {
      await sleep(Math.min(SAMPLE_MS, options.durationMs));
      samples.push(await server.call<Overview>("GET", "/api/v1/system/overview"));
    } while (performance.now() - startedMs < options.durationMs || pictures === 0);
    const seconds = (performance.now() - startedMs) / 1000;
    return { count, samples, perCameraFps: pictures / seconds / count, delaysMs };
  } finally {
    viewer.close();
  }
}

/**
 * Waits until every camera's detector has run.
 *
 * @throws Error with what the cameras say when they do not start
 */
async function allSeen(server: ProductServer, count: number): Promise<void> {
  const deadlineMs = performance.now() + START_MS_MAX;
  for (;;) {
    const { cameras: rows } = await server.call<Overview>("GET", "/api/v1/system/overview");
    if (rows.filter(({ stage_ms }) => stage_ms.detect > 0).length >= count) break;
    if (performance.now() > deadlineMs) {
      throw new Error(`Not every camera shows pictures: ${JSON.stringify(rows)}`);
    }
    await sleep(200);
  }
}

function summarize({ samples, ...seen }: Seen, inferenceMs: number): BenchResult {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const server = (sample: Overview) => sample.process.rss_bytes / MEGABYTE;
  const perception = (sample: Overview) =>
    Math.max(...sample.perception.map(({ rss_bytes }) => rss_bytes)) / MEGABYTE;
  const queued = (sample: Overview) => sample.queues.reduce((sum, { size }) => sum + size, 0);
  const dropped = (sample: Overview) =>
    sample.queues.reduce((sum, queue) => sum + queue.dropped, 0);
  const most = (of: (sample: Overview) => number) => Math.max(...samples.map(of));
  const delayMs = percentile(seen.delaysMs, 0.95);
  const later = samples.slice(Math.floor(samples.length / 2));
  const growth = (of: (sample: Overview) => number) =>
    slopePerStep(later.map(of)) * (60_000 / SAMPLE_MS);
  const halfMean = (half: readonly Overview[]) =>
    half.reduce((sum, sample) => sum + queued(sample), 0) / half.length;
  const earlier = samples.slice(0, Math.max(1, samples.length - later.length));
  return {
    figures: [
      { name: "pictures per camera", value: seen.perCameraFps, unit: "/s" },
      { name: "capture to viewer, p95", value: delayMs, unit: "ms" },
      { name: "one bare inference", value: inferenceMs, unit: "ms" },
      { name: "queued at most", value: most(queued), unit: "items" },
      { name: "queued at the end", value: queued(last), unit: "items" },
      { name: "dropped from queues", value: dropped(last) - dropped(first), unit: "items" },
      { name: "server at the start", value: server(first), unit: "MB" },
      { name: "server at the end", value: server(last), unit: "MB" },
      { name: "perception at the start", value: perception(first), unit: "MB" },
      { name: "perception at the end", value: perception(last), unit: "MB" },
      { name: "capture to viewer, middle", value: percentile(seen.delaysMs, 0.5), unit: "ms" },
    ],
    ratios: [
      { name: "pace / target", value: seen.perCameraFps / TARGET_FPS, wanted: { atLeast: 0.95 } },
      { name: "delay / inference", value: delayMs / inferenceMs, wanted: { atMost: 3 } },
      {
        name: "queued more in the second half, items",
        value: halfMean(later) - halfMean(earlier),
        wanted: { atMost: QUEUE_GROWTH_MAX },
      },
      {
        name: "server growth, MB/minute",
        value: growth(server),
        wanted: { atMost: GROWTH_MB_PER_MINUTE_MAX },
      },
      {
        name: "perception growth, MB/minute",
        value: growth(perception),
        wanted: { atMost: GROWTH_MB_PER_MINUTE_MAX },
      },
      { name: "server / 300 MB", value: most(server) / 300, wanted: { atMost: 1 } },
      { name: "perception / 600 MB", value: most(perception) / 600, wanted: { atMost: 1 } },
    ],
    digest: `${seen.count} cameras at ${TARGET_FPS} pictures/s, ${samples.length} samples`,
  };
}
