import { siteSeed, SIMULATED_VIDEO, type EnvironmentCode } from "@whereabouts/simulator";
import { createLog, systemClock } from "../../base/index.ts";
import { createBus } from "../../bus/index.ts";
import { solveCalibration } from "../../features/cameras/index.ts";
import type { IdentifiedBox } from "../../model/index.ts";
import { createIdentify, type IdentityStore } from "../../stages/identify/index.ts";
import { createLocate, type LocateCamera } from "../../stages/locate/index.ts";
import { createTrack } from "../../stages/track/index.ts";
import type { Look } from "./look.ts";

/** One camera's picture after the server's stages, beside what perception and the truth say. */
export interface Replayed {
  readonly camera: string;
  readonly look: Look;
  readonly boxes: readonly IdentifiedBox[];
}

/** All cameras at one instant. */
export interface Instant {
  readonly timeMs: number;
  readonly views: readonly Replayed[];
}

export interface ReplayOptions {
  readonly environment: EnvironmentCode;
  /** By camera code, in the order in which they are looked at. */
  readonly sights: ReadonlyMap<string, readonly Look[]>;
  /** False leaves out what the boxes look like. */
  readonly hasAppearance: boolean;
}

/** Plays what perception saw through the server's stages, camera after camera, by capture time. */
export async function replaySights(options: ReplayOptions): Promise<Instant[]> {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const log = createLog("silent");
  const cameras = camerasOf(options.environment);
  const nextId = countedIds();
  const bus = await createBus({ kind: "process" }, { log, clock: systemClock });
  const track = createTrack({ nextId });
  const locate = createLocate({ find: (code) => cameras.get(code) });
  const identify = createIdentify({
    bus,
    clock,
    log,
    nextId,
    store: forgetfulStore(),
    bindings: { subjectOf: () => undefined },
  });
  identify.lead([]);
  const instants: Instant[] = [];
  for (const [timeMs, looks] of byTime(options.sights)) {
    nowMs = timeMs;
    const views: Replayed[] = [];
    for (const [camera, look] of looks) {
      const { size, descriptor } = look;
      const detections = look.detections.map(({ appearance, ...detection }) =>
        options.hasAppearance && appearance ? { ...detection, appearance } : detection,
      );
      const tracked = track.track({
        cameraId: camera,
        captureTimeMs: timeMs,
        size,
        frameIndex: instants.length,
        detector: "motion",
        detections,
        ...(descriptor !== null && options.hasAppearance && { descriptor }),
        stageMs: { decode: 0, motion: 0, detect: 0, describe: 0 },
      });
      const { boxes } = await identify.identify(locate.locate(tracked));
      views.push({ camera, look, boxes });
    }
    instants.push({ timeMs, views });
  }
  await identify.dispose();
  await bus.dispose();
  return instants;
}

/** Ids that are the same in every run. */
function countedIds(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
}

function camerasOf(environment: EnvironmentCode): ReadonlyMap<string, LocateCamera> {
  const { cameras, floor } = siteSeed(environment);
  const size = { widthPx: SIMULATED_VIDEO.widthPx, heightPx: SIMULATED_VIDEO.heightPx };
  return new Map(
    cameras.map(({ code, pairs }) => {
      const points = pairs.map(({ imagePx: [u, v], planM: [x, y] }) => ({
        image_px: [u, v] as [number, number],
        plan_m: [x, y] as [number, number],
      }));
      const calibration = solveCalibration(points, size);
      return [code, { siteId: environment, floorId: floor.code, calibration }];
    }),
  );
}

/** Everything the resolver remembers is in its own memory. */
function forgetfulStore(): IdentityStore {
  let count = 0;
  return {
    nextGlobalId: (objectClass) => `${objectClass}-${++count}`,
    decided: () => undefined,
    pictured: () => undefined,
    remember: () => undefined,
    seen: () => undefined,
    recall: async () => [],
  };
}

function byTime(sights: ReplayOptions["sights"]): [number, [string, Look][]][] {
  const instants = new Map<number, [string, Look][]>();
  for (const [camera, looks] of sights) {
    for (const look of looks) {
      const together = instants.get(look.timeMs) ?? [];
      instants.set(look.timeMs, together);
      together.push([camera, look]);
    }
  }
  return [...instants].sort(([a], [b]) => a - b);
}
