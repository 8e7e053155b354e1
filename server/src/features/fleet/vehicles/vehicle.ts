import type { VehicleNumbers, VehicleState, VehicleType } from "../../../model/index.ts";

/** Where a vehicle was last, metres of the map's frame; not finite when its device sent that. */
export interface LastFix {
  readonly xM: number;
  readonly yM: number;
  readonly mapId: number;
  /** UTC ms. */
  readonly atMs: number;
}

/** A vehicle in memory: frames come faster than the database answers. */
export interface Vehicle extends VehicleNumbers {
  /** Stands for it where tracks stand: in zones and presences. */
  readonly trackId: string;
  readonly type: VehicleType;
  readonly name: string;
  readonly mapId: number;
  readonly isDeleted: boolean;
  readonly requiresEnvelope: boolean;
  state: VehicleState;
  /** UTC ms. */
  stateAtMs: number;
  lastFix: LastFix | null;
  /** Highest sequence number of a signed envelope; lower ones are replays. */
  sequence: number;
  /** Frames it may still send at once, and since when that counts, ms. */
  frameBudget: number;
  frameBudgetAtMs: number;
}
