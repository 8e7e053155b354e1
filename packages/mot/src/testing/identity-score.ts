import type { IdentityScores } from "../eval/index.ts";
import { scoreIdentity } from "../eval/index.ts";
import type { ScoredFrame } from "../eval/index.ts";
import { IdentityResolver } from "../identity/index.ts";
import { IdentityWorld } from "./identity-world.ts";
import type { WorldOptions } from "./identity-world.ts";

export interface WorldScores extends IdentityScores {
  /** Share of sights whose subject is the person it is mostly given to, of those with a subject. */
  readonly purity: number;
  /** Share of sights whose track had no subject yet. */
  readonly waiting: number;
  readonly subjects: number;
}

/** Runs a resolver over a world and scores the subjects online: nothing is revised afterwards. */
export function scoreWorld(options: WorldOptions): WorldScores {
  const resolver = new IdentityResolver({ subjectKeyOf: (count) => `S${count}` });
  const numbers = new Map<string, number>();
  const owners = new Map<number, Map<number, number>>();
  const frames: ScoredFrame[] = [];
  let truthBoxes = 0;
  let resultBoxes = 0;
  for (const cycle of new IdentityWorld(options).cycles()) {
    resolver.observe(cycle);
    const result: number[] = [];
    const similarity: number[] = [];
    const named = cycle.sightings.map(({ trackKey }) => resolver.subjectOf(trackKey));
    named.forEach((key, i) => {
      if (key === undefined) return;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      const number = numbers.get(key)!;
      result.push(number);
      const owner = owners.get(number) ?? new Map<number, number>();
      owners.set(number, owner.set(cycle.truth[i]!, (owner.get(cycle.truth[i]!) ?? 0) + 1));
    });
    named.forEach((_, i) => {
      for (let j = 0; j < named.length; j++) {
        if (named[j] !== undefined) similarity.push(i === j ? 1 : 0);
      }
    });
    truthBoxes += named.length;
    resultBoxes += result.length;
    frames.push({
      truth: Int32Array.from(cycle.truth),
      result: Int32Array.from(result),
      similarity: Float64Array.from(similarity),
    });
  }
  const scores = scoreIdentity({
    frames,
    truthIds: options.people,
    resultIds: numbers.size,
    truthBoxes,
    resultBoxes,
  });
  let pure = 0;
  for (const owner of owners.values()) pure += Math.max(...owner.values());
  return {
    ...scores,
    purity: pure / Math.max(1, resultBoxes),
    waiting: 1 - resultBoxes / Math.max(1, truthBoxes),
    subjects: numbers.size,
  };
}
