import type { RememberedModel } from "./identity.ts";
import { LearnedNormal } from "./learned-normal.ts";
import { clamp } from "./likelihood.ts";

/** Natural logs: appearance alone speaks no louder than this. */
const RATIO_LIMIT = 9;
const DESCRIPTORS_MAX = 16;

interface Pair {
  readonly same: LearnedNormal;
  readonly different: LearnedNormal;
}

interface PairPrior {
  readonly same: readonly [mean: number, sigma: number];
  readonly different: readonly [mean: number, sigma: number];
}

/**
 * Cosines of crops of the same and of different people, measured on 196 crops of 7 people and 60
 * strangers, widened for the step from one camera to another.
 */
const PRIORS: Readonly<Record<string, PairPrior>> = {
  "mobilenet-hsv": { same: [0.86, 0.08], different: [0.64, 0.11] },
  osnet: { same: [0.79, 0.08], different: [0.47, 0.12] },
};
const PRIOR: PairPrior = { same: [0.82, 0.1], different: [0.55, 0.15] };
const PRIOR_WEIGHT = 20;
const SAME_BOUNDS = { mean: [0.3, 0.99], sigma: [0.03, 0.2] } as const;
const DIFFERENT_BOUNDS = { mean: [-0.2, 0.95], sigma: [0.05, 0.25] } as const;

/**
 * What a cosine says about two views being of one subject, per descriptor: two normal
 * distributions, learned from pairs of which it is known otherwise, that they are the same (a link
 * that needed no appearance) or not (two tracks of one camera at one time).
 *
 * The ratio never falls with rising similarity: each distribution only counts on the side where the
 * other lies, which also keeps a descriptor with unequal spreads from favouring the unlike.
 *
 * Source: likelihood ratio of two score distributions, Ramos et al., Reliable support: measuring
 * calibration of likelihood ratios (2013), §2.
 */
export class AppearanceModel {
  readonly #pairs = new Map<string, Pair>();

  /** Natural log of P(similarity | same) / P(similarity | different), within 9. */
  ratio(descriptor: string, similarity: number): number {
    const { same, different } = this.#pairOf(descriptor);
    const below = Math.max(0, same.mean - similarity) / same.sigma;
    const above = Math.max(0, similarity - different.mean) / different.sigma;
    const spread = Math.log(different.sigma / same.sigma);
    const ratio = (above * above - below * below) / 2 + spread;
    return clamp(ratio, -RATIO_LIMIT, RATIO_LIMIT);
  }

  learnSame(descriptor: string, similarity: number, weight = 1): void {
    this.#pairOf(descriptor).same.add(similarity, weight);
  }

  learnDifferent(descriptor: string, similarity: number, weight = 1): void {
    this.#pairOf(descriptor).different.add(similarity, weight);
  }

  /** What was learned, as plain data. */
  remembered(): RememberedModel["looks"] {
    return [...this.#pairs].map(([descriptor, { same, different }]) => ({
      descriptor,
      same: same.numbers,
      different: different.numbers,
    }));
  }

  /** @returns how many distributions were unusable and left as they are. */
  restore(looks: RememberedModel["looks"]): number {
    let refused = 0;
    for (const { descriptor, same, different } of looks) {
      const pair = this.#pairOf(descriptor);
      if (!pair.same.restore(same)) refused++;
      if (!pair.different.restore(different)) refused++;
    }
    return refused;
  }

  #pairOf(descriptor: string): Pair {
    const known = this.#pairs.get(descriptor);
    if (known !== undefined) return known;
    const prior = PRIORS[descriptor] ?? PRIOR;
    const pair = {
      same: learned(prior.same, SAME_BOUNDS),
      different: learned(prior.different, DIFFERENT_BOUNDS),
    };
    if (this.#pairs.size >= DESCRIPTORS_MAX) {
      const [oldest] = this.#pairs.keys();
      this.#pairs.delete(oldest!);
    }
    this.#pairs.set(descriptor, pair);
    return pair;
  }
}

function learned(
  [mean, sigma]: readonly [number, number],
  bounds: typeof SAME_BOUNDS | typeof DIFFERENT_BOUNDS,
): LearnedNormal {
  return new LearnedNormal({ mean, sigma, weight: PRIOR_WEIGHT }, bounds);
}
