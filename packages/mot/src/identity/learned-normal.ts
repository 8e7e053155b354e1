import type { LearnedNumbers } from "./identity.ts";
import { clamp } from "./likelihood.ts";

export interface NormalPrior {
  readonly mean: number;
  readonly sigma: number;
  /** Samples that the prior is worth. */
  readonly weight: number;
}

export interface NormalBounds {
  readonly mean: readonly [number, number];
  readonly sigma: readonly [number, number];
}

/** Old samples fade once there are more than this. */
const WEIGHT_MAX = 300;

/**
 * A normal distribution that starts from a prior and is moved by samples, within bounds. A single
 * sample counts no further than three standard deviations from the mean.
 *
 * Source: conjugate update of mean and variance, Gelman et al., Bayesian Data Analysis (3rd ed.),
 * §3.3; samples winsorised after Huber, Robust Statistics (1981), §1.7.
 */
export class LearnedNormal {
  /** Samples that were added. */
  samples = 0;
  readonly #bounds: NormalBounds;
  #mean: number;
  #variance: number;
  #weight: number;
  #boundedMean = 0;
  #boundedSigma = 0;

  constructor(prior: NormalPrior, bounds: NormalBounds) {
    this.#bounds = bounds;
    this.#mean = prior.mean;
    this.#variance = prior.sigma ** 2;
    this.#weight = prior.weight;
    this.#bound();
  }

  get mean(): number {
    return this.#boundedMean;
  }

  get sigma(): number {
    return this.#boundedSigma;
  }

  /** As plain data. */
  get numbers(): LearnedNumbers {
    const { samples } = this;
    return { mean: this.#mean, variance: this.#variance, weight: this.#weight, samples };
  }

  /** Goes on from where another left off. @returns false when its numbers are unusable. */
  restore({ mean, variance, weight, samples }: LearnedNumbers): boolean {
    if (![mean, variance, weight, samples].every(Number.isFinite)) return false;
    if (variance <= 0 || weight <= 0 || samples < 0) return false;
    this.#mean = clamp(mean, ...this.#bounds.mean);
    this.#variance = clamp(variance, ...squared(this.#bounds.sigma));
    this.#weight = Math.min(WEIGHT_MAX, weight);
    this.samples = samples;
    this.#bound();
    return true;
  }

  /** @param weight how many samples this one counts for. */
  add(sample: number, weight = 1): void {
    const reach = 3 * this.sigma;
    const value = clamp(sample, this.#mean - reach, this.#mean + reach);
    this.samples++;
    this.#weight = Math.min(WEIGHT_MAX, this.#weight + weight);
    const share = weight / this.#weight;
    const away = value - this.#mean;
    this.#mean += share * away;
    this.#variance = (1 - share) * (this.#variance + share * away * away);
    this.#bound();
  }

  #bound(): void {
    this.#boundedMean = clamp(this.#mean, ...this.#bounds.mean);
    this.#boundedSigma = clamp(Math.sqrt(this.#variance), ...this.#bounds.sigma);
  }
}

function squared([low, high]: readonly [number, number]): [number, number] {
  return [low * low, high * high];
}
