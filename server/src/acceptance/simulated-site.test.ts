/** The simulated site through the whole way, from drawn pixels to the plan, against its truth. */
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createScene,
  ENVIRONMENT_CODES,
  intersectionOverUnion,
  planErrorM,
  scoreDetections,
  siteSeed,
  truthBoxes,
  type BoxTruth,
  type Scene,
} from "@whereabouts/simulator";
import { LiveRecorder, type LiveBox, type LiveFrame } from "./live-recorder.ts";
import { startTestApp, type TestApp } from "./index.ts";

/** The background is learned for 10 s; what is scored comes after. */
const LEARNING_MS = 12_000;
const SCORED_MS = 22_000;
/** Well below what is measured, so that other walks of the same actors pass too. */
const RECALL_FLOOR = 0.6;
const PRECISION_FLOOR = 0.55;
const PLAN_ERROR_M_MAX = 1;
const RULES = { minIou: 0.5, minVisibleFraction: 0.6, minHeightPx: 24 };

const print = (text: string): void => void process.stdout.write(`${text}\n`);

let app: TestApp;
let feed: LiveRecorder;
beforeAll(async () => {
  app = await startTestApp({ env: { DEMO_SITE: "on" } });
  feed = await LiveRecorder.open(app);
});
afterAll(async () => {
  feed?.close();
  await app?.dispose();
});

interface CameraScore {
  readonly recall: number;
  readonly precision: number;
  readonly planErrorM: number | null;
  readonly boxes: number;
  readonly unplaced: number;
}

/** Boxes and places of one camera against what truly stood there when each picture was taken. */
function scoreCamera(scene: Scene, code: string, frames: readonly LiveFrame[]): CameraScore {
  const views = frames.map((frame) => ({
    frame,
    truth: truthBoxes(scene, code, frame.capture_time_ms),
  }));
  const scored = views.map(({ frame, truth }) => ({
    detections: frame.boxes.map((box) => ({ boxPx: box.box_px, score: box.score })),
    truth,
  }));
  const { recall, precision } = scoreDetections(scored, RULES);
  const boxes = frames.flatMap((frame) => frame.boxes);
  return {
    recall,
    precision,
    planErrorM: planErrorM(views.flatMap(({ frame, truth }) => placedPairs(frame.boxes, truth))),
    boxes: boxes.length,
    unplaced: boxes.filter(({ position_m }) => position_m === null).length,
  };
}

/** Places of boxes that fit somebody who shows well, beside the true ones. */
function placedPairs(boxes: readonly LiveBox[], truth: readonly BoxTruth[]) {
  const clear = truth.filter(({ visibleFraction }) => visibleFraction >= RULES.minVisibleFraction);
  return boxes.flatMap(({ box_px, position_m }) => {
    const fit = clear.find((each) => intersectionOverUnion(box_px, each.boxPx) >= RULES.minIou);
    return fit && position_m ? [{ claimedM: position_m, trueM: fit.planM }] : [];
  });
}

it("finds who walks there and where, on all eight cameras", async () => {
  const cameras = ENVIRONMENT_CODES.flatMap((environment) =>
    siteSeed(environment).cameras.map(({ code }) => ({ code, environment })),
  );
  const spanMs = ({ code }: { code: string }): number => {
    const frames = feed.of(code);
    return (frames.at(-1)?.capture_time_ms ?? 0) - (frames[0]?.capture_time_ms ?? 0);
  };
  const wait = { timeout: 550_000, interval: 500 };
  const shortestMs = () => Math.min(...cameras.map(spanMs));
  await expect.poll(shortestMs, wait).toBeGreaterThan(LEARNING_MS + SCORED_MS);

  const scores = new Map<string, CameraScore>();
  for (const { code, environment } of cameras) {
    const scene = createScene({ environment });
    const startMs = feed.of(code)[0]!.capture_time_ms + LEARNING_MS;
    const frames = feed.of(code).filter(({ capture_time_ms }) => capture_time_ms >= startMs);
    scores.set(code, scoreCamera(scene, code, frames));
  }
  const mean = (key: "recall" | "precision") =>
    [...scores.values()].reduce((sum, score) => sum + score[key], 0) / scores.size;
  const rounded = (value: number | null) => value?.toFixed(2) ?? "-";
  const rows = [...scores].map(
    ([code, { recall, precision, planErrorM: error, boxes, unplaced }]) =>
      `${code}  recall ${rounded(recall)}  precision ${rounded(precision)}  ` +
      `plan ${rounded(error)} m  boxes ${boxes}  without a place ${unplaced}`,
  );
  print([`Simulated site, IoU ${RULES.minIou}`, ...rows].join("\n  "));
  print(`mean recall ${rounded(mean("recall"))}, precision ${rounded(mean("precision"))}`);

  expect(feed.problems).toEqual([]);
  expect(mean("recall")).toBeGreaterThan(RECALL_FLOOR);
  expect(mean("precision")).toBeGreaterThan(PRECISION_FLOOR);
  for (const { planErrorM: error, boxes, unplaced } of scores.values()) {
    expect(error ?? 0).toBeLessThan(PLAN_ERROR_M_MAX);
    expect(unplaced).toBeLessThanOrEqual(boxes / 20);
  }
}, 600_000);

interface Overview {
  readonly perception: readonly {
    readonly group: string;
    readonly pid: number;
    readonly cameras: readonly string[];
  }[];
}

it("has the cameras of a killed process back, while the others notice nothing", async () => {
  const overview = () => app.call<Overview>("GET", "/api/v1/system/overview");
  const [victim, bystander] = (await overview()).perception;
  const killedAtMs = Date.now();
  process.kill(victim!.pid, "SIGKILL");
  const isBack = (code: string) => (feed.of(code).at(-1)?.capture_time_ms ?? 0) > killedAtMs;
  await expect.poll(() => victim!.cameras.every(isBack), { interval: 50 }).toBe(true);
  print(`Killed ${victim!.cameras.join(", ")}: back after ${Date.now() - killedAtMs} ms`);
  expect(bystander!.cameras.every(isBack)).toBe(true);
  expect((await overview()).perception.find(({ group }) => group === bystander!.group)?.pid).toBe(
    bystander!.pid,
  );
});
