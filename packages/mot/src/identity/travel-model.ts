import { LearnedNormal } from "./learned-normal.ts";
import { logLogNormalDensity, twoSidedTail } from "./likelihood.ts";

/** From where to where, and how long it took. */
export interface Journey {
  readonly fromCameraKey: string;
  readonly toCameraKey: string;
  readonly group: number;
  readonly elapsedMs: number;
  /** Between the two places, where one plane holds both. */
  readonly distanceM: number | null;
}

export interface JourneyFit {
  /** Natural log of the density per second of coming into sight there after this time. */
  readonly logDensity: number;
  readonly expectedMs: number | null;
  /** Probability of a travel time at least as far from the expected one. */
  readonly likelihood: number;
}

/** Typical walking speed, m/s, over ways that are not straight. */
const WALK_MPS = 1.1;
/** Shortest time that is told from none, s. */
const ELAPSED_S_MIN = 0.1;
/** Prior medians (s) and spreads of log time: a gap in one picture, a way of unknown length. */
const SAME_CAMERA = { medianS: 2.5, sigma: 1.2 };
const OTHER_CAMERA = { medianS: 12, sigma: 1.2 };
const MEASURED_WAY = { sigma: 0.7 };
const PRIOR_WEIGHT = 3;
const BOUNDS = { mean: [-4, 8], sigma: [0.12, 2] } as const;
/** Share of people who do something else on the way; their time is log-uniform up to a day. */
const DETOUR_SHARE = 0.25;
const DETOUR_LOG_SPAN = Math.log(86_400);
/** Probability that somebody who left comes back into any sight. */
const RETURN_SHARE = 0.85;
/** Journeys that the prior on where people go is worth. */
const WAYS_WEIGHT = 5;

interface Way {
  readonly residual: LearnedNormal;
  /** Sum of the samples' weights. */
  journeys: number;
}

/**
 * How long it takes from out of sight of one camera to into sight of another (or the same), per
 * class group, and how many go each way. Log-normal, learned online from sure links; where the plan
 * gives the distance, what is learned is the deviation from walking it, so that one way serves all
 * its exits.
 *
 * Source: Javed, Shafique, Rasheed and Shah, Modeling inter-camera space-time and appearance
 * relationships for tracking across non-overlapping views (2008), §3; log-normal in place of their
 * Parzen windows, which need many journeys before they say anything.
 */
export class TravelModel {
  forgotten = 0;
  readonly #waysMax: number;
  readonly #ways = new Map<string, Way>();
  /** Journeys that began at a camera, per group. */
  readonly #departures = new Map<string, number>();

  constructor(waysMax: number) {
    this.#waysMax = waysMax;
  }

  get size(): number {
    return this.#ways.size;
  }

  /** @param cameraCount cameras among which people may come into sight. */
  fit(journey: Journey, cameraCount: number): JourneyFit {
    const way = this.#ways.get(keyOf(journey));
    const prior = priorOf(journey);
    const logMedian = Math.log(prior.medianS) + (way?.residual.mean ?? 0);
    const sigma = way?.residual.sigma ?? prior.sigma;
    const elapsedS = Math.max(ELAPSED_S_MIN, journey.elapsedMs / 1000);
    const straight = Math.exp(logLogNormalDensity(elapsedS, logMedian, sigma));
    const detour = 1 / (Math.max(1, elapsedS) * DETOUR_LOG_SPAN);
    const density = (1 - DETOUR_SHARE) * straight + DETOUR_SHARE * detour;
    const knows = way !== undefined && way.journeys > 0;
    return {
      logDensity: Math.log(density * this.#shareOf(journey, way, cameraCount)),
      expectedMs: knows ? Math.exp(logMedian) * 1000 : null,
      likelihood: twoSidedTail((Math.log(elapsedS) - logMedian) / sigma),
    };
  }

  learn(journey: Journey, weight = 1): void {
    const key = keyOf(journey);
    const prior = priorOf(journey);
    let way = this.#ways.get(key);
    if (way === undefined) {
      const start = { mean: 0, sigma: prior.sigma, weight: PRIOR_WEIGHT };
      way = { residual: new LearnedNormal(start, BOUNDS), journeys: 0 };
      this.#ways.set(key, way);
    }
    const elapsedS = Math.max(ELAPSED_S_MIN, journey.elapsedMs / 1000);
    way.residual.add(Math.log(elapsedS / prior.medianS), weight);
    way.journeys += weight;
    const from = departureKeyOf(journey);
    this.#departures.set(from, (this.#departures.get(from) ?? 0) + weight);
    if (this.#ways.size > this.#waysMax) this.#forgetRarest(key);
  }

  #shareOf(journey: Journey, way: Way | undefined, cameraCount: number): number {
    const departures = this.#departures.get(departureKeyOf(journey)) ?? 0;
    const expected = WAYS_WEIGHT / Math.max(1, cameraCount);
    const share = ((way?.journeys ?? 0) + expected) / (departures + WAYS_WEIGHT);
    return RETURN_SHARE * Math.min(1, share);
  }

  #forgetRarest(except: string): void {
    let rarest: string | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    for (const [key, { journeys }] of this.#ways) {
      if (key === except || journeys >= fewest) continue;
      fewest = journeys;
      rarest = key;
    }
    if (rarest === null) return;
    this.#ways.delete(rarest);
    this.forgotten++;
    const [from, , group] = rarest.split(SEPARATOR);
    const departure = `${from}${SEPARATOR}${group}`;
    const left = (this.#departures.get(departure) ?? 0) - fewest;
    if (left > 1e-9) this.#departures.set(departure, left);
    else this.#departures.delete(departure);
  }
}

const SEPARATOR = "\u0000";

function keyOf({ fromCameraKey, toCameraKey, group }: Journey): string {
  return `${fromCameraKey}${SEPARATOR}${toCameraKey}${SEPARATOR}${group}`;
}

function departureKeyOf({ fromCameraKey, group }: Journey): string {
  return `${fromCameraKey}${SEPARATOR}${group}`;
}

function priorOf({ fromCameraKey, toCameraKey, distanceM }: Journey) {
  if (fromCameraKey === toCameraKey) return SAME_CAMERA;
  if (distanceM === null) return OTHER_CAMERA;
  return { medianS: Math.max(1, distanceM / WALK_MPS), sigma: MEASURED_WAY.sigma };
}
