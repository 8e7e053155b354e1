import type { MapPoint } from "../plan/index.ts";

/** Mean radius of the Earth (IUGG). */
const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** The point of the Earth at which a map's metres start, degrees of WGS 84. */
export interface MapOrigin {
  readonly latitude: number;
  readonly longitude: number;
}

/** The middle of an extent in degrees, to a centimetre. */
export function middleOf(extent: {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}): MapOrigin {
  const middle = (a: number, b: number): number => Math.round(((a + b) / 2) * 1e7) / 1e7;
  return {
    latitude: middle(extent.south, extent.north),
    longitude: middle(extent.west, extent.east),
  };
}

/**
 * Degrees to local metres, x east and y north of the origin: the equirectangular projection at the
 * origin's latitude. Lengths are right to 0.5 % over 50 km in middle latitudes.
 */
export function projectLocally({ latitude, longitude }: MapOrigin) {
  const eastM = EARTH_M * RADIANS * Math.cos(latitude * RADIANS);
  return (lat: number, lon: number): MapPoint => [
    (lon - longitude) * eastM,
    (lat - latitude) * EARTH_M * RADIANS,
  ];
}
