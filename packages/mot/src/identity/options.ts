/** Thresholds and limits; every limit is hard and what it costs is counted in `stats()`. */
export interface IdentityOptions {
  /**
   * Names the next subject; called with 1, 2, 3, ... by this resolver. The caller makes sure that
   * no name comes twice, also after a restart; names of remembered subjects are passed over.
   */
  readonly subjectKeyOf: (count: number) => string;
  /** Classes between which a vote may change; all others are a group of their own. */
  readonly classGroups?: readonly (readonly number[])[];
  /** A decision is made once it is this probable. Default 0.9. */
  readonly acceptScore?: number;
  /** A decision waits for evidence at most this long after the track began, ms. Default 2500. */
  readonly waitMsMax?: number;
  /** A decision may be revised by better evidence this long after it was made, ms. Default 60000. */
  readonly reviseMs?: number;
  /** A track that nobody saw or ended for so long has ended, ms. Default 30000. */
  readonly trackTimeoutMs?: number;
  /** Nobody moves faster on the plan, m/s. Default 8. */
  readonly speedMpsMax?: number;
  /** How far two calibrated cameras may disagree about one point, metres. Default 0.25. */
  readonly planErrorM?: number;
  /** Exemplars per subject. Default 8. */
  readonly exemplarsMax?: number;
  /** Default 2000. */
  readonly subjectsMax?: number;
  /** Tracks remembered, alive or ended. Default 4096. */
  readonly tracksMax?: number;
  /** Pairs of tracks of different cameras near each other. Default 20000. */
  readonly pairsMax?: number;
  /** Default 1024. */
  readonly camerasMax?: number;
  /** Ways from camera to camera, per class group, of which travel times are kept. Default 4096. */
  readonly travelPairsMax?: number;
  /** Per subject. Default 64. */
  readonly cannotLinksMax?: number;
}

export type ResolvedOptions = Required<IdentityOptions>;

const LIMITS = [
  "exemplarsMax",
  "subjectsMax",
  "tracksMax",
  "pairsMax",
  "camerasMax",
  "travelPairsMax",
  "cannotLinksMax",
] as const;
const MEASURES = [
  "acceptScore",
  "waitMsMax",
  "reviseMs",
  "trackTimeoutMs",
  "speedMpsMax",
  "planErrorM",
] as const;

/** @throws RangeError for a limit that is not a whole number from 1, or a measure below 0. */
export function resolveOptions(options: IdentityOptions): ResolvedOptions {
  const resolved = {
    subjectKeyOf: options.subjectKeyOf,
    classGroups: options.classGroups ?? [],
    acceptScore: options.acceptScore ?? 0.9,
    waitMsMax: options.waitMsMax ?? 2500,
    reviseMs: options.reviseMs ?? 60_000,
    trackTimeoutMs: options.trackTimeoutMs ?? 30_000,
    speedMpsMax: options.speedMpsMax ?? 8,
    planErrorM: options.planErrorM ?? 0.25,
    exemplarsMax: options.exemplarsMax ?? 8,
    subjectsMax: options.subjectsMax ?? 2000,
    tracksMax: options.tracksMax ?? 4096,
    pairsMax: options.pairsMax ?? 20_000,
    camerasMax: options.camerasMax ?? 1024,
    travelPairsMax: options.travelPairsMax ?? 4096,
    cannotLinksMax: options.cannotLinksMax ?? 64,
  };
  for (const name of LIMITS) {
    if (Number.isInteger(resolved[name]) && resolved[name] >= 1) continue;
    throw new RangeError(`Cannot use ${name} ${resolved[name]}: expected a whole number from 1`);
  }
  for (const name of MEASURES) {
    if (Number.isFinite(resolved[name]) && resolved[name] >= 0) continue;
    throw new RangeError(`Cannot use ${name} ${resolved[name]}: expected a finite number from 0`);
  }
  return resolved;
}
