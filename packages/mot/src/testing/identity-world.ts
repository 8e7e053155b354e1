import { seededRandom } from "../core/random.ts";
import type { Point2 } from "../geometry/index.ts";
import type { CameraCycle, Sighting } from "../identity/index.ts";
import { normal, unit } from "./measured-looks.ts";
import type { MeasuredLooks } from "./measured-looks.ts";

/** A camera of the world sees a rectangle of the floor. */
export interface WorldCamera {
  readonly key: string;
  /** x1, y1, x2, y2, metres. */
  readonly viewM: readonly [number, number, number, number];
  readonly isCalibrated: boolean;
}

export interface WorldOptions {
  readonly seed: number;
  readonly people: number;
  readonly durationMs: number;
  readonly frameMs: number;
  readonly cameras: readonly WorldCamera[];
  /** Floor on which people walk from point to point, metres. */
  readonly sizeM: Point2;
  /** Share of looks in which the detector misses somebody. Default 0.1. */
  readonly missing?: number;
  /** Standard deviation of a foot point, metres. Default 0.15. */
  readonly sigmaM?: number;
  /** Lasting error of a camera's calibration, metres. Default 0.1. */
  readonly biasM?: number;
  /** Length of the appearance vectors; 0 for none. Default 32. */
  readonly dimensions?: number;
  /** How far a crop's vector strays from the person's own. Default 0.5. */
  readonly strayed?: number;
  /** Every second person is dressed like the one before: how much, 0..1. Default 0. */
  readonly alike?: number;
  /** Looks with the spread of a real descriptor; `strayed` and `alike` do not count. */
  readonly looks?: MeasuredLooks;
  /** A track breaks for no reason once in so many seconds. Default 60. */
  readonly breakS?: number;
}

/** A cycle that knows the truth, person per sighting. */
export interface WorldCycle extends CameraCycle {
  readonly truth: readonly number[];
}

interface Person {
  readonly place: [number, number];
  goal: Point2;
  speedMps: number;
  pauseMs: number;
  readonly look: Float32Array;
  readonly heightPx: number;
}

interface Running {
  readonly key: string;
  lastMs: number;
}

type Random = () => number;

/** A tracker lets go of somebody it has not seen for so long. */
const UNSEEN_MS = 1000;
const PAUSE_MS_MAX = 6000;
const PX_PER_M = 60;

/**
 * People walking to places of their own choice over a floor, seen by cameras that take their
 * pictures at different instants, through a detector that misses some and a tracker that loses
 * those it has not seen for a second.
 */
export class IdentityWorld {
  readonly #options: WorldOptions;
  readonly #random: Random;
  readonly #people: readonly Person[];
  readonly #views: readonly View[];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    const looks: Float32Array[] = [];
    this.#people = Array.from({ length: options.people }, (_, i) => {
      const twin = i % 2 === 1 ? looks[i - 1]! : null;
      looks.push(options.looks?.person() ?? lookOf(options, twin, this.#random));
      return this.#person(looks[i]!);
    });
    this.#views = options.cameras.map((camera) => new View(camera, options, this.#random));
  }

  /** Cycle after cycle, cameras taking turns. */
  *cycles(): Generator<WorldCycle> {
    const { durationMs, frameMs, cameras } = this.#options;
    for (let startMs = 0; startMs < durationMs; startMs += frameMs) {
      for (const person of this.#people) this.#walk(person);
      for (const [c, view] of this.#views.entries()) {
        yield view.look(this.#people, startMs + Math.floor((c * frameMs) / cameras.length));
      }
    }
  }

  #person(look: Float32Array): Person {
    const place = this.#spot();
    return {
      place: [...place],
      goal: this.#spot(),
      speedMps: 0.8 + 0.7 * this.#random(),
      pauseMs: 0,
      look,
      heightPx: 120 + 40 * this.#random(),
    };
  }

  #spot(): Point2 {
    const [width, height] = this.#options.sizeM;
    return [width * this.#random(), height * this.#random()];
  }

  #walk(person: Person): void {
    const { frameMs } = this.#options;
    if (person.pauseMs > 0) {
      person.pauseMs -= frameMs;
      return;
    }
    const [dx, dy] = [person.goal[0] - person.place[0], person.goal[1] - person.place[1]];
    const leftM = Math.hypot(dx, dy);
    const stepM = (person.speedMps * frameMs) / 1000;
    if (leftM <= stepM) {
      person.goal = this.#spot();
      person.pauseMs = PAUSE_MS_MAX * this.#random() ** 2;
      return;
    }
    person.place[0] += (dx / leftM) * stepM;
    person.place[1] += (dy / leftM) * stepM;
  }
}

/** One camera with its detector and tracker. */
class View {
  readonly #camera: WorldCamera;
  readonly #options: WorldOptions;
  readonly #random: Random;
  readonly #biasM: Point2;
  readonly #running = new Map<number, Running>();
  readonly #casts: Float32Array[] = [];
  #tracks = 0;

  constructor(camera: WorldCamera, options: WorldOptions, random: Random) {
    this.#camera = camera;
    this.#options = options;
    this.#random = random;
    const biasM = options.biasM ?? 0.1;
    this.#biasM = [biasM * normal(random), biasM * normal(random)];
  }

  look(people: readonly Person[], timeMs: number): WorldCycle {
    const { missing = 0.1, breakS = 60, frameMs } = this.#options;
    const sightings: Sighting[] = [];
    const truth: number[] = [];
    const endedTrackKeys: string[] = [];
    people.forEach((person, id) => {
      const known = this.#running.get(id);
      if (known !== undefined && timeMs - known.lastMs > UNSEEN_MS) {
        endedTrackKeys.push(known.key);
        this.#running.delete(id);
      }
      const [x1, y1, x2, y2] = this.#camera.viewM;
      const [x, y] = person.place;
      if (x < x1 || x > x2 || y < y1 || y > y2 || this.#random() < missing) return;
      let track = this.#running.get(id);
      if (track !== undefined && this.#random() < frameMs / 1000 / breakS) {
        endedTrackKeys.push(track.key);
        track = undefined;
      }
      track ??= { key: `${this.#camera.key}/${++this.#tracks}`, lastMs: timeMs };
      track.lastMs = timeMs;
      this.#running.set(id, track);
      sightings.push(this.#sighting(track.key, id, person));
      truth.push(id);
    });
    const { key, isCalibrated } = this.#camera;
    const planeKey = isCalibrated ? "floor" : null;
    return { cameraKey: key, planeKey, timeMs, sightings, endedTrackKeys, truth };
  }

  #sighting(trackKey: string, id: number, person: Person): Sighting {
    const { sigmaM = 0.15, dimensions = 32, strayed = 0.5, looks } = this.#options;
    const random = this.#random;
    const [x1, y1] = this.#camera.viewM;
    const x = person.place[0] + this.#biasM[0] + sigmaM * normal(random);
    const y = person.place[1] + this.#biasM[1] + sigmaM * normal(random);
    const footX = (x - x1) * PX_PER_M;
    const footY = (y - y1) * PX_PER_M;
    const quality = 0.3 + 0.7 * random();
    const cast = looks && (this.#casts[id] ??= looks.cast());
    const appearance = (): Float32Array =>
      looks && cast
        ? looks.view(person.look, cast)
        : viewOf(person.look, strayed * (1.4 - 0.4 * quality), random);
    return {
      trackKey,
      classId: 0,
      score: 0.6 + 0.4 * random(),
      boxPx: [footX - 25, footY - person.heightPx, footX + 25, footY],
      ...(this.#camera.isCalibrated
        ? { positionM: [x, y], covarianceM2: [sigmaM ** 2, 0, sigmaM ** 2] }
        : {}),
      ...(dimensions === 0 ? {} : { appearance: appearance(), quality }),
    };
  }
}

function lookOf(
  { dimensions = 32, alike = 0 }: WorldOptions,
  twin: Float32Array | null,
  random: Random,
) {
  // Everybody has something in common, as with real descriptors.
  const own = Float32Array.from({ length: dimensions }, () => 0.15 + 0.25 * normal(random));
  const share = twin === null ? 0 : alike;
  return unit(own.map((value, k) => (1 - share) * value + share * (twin?.[k] ?? 0)));
}

function viewOf(look: Float32Array, strayed: number, random: Random): Float32Array {
  const scale = strayed / Math.sqrt(look.length);
  return unit(look.map((value) => value + scale * normal(random)));
}
