import type { GroundArrays } from "@whereabouts/mot/ground";

import { seededRandom } from "./harness/index.ts";

/** Standard deviation of a measured place, metres. */
const SIGMA_M = 0.15;
/** Share of looks in which a camera misses a person. */
const MISS_SHARE = 0.1;
const LANE_M = 1;
const SPACING_M = 2.2;
const PLACE_NUMBERS = 5;

/**
 * People on concentric lanes a metre apart, neighbouring lanes in opposite directions, so that
 * everybody meets others all the time and nobody ever leaves. Every camera sees the whole place.
 */
export function walkersOf(options: {
  readonly objects: number;
  readonly cameras: number;
  readonly seed: number;
}): { readonly look: (timeMs: number) => GroundArrays } {
  const { objects, cameras, seed } = options;
  const random = seededRandom(seed);
  const people = placed(objects, random);
  const numbers = new Int32Array(objects * cameras);
  const places = new Float64Array(objects * cameras * PLACE_NUMBERS);
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * SIGMA_M;
  const look = (timeMs: number): GroundArrays => {
    let count = 0;
    for (let camera = 0; camera < cameras; camera++) {
      for (const { radiusM, startRad, speedRadPerS } of people) {
        if (random() < MISS_SHARE) continue;
        const angle = startRad + (speedRadPerS * timeMs) / 1000;
        const at = count * PLACE_NUMBERS;
        numbers[count++] = camera;
        places[at] = radiusM * Math.cos(angle) + gauss();
        places[at + 1] = radiusM * Math.sin(angle) + gauss();
        places[at + 2] = SIGMA_M ** 2;
        places[at + 3] = 0;
        places[at + 4] = SIGMA_M ** 2;
      }
    }
    return { timeMs, count, cameras: numbers, places };
  };
  return { look };
}

function placed(objects: number, random: () => number) {
  const people: { radiusM: number; startRad: number; speedRadPerS: number }[] = [];
  for (let lane = 3; people.length < objects; lane++) {
    const radiusM = lane * LANE_M;
    const room = Math.floor((2 * Math.PI * radiusM) / SPACING_M);
    const speedMps = (lane % 2 === 0 ? 1 : -1) * (1 + 0.4 * random());
    for (let i = 0; i < room && people.length < objects; i++) {
      const startRad = (2 * Math.PI * i) / room;
      people.push({ radiusM, startRad, speedRadPerS: speedMps / radiusM });
    }
  }
  return people;
}
