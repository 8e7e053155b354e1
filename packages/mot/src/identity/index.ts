/**
 * Owns identity across cameras: tracks of single cameras in, subjects out, with the evidence for
 * every link. Plain data, no clock, no pictures; docs/design/identity.md says how it decides.
 */
export { IdentityError } from "./identity-error.ts";
export type { IdentityErrorCode } from "./identity-error.ts";
export { IdentityResolver } from "./identity-resolver.ts";
export type { IdentityOptions } from "./options.ts";
export type {
  AppearanceEvidence,
  CameraCycle,
  GeometryEvidence,
  IdentityDecision,
  IdentityEvidence,
  IdentityKind,
  IdentityStats,
  LearnedNumbers,
  RememberedExemplar,
  RememberedModel,
  RememberedPlace,
  RememberedSubject,
  RunnerUp,
  Sighting,
  TravelEvidence,
} from "./identity.ts";
