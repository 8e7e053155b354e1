import type { RememberedModel } from "./identity.ts";
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

/** What is told of a journey, as of {@link TravelEvidence}. */
export interface JourneyFit {
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
const MEASURED_WAY_SIGMA = 0.7;
const PRIOR_WEIGHT = 3;
const BOUNDS = { mean: [-4, 8], sigma: [0.12, 2] } as const;
/** Share of people who do something else on the way; their time is log-uniform up to a day. */
const DETOUR_SHARE = 0.25;
const DETOUR_LOG_SPAN = Math.log(86_400);
/** Probability that somebody who left comes back into any sight. */
const RETURN_SHARE = 0.85;
/** Journeys that the prior on where people go is worth. */
const WAYS_WEIGHT = 5;

type WayEnds = Pick<Journey, "group" | "fromCameraKey" | "toCameraKey">;

interface Way {
  readonly residual: LearnedNormal;
  /** Sum of the samples' weights. */
  journeys: number;
}

/** Journeys of one class group that began at one camera. */
interface Departures {
  journeys: number;
  /** By the camera where they ended. */
  readonly ways: Map<string, Way>;
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
  /** By class group and the camera where they began. */
  readonly #departures = new Map<number, Map<string, Departures>>();
  #size = 0;

  constructor(waysMax: number) {
    this.#waysMax = waysMax;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Natural log of the density per second of coming into sight there after this time.
   *
   * @param cameraCount cameras among which people may come into sight.
   */
  logDensity(journey: Journey, cameraCount: number): number {
    const departures = this.#departures.get(journey.group)?.get(journey.fromCameraKey);
    const way = departures?.ways.get(journey.toCameraKey);
    const prior = priorOf(journey);
    const logMedian = Math.log(prior.medianS) + (way?.residual.mean ?? 0);
    const elapsedS = Math.max(ELAPSED_S_MIN, journey.elapsedMs / 1000);
    const sigma = way?.residual.sigma ?? prior.sigma;
    const straight = Math.exp(logLogNormalDensity(elapsedS, logMedian, sigma));
    const detour = 1 / (Math.max(1, elapsedS) * DETOUR_LOG_SPAN);
    const density = (1 - DETOUR_SHARE) * straight + DETOUR_SHARE * detour;
    const expected = WAYS_WEIGHT / Math.max(1, cameraCount);
    const share = ((way?.journeys ?? 0) + expected) / ((departures?.journeys ?? 0) + WAYS_WEIGHT);
    return Math.log(density * RETURN_SHARE * Math.min(1, share));
  }

  /** What to tell of a journey. */
  explain(journey: Journey): JourneyFit {
    const way = this.#wayOf(journey);
    const prior = priorOf(journey);
    const logMedian = Math.log(prior.medianS) + (way?.residual.mean ?? 0);
    const elapsedS = Math.max(ELAPSED_S_MIN, journey.elapsedMs / 1000);
    const knows = way !== undefined && way.journeys > 0;
    const sigma = way?.residual.sigma ?? prior.sigma;
    return {
      expectedMs: knows ? Math.exp(logMedian) * 1000 : null,
      likelihood: twoSidedTail((Math.log(elapsedS) - logMedian) / sigma),
    };
  }

  learn(journey: Journey, weight = 1): void {
    const prior = priorOf(journey);
    const departures = this.#departuresOf(journey);
    const way = this.#begin(departures, journey.toCameraKey, prior.sigma);
    const elapsedS = Math.max(ELAPSED_S_MIN, journey.elapsedMs / 1000);
    way.residual.add(Math.log(elapsedS / prior.medianS), weight);
    this.#count(departures, way, weight);
  }

  /** What was learned, as plain data. */
  remembered(): RememberedModel["ways"] {
    return [...this.#departures].flatMap(([group, ofGroup]) =>
      [...ofGroup].flatMap(([fromCameraKey, { ways }]) =>
        [...ways].map(([toCameraKey, { residual, journeys }]) => ({
          fromCameraKey,
          toCameraKey,
          group,
          residual: residual.numbers,
          journeys,
        })),
      ),
    );
  }

  /** Ways that are known already stay as they are. @returns how many were unusable. */
  restore(ways: RememberedModel["ways"]): number {
    let refused = 0;
    for (const { residual, journeys, ...ends } of ways) {
      if (this.#wayOf(ends) !== undefined) continue;
      const start = new LearnedNormal({ mean: 0, sigma: 1, weight: PRIOR_WEIGHT }, BOUNDS);
      if (!start.restore(residual) || !(journeys >= 0 && journeys < Infinity)) {
        refused++;
        continue;
      }
      const departures = this.#departuresOf(ends);
      const way = { residual: start, journeys: 0 };
      departures.ways.set(ends.toCameraKey, way);
      this.#size++;
      this.#count(departures, way, journeys);
    }
    return refused;
  }

  #begin({ ways }: Departures, toCameraKey: string, sigma: number): Way {
    const known = ways.get(toCameraKey);
    if (known !== undefined) return known;
    const start = { mean: 0, sigma, weight: PRIOR_WEIGHT };
    const way = { residual: new LearnedNormal(start, BOUNDS), journeys: 0 };
    ways.set(toCameraKey, way);
    this.#size++;
    return way;
  }

  #count(departures: Departures, way: Way, journeys: number): void {
    way.journeys += journeys;
    departures.journeys += journeys;
    if (this.#size > this.#waysMax) this.#forgetRarest(way);
  }

  #wayOf({ group, fromCameraKey, toCameraKey }: WayEnds): Way | undefined {
    return this.#departures.get(group)?.get(fromCameraKey)?.ways.get(toCameraKey);
  }

  #departuresOf({ group, fromCameraKey }: WayEnds): Departures {
    const ofGroup = this.#departures.get(group) ?? new Map<string, Departures>();
    this.#departures.set(group, ofGroup);
    const departures = ofGroup.get(fromCameraKey) ?? { journeys: 0, ways: new Map() };
    ofGroup.set(fromCameraKey, departures);
    return departures;
  }

  #forgetRarest(except: Way): void {
    let rarest: { group: number; from: string; to: string; way: Way } | null = null;
    for (const [group, ofGroup] of this.#departures) {
      for (const [from, { ways }] of ofGroup) {
        for (const [to, way] of ways) {
          if (way === except || (rarest !== null && way.journeys >= rarest.way.journeys)) continue;
          rarest = { group, from, to, way };
        }
      }
    }
    if (rarest === null) return;
    const ofGroup = this.#departures.get(rarest.group)!;
    const departures = ofGroup.get(rarest.from)!;
    departures.ways.delete(rarest.to);
    departures.journeys = Math.max(0, departures.journeys - rarest.way.journeys);
    if (departures.ways.size === 0) ofGroup.delete(rarest.from);
    if (ofGroup.size === 0) this.#departures.delete(rarest.group);
    this.#size--;
    this.forgotten++;
  }
}

function priorOf({ fromCameraKey, toCameraKey, distanceM }: Journey) {
  if (fromCameraKey === toCameraKey) return SAME_CAMERA;
  if (distanceM === null) return OTHER_CAMERA;
  return { medianS: Math.max(1, distanceM / WALK_MPS), sigma: MEASURED_WAY_SIGMA };
}
