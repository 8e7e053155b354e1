/**
 * Whom to stop where, without roads or clocks: a directed graph in which every vertex may be held by
 * the units of its mask. Choose held vertices, each with a unit of its own.
 */
export interface CutProblem {
  readonly vertexCount: number;
  /** Arcs leave `vertex` from `firstArc[vertex]` to `firstArc[vertex + 1]` (exclusive). */
  readonly firstArc: Uint32Array;
  readonly arcTo: Uint32Array;
  /** 0 where the runner cannot pass. */
  readonly arcOpen: Uint8Array;
  /** Where the runner may be; never held. */
  readonly sources: readonly number[];
  readonly exits: readonly CutExit[];
  readonly unitCount: number;
  /** Units that can hold each vertex in time, as bits. */
  readonly holdMask: Uint32Array;
  /** 0 to 7: dislike of each vertex, which decides between sets that are equal otherwise. */
  readonly dislike: Uint8Array;
}

export interface CutExit {
  readonly vertex: number;
  /** Earliest arrival of the runner; seconds. */
  readonly earliestS: number;
}

/**
 * What a set of held vertices comes to. Sets are compared by: fewest exits left; then the latest
 * `soonestS`; then fewest vertices.
 */
export interface CutOutcome {
  readonly held: readonly number[];
  /** Indices into `exits` that the runner still reaches. */
  readonly left: readonly number[];
  /** Earliest `earliestS` of the exits left; Infinity when none is. */
  readonly soonestS: number;
}

/** 1 for every vertex that the runner reaches without passing a held one. */
export function reachedPast(problem: CutProblem, held: readonly number[]): Uint8Array {
  const { firstArc, arcTo, arcOpen, sources, vertexCount } = problem;
  const reached = new Uint8Array(vertexCount);
  for (const vertex of held) reached[vertex] = 2;
  const queue = new Int32Array(vertexCount);
  let count = 0;
  for (const vertex of sources) {
    if (reached[vertex] === 0) queue[count++] = vertex;
    reached[vertex] = 1;
  }
  for (let at = 0; at < count; at++) {
    const vertex = queue[at]!;
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      const to = arcTo[arc]!;
      if (arcOpen[arc] === 0 || reached[to] !== 0) continue;
      reached[to] = 1;
      queue[count++] = to;
    }
  }
  for (const vertex of held) if (reached[vertex] === 2) reached[vertex] = 0;
  return reached;
}

/** What holding these vertices comes to. */
export function outcomeOf(problem: CutProblem, held: readonly number[]): CutOutcome {
  const reached = reachedPast(problem, held);
  const left: number[] = [];
  let soonestS = Number.POSITIVE_INFINITY;
  problem.exits.forEach(({ vertex, earliestS }, i) => {
    if (reached[vertex] === 0) return;
    left.push(i);
    soonestS = Math.min(soonestS, earliestS);
  });
  return { held, left, soonestS };
}

/** The same exits cut with every vertex left out that is not needed for it. */
export function withoutNeedless(problem: CutProblem, outcome: CutOutcome): CutOutcome {
  let kept = outcome;
  for (const vertex of outcome.held) {
    const fewer = outcomeOf(
      problem,
      kept.held.filter((other) => other !== vertex),
    );
    if (fewer.left.length === kept.left.length) kept = fewer;
  }
  return kept;
}

/** Below 0 when `a` is the better one, 0 when they are equally good. */
export function compareOutcomes(a: CutOutcome, b: CutOutcome): number {
  if (a.left.length !== b.left.length) return a.left.length - b.left.length;
  if (a.soonestS !== b.soonestS) return a.soonestS > b.soonestS ? -1 : 1;
  return a.held.length - b.held.length;
}
