import type { Box } from "../tracker.ts";
import { clamp } from "./likelihood.ts";

/** People who come into sight for the first time, per second: prior and bounds. */
const BIRTH_PRIOR = { births: 2, seconds: 300 };
const BIRTH_BOUNDS = [1 / 1800, 1 / 4] as const;
/** After so long a birth counts half. */
const BIRTH_HALF_LIFE_S = 1800;
const AREA_M2_BOUNDS = [25, 1e6] as const;
const PICTURE_HEIGHTS_BOUNDS = [9, 400] as const;

/** A growing rectangle. */
class Extent {
  #low: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  #high: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  include(x: number, y: number): void {
    this.#low = [Math.min(this.#low[0], x), Math.min(this.#low[1], y)];
    this.#high = [Math.max(this.#high[0], x), Math.max(this.#high[1], y)];
  }

  get area(): number {
    const area = (this.#high[0] - this.#low[0]) * (this.#high[1] - this.#low[1]);
    return Number.isFinite(area) ? Math.max(0, area) : 0;
  }
}

export interface Camera {
  readonly key: string;
  planeKey: string | null;
  lastMs: number;
  /** Where boxes were seen, pixels. */
  readonly picture: Extent;
  /** Where feet were seen, metres. */
  ground: Extent;
  births: number;
  birthsSeconds: number;
  /** Tracks that are alive in it. */
  liveTracks: number;
}

/** What is learned of each camera: how much it sees, and how often somebody new comes into sight. */
export class CameraTable {
  forgotten = 0;
  readonly #camerasMax: number;
  readonly #cameras = new Map<string, Camera>();

  constructor(camerasMax: number) {
    this.#camerasMax = camerasMax;
  }

  get size(): number {
    return this.#cameras.size;
  }

  /** Notes a cycle; a camera that is not known is added, and the longest silent one forgotten. */
  see(key: string, planeKey: string | null, timeMs: number): Camera {
    let camera = this.#cameras.get(key);
    if (camera === undefined) {
      camera = {
        key,
        planeKey,
        lastMs: timeMs,
        picture: new Extent(),
        ground: new Extent(),
        births: 0,
        birthsSeconds: 0,
        liveTracks: 0,
      };
      this.#cameras.set(key, camera);
      if (this.#cameras.size > this.#camerasMax) this.#forgetSilent(key);
    }
    if (camera.planeKey !== planeKey) {
      camera.planeKey = planeKey;
      camera.ground = new Extent();
    }
    const elapsedS = Math.max(0, timeMs - camera.lastMs) / 1000;
    const kept = 0.5 ** (elapsedS / BIRTH_HALF_LIFE_S);
    camera.births *= kept;
    camera.birthsSeconds = camera.birthsSeconds * kept + elapsedS;
    camera.lastMs = Math.max(camera.lastMs, timeMs);
    return camera;
  }

  get(key: string): Camera | undefined {
    return this.#cameras.get(key);
  }

  #forgetSilent(except: string): void {
    let silent: Camera | null = null;
    for (const camera of this.#cameras.values()) {
      if (camera.key === except) continue;
      if (silent === null || camera.lastMs < silent.lastMs) silent = camera;
    }
    if (silent === null) return;
    this.#cameras.delete(silent.key);
    this.forgotten++;
  }
}

/** First sights per second of people who were never seen before; gamma prior, bounded. */
export function birthRateOf(camera: Camera | undefined): number {
  const births = BIRTH_PRIOR.births + (camera?.births ?? 0);
  const seconds = BIRTH_PRIOR.seconds + (camera?.birthsSeconds ?? 0);
  return clamp(births / seconds, ...BIRTH_BOUNDS);
}

/** Ground that the camera sees, square metres. */
export function groundAreaOf(camera: Camera | undefined): number {
  return clamp(camera?.ground.area ?? 0, ...AREA_M2_BOUNDS);
}

/** Picture that the camera sees, in squares as high as a box. */
export function pictureAreaOf(camera: Camera | undefined, heightPx: number): number {
  return clamp((camera?.picture.area ?? 0) / heightPx ** 2, ...PICTURE_HEIGHTS_BOUNDS);
}

export function footOf(box: Box): readonly [number, number] {
  return [(box[0] + box[2]) / 2, box[3]];
}
