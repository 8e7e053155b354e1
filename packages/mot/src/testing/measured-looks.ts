type Random = () => number;

/** Mean and spread of the cosine of crops of different people, and of the same in two cameras. */
export interface LookStatistics {
  readonly different: readonly [mean: number, sigma: number];
  readonly same: readonly [mean: number, sigma: number];
}

/** What the descriptor `mobilenet-hsv` was measured to give; see the prior of the resolver. */
const MEASURED: LookStatistics = { different: [0.64, 0.11], same: [0.86, 0.08] };

/**
 * Appearance vectors whose cosines spread as those of a real descriptor do: everybody shares most of
 * it, people differ in a few directions, and crops of one person in fewer still. Vectors of evenly
 * random numbers would all be equally unlike each other.
 */
export class MeasuredLooks {
  readonly #random: Random;
  readonly #statistics: LookStatistics;
  /** What all people have in common. */
  readonly #common: Float32Array;
  /** Directions in which people differ, and those in which crops of one do. */
  readonly #ofPeople: readonly Float32Array[];
  readonly #ofCrops: readonly Float32Array[];

  constructor(dimensions: number, random: Random, statistics = MEASURED) {
    this.#random = random;
    this.#statistics = statistics;
    const { different, same } = statistics;
    const direction = (): Float32Array => unit(normals(dimensions, random));
    const directions = ([mean, sigma]: readonly [number, number]): Float32Array[] =>
      Array.from({ length: Math.max(1, Math.round(((1 - mean) / sigma) ** 2)) }, direction);
    this.#common = direction();
    this.#ofPeople = directions(different);
    this.#ofCrops = directions(same);
  }

  /** Somebody's look, unit length. */
  person(): Float32Array {
    const [mean] = this.#statistics.different;
    return mixed(this.#common, mean, this.#mix(this.#ofPeople));
  }

  /** What a camera's light and angle do to the crops of one person: a unit vector. */
  cast(): Float32Array {
    return this.#mix(this.#ofCrops);
  }

  /** One crop, unit length; half of what it strays is the camera's. */
  view(look: Float32Array, cast: Float32Array): Float32Array {
    const [mean] = this.#statistics.same;
    return mixed(look, mean, mixed(cast, 0.5, this.#mix(this.#ofCrops)));
  }

  #mix(directions: readonly Float32Array[]): Float32Array {
    const sum = new Float32Array(this.#common.length);
    for (const direction of directions) {
      const share = normal(this.#random);
      for (let k = 0; k < sum.length; k++) sum[k] = sum[k]! + share * direction[k]!;
    }
    return unit(sum);
  }
}

/** Unit vector of which the first has this share of the square, the second the rest. */
function mixed(first: Float32Array, share: number, second: Float32Array): Float32Array {
  const [a, b] = [Math.sqrt(share), Math.sqrt(1 - share)];
  return unit(first.map((value, k) => a * value + b * second[k]!));
}

function normals(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => normal(random));
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}
