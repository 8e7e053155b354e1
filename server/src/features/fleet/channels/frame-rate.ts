import type { Clock } from "../../../base/index.ts";
import type { Vehicle } from "../vehicles/index.ts";

/** Frames per second one vehicle may send for long, a hundred times what devices do. */
export const FRAMES_PER_SECOND = 100;
/** Frames it may send at once after a silence, as after a lost connection. */
export const FRAMES_AT_ONCE = 1_000;

/** A bucket per vehicle, kept with it. */
export class FrameRate {
  readonly #clock: Pick<Clock, "monotonicMs">;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** False: one too many now. */
  take(vehicle: Vehicle): boolean {
    const nowMs = this.#clock.monotonicMs();
    const earned = ((nowMs - vehicle.frameBudgetAtMs) / 1000) * FRAMES_PER_SECOND;
    const budget = Math.min(FRAMES_AT_ONCE, vehicle.frameBudget + earned);
    vehicle.frameBudgetAtMs = nowMs;
    vehicle.frameBudget = budget < 1 ? budget : budget - 1;
    return budget >= 1;
  }
}
