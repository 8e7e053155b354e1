import type { MapPoint, Street } from "../plan/index.ts";

/** A map of our own making, drawn from a seed: the same streets every time. */
export interface ShippedMap {
  readonly id: number;
  readonly name: string;
  /** Dead ends shorter than this are not built. */
  readonly stubM: number;
  /** @returns the streets, and where a road that ends leaves the map */
  readonly draw: () => {
    readonly streets: readonly Street[];
    readonly isExit: (point: MapPoint) => boolean;
  };
}
