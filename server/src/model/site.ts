import type { WorldPoint } from "./geometry.ts";

export interface Site {
  readonly id: string;
  /** Short unique name, e.g. `campus`; the tracking family's environment id. */
  readonly code: string;
  readonly name: string;
  readonly timeZone: string;
}

export interface Floor {
  readonly id: string;
  readonly siteId: string;
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly widthM: number;
  readonly heightM: number;
  /** Walls as polylines in metres, drawn on the plan. */
  readonly walls: readonly (readonly WorldPoint[])[];
  /** Media id of a plan picture that fills `widthM` x `heightM`, if one was uploaded. */
  readonly planMediaId: string | null;
}

export interface Zone {
  readonly id: string;
  readonly floorId: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly color: string | null;
  /** Simple polygon, at least three corners, in metres, not repeated at the end. */
  readonly polygonM: readonly WorldPoint[];
}
