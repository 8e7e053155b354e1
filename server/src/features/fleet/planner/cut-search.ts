import { CutNetwork } from "./cut-network.ts";
import { compareOutcomes, outcomeOf, withoutNeedless } from "./cut-problem.ts";
import type { CutOutcome, CutProblem } from "./cut-problem.ts";
import { UNCUT } from "./flow.ts";
import { matchUnits } from "./matching.ts";

export interface CutResult extends CutOutcome {
  /** Whether the search was exhausted: no better outcome exists. */
  readonly proven: boolean;
}

const UNDECIDED = 0;
const HELD = 1;
const FREE = 2;
const MOST_DISLIKE = 7;
/** Price rises per branch before it is split. */
const MOST_RISES = 24;

/**
 * The best set of vertices to hold. Minimum cuts give a bound and a candidate; where a cut needs one
 * unit in two places, units get prices (Lagrangian relaxation of "each unit once"), which moves the
 * cut to where other units are; where prices leave a gap, the search branches on one vertex of a set
 * that has too few units.
 *
 * @param start a set to start from, such as the one in force; vertices with units of their own.
 * @param searchLimit arcs to look at before settling for the best so far.
 */
export function searchCut(
  problem: CutProblem,
  { start, searchLimit }: { readonly start: readonly number[]; readonly searchLimit: number },
): CutResult {
  return new CutSearch(problem, searchLimit).run(start);
}

class CutSearch {
  readonly #problem: CutProblem;
  readonly #network: CutNetwork;
  readonly #limit: number;
  /** What a vertex costs, in units small enough for dislikes to stay below one vertex in sum. */
  readonly #siteWorth: number;
  /** What an exit left open costs: more than all units together. */
  readonly #exitWorth: number;
  readonly #siteState: Uint8Array;
  readonly #price: Float64Array;
  readonly #siteRise: Float64Array;
  #isForced: Uint8Array;
  #best: CutOutcome;
  /** Branches whose bound is above it are left alone. */
  #mostCost: () => number = () => this.#cutoff();
  #outcomes = 0;

  constructor(problem: CutProblem, limit: number) {
    this.#problem = problem;
    this.#network = new CutNetwork(problem);
    this.#limit = limit;
    this.#siteWorth = 4 * (MOST_DISLIKE + 1) * (problem.unitCount + 1);
    this.#exitWorth = (problem.unitCount + 1) * this.#siteWorth;
    this.#siteState = new Uint8Array(this.#network.sites.length);
    this.#siteRise = new Float64Array(this.#network.sites.length);
    this.#price = new Float64Array(problem.unitCount);
    this.#isForced = new Uint8Array(this.#network.openable.length);
    this.#best = outcomeOf(problem, []);
  }

  run(start: readonly number[]): CutResult {
    if (start.length > 0) this.#offer(start);
    const atLeast = this.#cutoff() + this.#siteWorth;
    // The first bound also finds what is as good as the start and liked better.
    this.#mostCost = () => (this.#network.flow.looked === 0 ? atLeast : this.#cutoff());
    let proven = this.#branch();
    if (this.#best.left.length === 0) return { ...this.#best, proven };
    while (proven) {
      const before = this.#best;
      if (!this.#force((earliestS) => earliestS <= before.soonestS)) break;
      const mostCost = this.#exitWorth * (before.left.length + 1) - this.#siteWorth + this.#slop();
      this.#mostCost = () => (this.#best === before ? mostCost : Number.NEGATIVE_INFINITY);
      proven = this.#branch();
      if (this.#best === before) break;
    }
    const { soonestS } = this.#best;
    this.#force((earliestS) => earliestS < soonestS);
    this.#mostCost = () => this.#cutoff();
    proven = this.#branch() && proven;
    return { ...this.#best, proven };
  }

  /** Has some exits be cut off at any cost; returns false when nothing cuts one of them off. */
  #force(isForced: (earliestS: number) => boolean): boolean {
    const { exits } = this.#problem;
    const { openable, doomed } = this.#network;
    this.#isForced = Uint8Array.from(openable, (i) => (isForced(exits[i]!.earliestS) ? 1 : 0));
    return !doomed.some((i) => isForced(exits[i]!.earliestS));
  }

  /** Bounds above it cannot hold a better outcome than the best so far. */
  #cutoff(): number {
    const { left, held } = this.#best;
    return this.#exitWorth * left.length + this.#siteWorth * (held.length - 1) + this.#slop();
  }

  #slop(): number {
    return MOST_DISLIKE * this.#problem.unitCount;
  }

  /** Explores what the states leave open; returns whether that was exhausted. */
  #branch(): boolean {
    if (this.#work() > this.#limit) return false;
    const fixed = this.#fixedSites();
    if (matchUnits(fixed.map((at) => this.#maskOf(at))).violator.length > 0) return true;
    const splitAt = this.#bound(fixed);
    if (splitAt === null) return true;
    let exhausted = true;
    for (const state of [HELD, FREE]) {
      this.#siteState[splitAt] = state;
      exhausted = this.#branch() && exhausted;
    }
    this.#siteState[splitAt] = UNDECIDED;
    return exhausted;
  }

  /** Arcs looked at. */
  #work(): number {
    return this.#network.flow.looked + this.#outcomes * this.#problem.arcTo.length;
  }

  /**
   * Bounds the branch from below and offers what it finds on the way.
   * @returns the position to split at, or null when the branch holds nothing better.
   */
  #bound(fixed: readonly number[]): number | null {
    this.#price.fill(0);
    this.#siteRise.fill(0);
    this.#resetCosts();
    const fixedCost = fixed.reduce((sum, at) => sum + this.#siteCost(at), 0);
    let paid = fixedCost + this.#exitWorth * this.#network.doomed.length;
    let splitAt: number | null = null;
    for (let rise = 0; rise <= MOST_RISES && this.#work() <= this.#limit; rise++) {
      const fixedRise = fixed.reduce((sum, at) => sum + this.#siteRise[at]!, 0);
      const discount = this.#price.reduce((sum, price) => sum + price, 0) - fixedRise;
      const mostCost = this.#mostCost();
      paid += this.#network.augment(mostCost - paid + discount);
      if (paid - discount > mostCost) return null;
      const cut = this.#freshCut(fixed, "runner");
      const matching = matchUnits(cut.map((at) => this.#maskOf(at)));
      if (rise === 0) {
        const near = matching.violator.length === 0 ? cut : null;
        const exact = near ?? this.#matchedOrNull(this.#freshCut(fixed, "exits"));
        if (exact !== null) {
          this.#offerSites(exact);
          return null;
        }
        splitAt = this.#splitOf(matching.violator.map((position) => cut[position]!));
      }
      this.#offerSites([...matching.takenBy].flatMap((position) => cut[position] ?? []));
      if (paid - discount > this.#mostCost()) return null;
      if (matching.violator.length === 0) break;
      const step = this.#step(this.#mostCost() - paid + discount, matching.unmatched);
      this.#risePrices(matching.violatorUnits, step);
    }
    return splitAt;
  }

  #freshCut(fixed: readonly number[], end: "runner" | "exits"): number[] {
    const cut = this.#network.cutSites(end);
    return [...fixed, ...cut.filter((at) => this.#siteState[at] === UNDECIDED)];
  }

  #matchedOrNull(cut: readonly number[]): readonly number[] | null {
    return matchUnits(cut.map((at) => this.#maskOf(at))).violator.length === 0 ? cut : null;
  }

  /** The rise that closes the gap if the cut stays where it is; no more than an exit at a time. */
  #step(gap: number, surplus: number): number {
    const closing = Math.ceil(gap / surplus) + 1;
    return Math.min(Math.max(this.#siteWorth, closing), this.#exitWorth);
  }

  #splitOf(violator: readonly number[]): number {
    return violator.find((at) => this.#siteState[at] === UNDECIDED) ?? -1;
  }

  #risePrices(units: number, step: number): void {
    for (let unit = 0; unit < this.#price.length; unit++) {
      if ((units & (1 << unit)) !== 0) this.#price[unit]! += step;
    }
    for (let at = 0; at < this.#siteRise.length; at++) {
      const mask = this.#maskOf(at);
      if ((mask & units) === 0) continue;
      const cheapest = this.#cheapest(mask);
      const rise = cheapest - this.#siteRise[at]!;
      if (rise <= 0) continue;
      this.#siteRise[at] = cheapest;
      if (this.#siteState[at] === UNDECIDED) this.#network.raise(at, rise);
    }
  }

  #cheapest(mask: number): number {
    let cheapest = Number.POSITIVE_INFINITY;
    for (let unit = 0; unit < this.#price.length; unit++) {
      if ((mask & (1 << unit)) !== 0) cheapest = Math.min(cheapest, this.#price[unit]!);
    }
    return cheapest;
  }

  #resetCosts(): void {
    this.#network.reset(
      (at) => {
        const state = this.#siteState[at];
        if (state === HELD) return 0;
        return state === FREE ? UNCUT : this.#siteCost(at);
      },
      (at) => (this.#isForced[at] === 1 ? UNCUT : this.#exitWorth),
    );
  }

  #siteCost(at: number): number {
    return this.#siteWorth + this.#problem.dislike[this.#network.sites[at]!]!;
  }

  #maskOf(at: number): number {
    return this.#problem.holdMask[this.#network.sites[at]!]!;
  }

  #fixedSites(): number[] {
    const fixed: number[] = [];
    this.#siteState.forEach((state, at) => {
      if (state === HELD) fixed.push(at);
    });
    return fixed;
  }

  #dislikeOf({ held }: CutOutcome): number {
    return held.reduce((sum, vertex) => sum + this.#problem.dislike[vertex]!, 0);
  }

  #offerSites(positions: readonly number[]): void {
    this.#offer(positions.map((at) => this.#network.sites[at]!));
  }

  #offer(held: readonly number[]): void {
    this.#outcomes++;
    const outcome = outcomeOf(this.#problem, held);
    if (outcome.left.length > this.#best.left.length) return;
    this.#outcomes += held.length;
    const lean = withoutNeedless(this.#problem, outcome);
    const order = compareOutcomes(lean, this.#best);
    const liked = order === 0 && this.#dislikeOf(lean) < this.#dislikeOf(this.#best);
    if (order < 0 || liked) this.#best = lean;
  }
}
