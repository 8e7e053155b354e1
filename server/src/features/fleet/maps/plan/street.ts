/** `[x, y]` metres in the map's frame, y up. */
export type MapPoint = readonly [xM: number, yM: number];

/** How fast one drives on a kind of street and how wide it is, kerb to kerb. */
export interface StreetClass {
  readonly speedMps: number;
  readonly widthM: number;
}

const KMH = 1 / 3.6;

/** What the kinds of street of drawn and imported maps mean. */
export const STREET_CLASSES = {
  motorway: { speedMps: 100 * KMH, widthM: 13 },
  avenue: { speedMps: 60 * KMH, widthM: 17 },
  street: { speedMps: 50 * KMH, widthM: 11.5 },
  lane: { speedMps: 30 * KMH, widthM: 8 },
} as const satisfies Readonly<Record<string, StreetClass>>;
export type StreetKind = keyof typeof STREET_CLASSES;

/** A line one can drive along, in both directions unless one-way from the first point on. */
export interface Street {
  readonly points: readonly MapPoint[];
  readonly kind: StreetKind;
  readonly oneWay?: boolean;
  /** In place of what the kind allows. */
  readonly speedMps?: number;
}

/** The rectangle of a map; its edge is where roads leave it. */
export interface MapBounds {
  readonly minXM: number;
  readonly minYM: number;
  readonly maxXM: number;
  readonly maxYM: number;
}
