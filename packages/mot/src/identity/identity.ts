import type { Covariance2, Point2 } from "../geometry/index.ts";
import type { Box } from "../tracker.ts";

/** One box of one camera in one frame, already tracked inside that camera. */
export interface Sighting {
  /** Name of the track, unique over all cameras and all time. */
  readonly trackKey: string;
  /** Class voted over the track so far; a vote may change inside a class group, never across. */
  readonly classId: number;
  /** Pixels of the camera's frame. */
  readonly boxPx: Box;
  /** Confidence of the detection, 0..1. */
  readonly score: number;
  /** Foot point, metres on the plane that the cycle names. */
  readonly positionM?: Point2;
  /** Square metres; without it the position counts as good to half a metre. */
  readonly covarianceM2?: Covariance2;
  /** Direction that describes the crop, made by the cycle's descriptor. Kept, not copied. */
  readonly appearance?: Float32Array;
  /** How good a crop it was, 0..1; 0.5 when it is not told. */
  readonly quality?: number;
  /** Opaque name of the crop, kept with the exemplar. */
  readonly pictureRef?: string;
}

/** What one camera saw at one instant. */
export interface CameraCycle {
  readonly cameraKey: string;
  /** Plane on which `positionM` stands; null for a camera that is not calibrated. */
  readonly planeKey: string | null;
  /** Capture time, ms, any epoch. */
  readonly timeMs: number;
  /** What made the appearance vectors; those of different descriptors are never compared. */
  readonly descriptor?: string;
  readonly sightings: readonly Sighting[];
  /** Tracks of this camera that will not be seen again. */
  readonly endedTrackKeys: readonly string[];
}

/** The evidence that decided: that with the greatest share of the log-likelihood ratio. */
export type IdentityKind = "new" | "geometry" | "appearance" | "travel" | "manual";

/** A link of a track to a subject: made, finished, or revised. */
export interface IdentityDecision {
  readonly trackKey: string;
  readonly subjectKey: string;
  /** Whose the track was held to be before; null for a first decision or when nothing moved. */
  readonly previousSubjectKey: string | null;
  readonly kind: IdentityKind;
  /**
   * Probability 0..1 of this link given everything seen so far: the marginal over all joint
   * assignments of the camera's open tracks to the known subjects and to newcomers, of which no two
   * tracks of one camera share a subject. 1 for what a person said.
   */
  readonly score: number;
  /** True when only a person or a contradiction on the plane can still change it. */
  readonly isFinal: boolean;
  /** Time of the cycle (or of the person's word) that brought it. */
  readonly timeMs: number;
  readonly evidence: IdentityEvidence;
}

/** Why; parts that had no say are absent. */
export interface IdentityEvidence {
  readonly geometry?: GeometryEvidence;
  readonly appearance?: AppearanceEvidence;
  readonly travel?: TravelEvidence;
  /** The best other subjects, most likely first, at most 5. */
  readonly runnersUp: readonly RunnerUp[];
}

/** Seen at one time near a track of another camera. */
export interface GeometryEvidence {
  readonly otherTrackKey: string;
  /** Distance of the two at their last common instant, metres. */
  readonly distanceM: number;
  /** The same, squared, in standard deviations of both. */
  readonly mahalanobis2: number;
  /** How long both were seen beside each other. */
  readonly sharedMs: number;
}

export interface AppearanceEvidence {
  /** Cosine, -1..1: the greater of that with the subject's mean and with its nearest exemplar. */
  readonly similarity: number;
  /** Best crop of the track. */
  readonly ownPictureRef: string | null;
  /** Crop of the subject's exemplar that is most like it. */
  readonly otherPictureRef: string | null;
  /** Exemplars of the subject that were compared. */
  readonly exemplarCount: number;
}

/** Left one place and came into sight at another (or again at the same). */
export interface TravelEvidence {
  readonly fromCameraKey: string;
  readonly toCameraKey: string;
  readonly elapsedMs: number;
  /** Median of the learned travel time; null while nobody is known to have gone this way. */
  readonly expectedMs: number | null;
  /** Probability 0..1 of a travel time at least as far from the expected one as this. */
  readonly likelihood: number;
}

export interface RunnerUp {
  readonly subjectKey: string;
  /** Marginal probability, as {@link IdentityDecision.score}. */
  readonly score: number;
  /** Cosine; null where appearance had no say. */
  readonly similarity: number | null;
}

/** One view of a subject that is kept because it is good and unlike the others. */
export interface RememberedExemplar {
  readonly descriptor: string;
  /** Unit length. */
  readonly appearance: Float32Array;
  /** 0..1. */
  readonly quality: number;
  readonly pictureRef: string | null;
  readonly trackKey: string;
  readonly timeMs: number;
}

/** Where a subject was last seen. */
export interface RememberedPlace {
  readonly cameraKey: string;
  readonly planeKey: string | null;
  readonly timeMs: number;
  readonly positionM: Point2 | null;
}

/** What is worth storing of a subject, and all that `restore` needs. */
export interface RememberedSubject {
  readonly subjectKey: string;
  readonly classId: number;
  /** True when a person vouched for one of its links. */
  readonly isConfirmed: boolean;
  /** Tracks that were ever linked to it. */
  readonly trackCount: number;
  readonly exemplars: readonly RememberedExemplar[];
  /** Quality-weighted mean appearance; null before the first view. */
  readonly mean: { readonly descriptor: string; readonly appearance: Float32Array } | null;
  readonly lastSeen: RememberedPlace | null;
  /** Subjects that a person said it is not. */
  readonly cannotLinkSubjectKeys: readonly string[];
}

/** A normal distribution as far as it is learned. */
export interface LearnedNumbers {
  readonly mean: number;
  readonly variance: number;
  /** Samples it is worth, those of the prior among them. */
  readonly weight: number;
  /** Samples that were added. */
  readonly samples: number;
}

/** What was learned about a site, as plain data that survives JSON; names no subject. */
export interface RememberedModel {
  /** Cosines of one subject's and of two subjects' views, per descriptor. */
  readonly looks: readonly {
    readonly descriptor: string;
    readonly same: LearnedNumbers;
    readonly different: LearnedNumbers;
  }[];
  /** How long it takes from camera to camera. */
  readonly ways: readonly {
    readonly fromCameraKey: string;
    readonly toCameraKey: string;
    /** First class of the class group, or the class. */
    readonly group: number;
    /** Natural log of the time (s) over that which is expected of nobody in particular. */
    readonly residual: LearnedNumbers;
    /** How many went this way; a fraction for one who may have. */
    readonly journeys: number;
  }[];
}

/** Counts; the first group is what is held now (bounded by the options), the rest only grows. */
export interface IdentityStats {
  readonly subjects: number;
  readonly exemplars: number;
  readonly liveTracks: number;
  readonly waitingTracks: number;
  readonly endedTracks: number;
  readonly pairs: number;
  readonly cameras: number;
  readonly travelPairs: number;
  readonly cannotLinks: number;
  readonly decisions: number;
  readonly revisions: number;
  readonly contradictions: number;
  readonly forgottenSubjects: number;
  readonly forgottenTracks: number;
  readonly forgottenPairs: number;
  readonly forgottenCameras: number;
  readonly forgottenTravelPairs: number;
  readonly forgottenCannotLinks: number;
  /** Sightings left out because a track appeared twice in one cycle or in two cameras. */
  readonly refusedSightings: number;
  /** Positions, covariances and vectors left out because they were no usable numbers. */
  readonly refusedParts: number;
}
