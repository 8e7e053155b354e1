/** The simulated site through the whole way, from drawn pixels to the plan, against its truth. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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
import { FILM_START_MS, filmCamera } from "../testing/site-film/index.ts";
import { LiveRecorder, type LiveBox, type LiveFrame } from "./live-recorder.ts";
import { startTestApp, type TestApp } from "./index.ts";

/** The background is learned for 10 s; what is scored comes after. */
const LEARNING_MS = 12_000;
const SCORED_MS = 22_000;
const FILM_MS = LEARNING_MS + SCORED_MS;
/** Three of eight pictures a second are looked at, so the last one is not the film's last. */
const LAST_PICTURE_MS_MAX = 400;
const TEST_MS_MAX = 600_000;
/** Well below what is measured, so that other walks of the same actors pass too. */
const RECALL_FLOOR = 0.65;
const PRECISION_FLOOR = 0.68;
const PLAN_ERROR_M_MAX = 1;
const RULES = { minIou: 0.5, minVisibleFraction: 0.6, minHeightPx: 24 };

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const CAMERAS = ENVIRONMENT_CODES.flatMap((environment) =>
  siteSeed(environment).cameras.map(({ code }) => ({ code, environment })),
);

let app: TestApp;
let feed: LiveRecorder;
let films: string;
beforeAll(async () => {
  films = await mkdtemp(path.join(tmpdir(), "whereabouts-films-"));
  app = await startTestApp({ env: { DEMO_SITE: "on" } });
  feed = await LiveRecorder.open(app);
});
afterAll(async () => {
  feed?.close();
  await app?.dispose();
  await rm(films, { recursive: true, force: true });
});

interface CameraScore {
  readonly recall: number;
  readonly precision: number;
  readonly planErrorM: number | null;
  readonly boxes: number;
  readonly unplaced: number;
}

/**
 * Boxes and places of one camera against what truly stood there when each picture was taken.
 *
 * @param frames of a film from its first picture on
 */
function scoreCamera(scene: Scene, code: string, frames: readonly LiveFrame[]): CameraScore {
  const startMs = frames[0]!.capture_time_ms;
  const sinceStart = frames.map((frame) => ({ frame, ms: frame.capture_time_ms - startMs }));
  const views = sinceStart
    .filter(({ ms }) => ms >= LEARNING_MS)
    .map(({ frame, ms }) => ({ frame, truth: truthBoxes(scene, code, FILM_START_MS + ms) }));
  const scored = views.map(({ frame, truth }) => ({
    detections: frame.boxes.map((box) => ({ boxPx: box.box_px, score: box.score })),
    truth,
  }));
  const { recall, precision } = scoreDetections(scored, RULES);
  const boxes = views.flatMap(({ frame }) => frame.boxes);
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

interface Overview {
  readonly perception: readonly {
    readonly group: string;
    readonly pid: number;
    readonly cameras: readonly string[];
  }[];
}

interface CameraView {
  readonly health: { readonly message: string | null } | null;
}

const overview = () => app.call<Overview>("GET", "/api/v1/system/overview");
const callCamera = <T>(method: string, code: string, body?: object): Promise<T> =>
  app.call<T>(method, `/api/v1/registry/cameras/${code}`, body);

it("has the cameras of a killed process back, while the others notice nothing", async () => {
  await expect.poll(() => CAMERAS.every(({ code }) => feed.of(code).length > 0)).toBe(true);
  const [victim, bystander] = (await overview()).perception;
  const killedAtMs = Date.now();
  process.kill(victim!.pid, "SIGKILL");
  const isBack = (code: string) => (feed.of(code).at(-1)?.capture_time_ms ?? 0) > killedAtMs;
  await expect.poll(() => victim!.cameras.every(isBack), { interval: 50 }).toBe(true);
  print(`Killed ${victim!.cameras.join(", ")}: back after ${Date.now() - killedAtMs} ms`);
  await expect.poll(() => bystander!.cameras.every(isBack)).toBe(true);
  expect((await overview()).perception.find(({ group }) => group === bystander!.group)?.pid).toBe(
    bystander!.pid,
  );
});

/**
 * Films every camera, two at a time, then hands each its film instead of the live site.
 *
 * @returns how many frames each had sent before
 */
async function playFilms(): Promise<Map<string, number>> {
  const fileOf = (code: string): string => path.join(films, `${code}.mp4`);
  const waiting = CAMERAS.map(({ code }) => code);
  const filmNext = async (): Promise<void> => {
    for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
      await filmCamera({ code, seconds: FILM_MS / 1000, file: fileOf(code) });
    }
  };
  await Promise.all([filmNext(), filmNext()]);
  const seenLive = new Map(CAMERAS.map(({ code }) => [code, feed.of(code).length]));
  const settings = { detector: { kind: "motion" }, pace: "as-fast-as-possible" };
  for (const { code } of CAMERAS) {
    const source_url = `file:${fileOf(code)}`;
    await callCamera("PATCH", code, { source_url, settings, enabled: true });
  }
  return seenLive;
}

/** Resolves when no process runs a camera any more. */
async function endLive(): Promise<void> {
  for (const { code } of CAMERAS) await callCamera("PATCH", code, { enabled: false });
  await expect
    .poll(async () => (await overview()).perception.flatMap(({ cameras }) => cameras))
    .toEqual([]);
}

/** Filmed, so that what is found does not depend on how fast the machine is. */
it(
  "finds who walks there and where, on all eight cameras",
  async () => {
    await endLive();
    const seenLive = await playFilms();
    const said = async (): Promise<(string | null | undefined)[]> => {
      const views = CAMERAS.map(({ code }) => callCamera<CameraView>("GET", code));
      return (await Promise.all(views)).map(({ health }) => health?.message);
    };
    await expect
      .poll(said, { timeout: TEST_MS_MAX, interval: 250 })
      .toEqual(CAMERAS.map(() => expect.stringMatching(/played to its end/)));

    const scores = new Map<string, CameraScore>();
    for (const { code, environment } of CAMERAS) {
      const frames = feed.of(code).slice(seenLive.get(code));
      const spanMs = frames.at(-1)!.capture_time_ms - frames[0]!.capture_time_ms;
      // Anything else, and the first frame would not be the film's first picture.
      expect(spanMs).toBeGreaterThan(FILM_MS - LAST_PICTURE_MS_MAX);
      expect(spanMs).toBeLessThan(FILM_MS);
      scores.set(code, scoreCamera(createScene({ environment }), code, frames));
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
  },
  TEST_MS_MAX,
);
