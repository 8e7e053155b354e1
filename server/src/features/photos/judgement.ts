import { PHOTO_MEASURES } from "@whereabouts/contracts";

export { PHOTO_MEASURES };

/** What is measured in one picture; each is defined in {@link PHOTO_MEASURES}. */
export interface PixelMeasures {
  /** Photo contract, section 8. */
  readonly sharpness: number;
  /** 0..1 */
  readonly exposure: number;
  /** Mean brightness, 0..255. */
  readonly meanLuma: number;
  /** Shares of pixels, 0..1. */
  readonly darkShare: number;
  readonly brightShare: number;
  readonly blur: {
    /** 0..1 */
    readonly strength: number;
    /** Degrees in [0, 180), counted clockwise from the picture's width; null without a direction. */
    readonly directionDeg: number | null;
  };
  /** 64 bits, hex. */
  readonly hash: string;
}

/** The subject our detector found, in shares of the upright picture. */
export interface SubjectMeasures {
  readonly objectClass: string;
  /** 0..1 */
  readonly confidence: number;
  /** Share of the picture's area. */
  readonly areaShare: number;
  /** Distance of its centre from the picture's, as a share of half the diagonal. */
  readonly offCentre: number;
  readonly isCutOff: boolean;
  /** 0..1 */
  readonly score: number;
  /** Subjects found in all. */
  readonly count: number;
}

export interface Judgement extends PixelMeasures {
  /** Null when none was found or the detector was not asked; `subjectNote` says which. */
  readonly subject: SubjectMeasures | null;
  readonly subjectNote: string | null;
}

/** One picture of a burst, as it is kept after the others are gone. */
export interface BurstFrame {
  readonly index: number;
  readonly fileName: string;
  readonly isChosen: boolean;
  readonly sharpness: number;
  /** Null for one that could not be read. */
  readonly judgement: Judgement | null;
  /** 0..1; null unless the burst was judged in full. */
  readonly smartScore: number | null;
  /** Index of an earlier frame that it repeats. */
  readonly duplicateOf: number | null;
  readonly thumbnailId: string | null;
  /** Why it could not be read. */
  readonly error: string | null;
}

const WEIGHTS = { sharpness: 0.4, exposure: 0.2, steadiness: 0.1, subject: 0.3 } as const;
const DUPLICATE_BITS = 6;

/** The richer choice: defined in {@link PHOTO_MEASURES}. `best` is the burst's largest sharpness. */
export function smartScore(judgement: Judgement, best: number): number {
  const relative = best > 0 ? judgement.sharpness / best : 0;
  return (
    WEIGHTS.sharpness * relative +
    WEIGHTS.exposure * judgement.exposure +
    WEIGHTS.steadiness * (1 - judgement.blur.strength) +
    WEIGHTS.subject * (judgement.subject?.score ?? 0)
  );
}

/** For each picture the first earlier one that shows the same; null where there is none. */
export function findDuplicates(hashes: readonly (string | null)[]): (number | null)[] {
  return hashes.map((hash, index) => {
    if (hash === null) return null;
    const first = hashes
      .slice(0, index)
      .findIndex((other) => other !== null && differingBits(hash, other) <= DUPLICATE_BITS);
    return first === -1 ? null : first;
  });
}

function differingBits(left: string, right: string): number {
  let bits = BigInt(`0x${left}`) ^ BigInt(`0x${right}`);
  let count = 0;
  for (; bits > 0n; bits &= bits - 1n) count++;
  return count;
}
