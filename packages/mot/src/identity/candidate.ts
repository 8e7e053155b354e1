import type {
  AppearanceEvidence,
  GeometryEvidence,
  IdentityKind,
  TravelEvidence,
} from "./identity.ts";
import type { Journey } from "./travel-model.ts";
import type { Subject } from "./subject.ts";

/** Natural logs of likelihood ratios, 0 where the evidence has no say. */
export interface RatioParts {
  readonly geometry: number;
  readonly appearance: number;
  readonly travel: number;
}

/** One subject that a track may be, and why. */
export interface Candidate {
  readonly subject: Subject;
  /** Natural log of P(evidence | this subject) / P(evidence | somebody new). */
  readonly logRatio: number;
  readonly parts: RatioParts;
  readonly geometry: GeometryEvidence | null;
  readonly appearance: AppearanceEvidence | null;
  readonly travel: TravelEvidence | null;
  /** What the travel model learns when the link turns out sure. */
  readonly journey: Journey | null;
  readonly descriptor: string;
}

/** The evidence that spoke loudest for it. */
export function kindOf({ parts }: Candidate): IdentityKind {
  if (parts.geometry >= parts.appearance && parts.geometry >= parts.travel) return "geometry";
  return parts.appearance >= parts.travel ? "appearance" : "travel";
}
