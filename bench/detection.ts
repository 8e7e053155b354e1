import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createLog, systemClock } from "../server/src/base/index.ts";
import { createPerception } from "../server/src/pipeline/perception/index.ts";
import type { CameraRunSpec, PerceptionPort } from "../server/src/pipeline/perception-port.ts";
import { bareInference, fetchModel, MODEL, MODELS_DIR, THREADS } from "./harness/bare-inference.ts";
import { percentile, type Bench, type Figure } from "./harness/index.ts";
import { filmSite } from "./harness/site-video.ts";

/** More than any machine of the test's kind can do: the detector is never idle. */
const OFFERED_FPS = 10;
/** Backgrounds are learned from the first pictures, which costs more. */
const WARM_UP_MS = 4_000;

interface Size {
  readonly rounds: number;
  readonly segmentMs: number;
  readonly warmUpMs: number;
}
const FULL: Size = { rounds: 5, segmentMs: 5_000, warmUpMs: WARM_UP_MS };
const TINY: Size = { rounds: 1, segmentMs: 1_000, warmUpMs: 0 };

/** What the whole perception process did in one segment, and the bare model right beside it. */
interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly delayMsP95: number;
  readonly bare: { readonly perSecond: number; readonly cpuMs: number };
}

/**
 * Detections per second of four cameras through the whole perception process (source, decode,
 * motion, detect, hand-over) beside the bare model at the same threads. The two take turns, and
 * what counts is the middle one of the turns' ratios: what else the machine does comes and goes.
 */
export const detection: Bench = {
  name: "detection",
  run: async ({ size }) => {
    const isTiny = size === "tiny";
    await fetchModel();
    const site = await filmSite(isTiny ? ["c09"] : ["c09", "c12", "c13", "c16"], {
      seconds: isTiny ? 2 : 20,
      settings: { detector: { kind: "centernet" }, targetFps: OFFERED_FPS, motionGate: false },
    });
    try {
      const rounds = await takeTurns(site.cameras, isTiny ? TINY : FULL);
      const ratios = rounds.map((round) => round.perSecond / round.bare.perSecond);
      const middle = (of: (round: Round) => number) => percentile(rounds.map(of), 0.5);
      return {
        figures: [
          ...figuresOf(middle),
          { name: "least ratio of a round", value: percentile(ratios, 0), unit: "" },
          { name: "greatest ratio of a round", value: percentile(ratios, 1), unit: "" },
        ],
        ratios: [
          {
            name: "pipeline / bare",
            value: percentile(ratios, 0.5),
            wanted: { atLeast: 0.85 },
          },
          {
            name: "bare / pipeline, CPU time",
            value: middle(({ cpuMs, bare }) => bare.cpuMs / cpuMs),
          },
          {
            name: "delay p95 / one inference",
            value: middle(({ delayMsP95, bare }) => (delayMsP95 * bare.perSecond) / 1000),
          },
        ],
        digest: `${site.cameras.length} cameras, ${MODEL}`,
      };
    } finally {
      await site.dispose();
    }
  },
};

function figuresOf(middle: (of: (round: Round) => number) => number): Figure[] {
  return [
    { name: "through the pipeline", value: middle((each) => each.perSecond), unit: "pictures/s" },
    { name: "bare model", value: middle(({ bare }) => bare.perSecond), unit: "inferences/s" },
    { name: "CPU per picture", value: middle((each) => each.cpuMs), unit: "ms" },
    { name: "CPU per bare inference", value: middle(({ bare }) => bare.cpuMs), unit: "ms" },
    {
      name: "delay, capture to hand-over, p95",
      value: middle((each) => each.delayMsP95),
      unit: "ms",
    },
    { name: "threads", value: THREADS, unit: "" },
  ];
}

async function takeTurns(cameras: readonly CameraRunSpec[], size: Size): Promise<Round[]> {
  const perception = createPerception({
    log: createLog("error"),
    clock: systemClock,
    modelsDir: MODELS_DIR,
    cacheDir: path.join(MODELS_DIR, "../cache"),
    settings: {
      targetFps: OFFERED_FPS,
      jpegQuality: 70,
      defaultDetector: "centernet",
      intraOpThreads: THREADS,
    },
  });
  const pictures = new Pictures(perception);
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < size.rounds; round++) {
      const before = await bareInference(size.segmentMs / 2);
      await pictures.allRunning(cameras);
      await sleep(size.warmUpMs);
      const whole = await pictures.watch(size.segmentMs);
      await pictures.noneRunning();
      const after = await bareInference(size.segmentMs / 2);
      const bare = {
        perSecond: (before.perSecond + after.perSecond) / 2,
        cpuMs: (before.cpuMs + after.cpuMs) / 2,
      };
      rounds.push({ ...whole, bare });
    }
    return rounds;
  } finally {
    await perception.dispose();
  }
}

/** Counts what a perception hands over. */
class Pictures {
  readonly #perception: PerceptionPort;
  readonly #waiting = new Set<string>();
  #onAllSeen: () => void = () => undefined;
  #delaysMs: number[] = [];

  constructor(perception: PerceptionPort) {
    this.#perception = perception;
    perception.onFrame(({ cameraId, captureTimeMs }) => {
      this.#delaysMs.push(systemClock.nowMs() - captureTimeMs);
      if (this.#waiting.delete(cameraId) && this.#waiting.size === 0) this.#onAllSeen();
    });
  }

  /** Resolves once every camera has handed over a picture. */
  allRunning(cameras: readonly CameraRunSpec[]): Promise<void> {
    for (const { cameraId } of cameras) this.#waiting.add(cameraId);
    return new Promise((resolve) => {
      this.#onAllSeen = resolve;
      this.#perception.setCameras(cameras);
    });
  }

  /** Resolves when the process that ran them is gone. */
  async noneRunning(): Promise<void> {
    const pids = this.#perception.stats().groups.flatMap(({ pid }) => pid ?? []);
    this.#perception.setCameras([]);
    while (pids.some(isAlive)) await sleep(20);
  }

  async watch(durationMs: number): Promise<Omit<Round, "bare">> {
    this.#delaysMs = [];
    const startedMs = performance.now();
    let cpuMs = 0;
    let sinceMs = startedMs;
    // The processes report their CPU time in a beat of their own.
    while (
      performance.now() - startedMs < durationMs ||
      this.#delaysMs.length === 0 ||
      cpuMs === 0
    ) {
      await sleep(Math.min(1_000, durationMs));
      const nowMs = performance.now();
      cpuMs += (this.#cpuPercent() / 100) * (nowMs - sinceMs);
      sinceMs = nowMs;
    }
    const count = this.#delaysMs.length;
    return {
      perSecond: (count * 1000) / (sinceMs - startedMs),
      cpuMs: cpuMs / count,
      delayMsP95: percentile(this.#delaysMs, 0.95),
    };
  }

  #cpuPercent(): number {
    return this.#perception.stats().groups.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
