import { evaluate } from "@whereabouts/mot/eval";
import type { MotRow } from "@whereabouts/mot/eval";

import type { Contestant } from "./mot-contestants.ts";
import type { MotSequence } from "./mot-data.ts";
import { sharesOf, type Shares } from "./mot-figures.ts";

/** Rates that a sequence is thinned to, frames per second. */
const RATES_FPS = [10, 5, 2] as const;
/** Frames to be scored in all: a short sequence is run from several first frames. */
const FRAMES_WANTED = 100;
const PHASES_MAX = 4;

export interface RateRow {
  readonly fps: number;
  readonly name: string;
  /** Mean over the phases. */
  readonly shares: Shares;
}

/** Every tracker over the sequence with frames left out, as a busy detector leaves them out. */
export function measureRates(
  sequence: MotSequence,
  contestants: readonly Contestant[],
): readonly RateRow[] {
  return RATES_FPS.flatMap((rate) => {
    const every = Math.round(sequence.fps / rate);
    const wanted = Math.ceil((FRAMES_WANTED * every) / sequence.frames);
    const phases = Math.min(PHASES_MAX, every, wanted);
    const thinned = Array.from({ length: phases }, (_, i) =>
      everyNth(sequence, every, Math.floor((i * every) / phases)),
    );
    return contestants.map(({ name, run }) => {
      const all = thinned.map((one) => sharesOf(evaluate(one.truth, run(one))));
      const mean = (axis: 0 | 1 | 2): number =>
        all.reduce((sum, shares) => sum + shares[axis], 0) / all.length;
      return { fps: sequence.fps / every, name, shares: [mean(0), mean(1), mean(2)] };
    });
  });
}

/** Frames `first + 1`, `first + 1 + every` and so on, numbered from 1 again. */
function everyNth(sequence: MotSequence, every: number, first: number): MotSequence {
  const kept = (rows: readonly MotRow[]): MotRow[] =>
    rows
      .filter(({ frame }) => (frame - 1) % every === first)
      .map((row) => ({ ...row, frame: (row.frame - 1 - first) / every + 1 }));
  return {
    name: sequence.name,
    fps: sequence.fps / every,
    frames: Math.ceil((sequence.frames - first) / every),
    detections: kept(sequence.detections),
    truth: kept(sequence.truth),
  };
}
