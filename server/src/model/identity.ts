import type { WorldPoint } from "./geometry.ts";
import type { ObjectClass } from "./object-class.ts";

/** What decided that a track is of a subject. `ingest`: another tracker said so. */
export type LinkKind = "new" | "geometry" | "appearance" | "travel" | "manual" | "ingest";

/** A track that turned out to be of a subject, and why. */
export interface LinkDecision {
  /** Uuid of the link's row. */
  readonly linkId: string;
  readonly trackId: string;
  readonly cameraId: string;
  readonly subjectId: string;
  readonly globalId: string;
  readonly objectClass: ObjectClass;
  readonly previousSubjectId: string | null;
  readonly kind: LinkKind;
  /** Probability that it is right, 0..1. */
  readonly score: number;
  /** False while more evidence may change it by itself. */
  readonly isFinal: boolean;
  /** UTC ms. */
  readonly atMs: number;
  readonly evidence: LinkEvidence;
  /** Subjects that were considered for the track too, most likely first. */
  readonly runnersUp: readonly {
    readonly subjectId: string;
    readonly score: number;
    readonly similarity: number | null;
  }[];
}

/** Parts that had no say are absent. Pictures are named by the uuid of their row. */
export interface LinkEvidence {
  readonly geometry?: {
    readonly otherTrackId: string;
    readonly distanceM: number;
    readonly mahalanobis2: number;
    readonly sharedMs: number;
  };
  readonly appearance?: {
    readonly similarity: number;
    readonly exemplarCount: number;
    readonly ownPictureId: string | null;
    readonly otherPictureId: string | null;
  };
  readonly travel?: {
    readonly fromCameraId: string;
    readonly toCameraId: string;
    readonly elapsedMs: number;
    readonly expectedMs: number | null;
    readonly likelihood: number;
  };
}

/** A crop of a track, to be kept because something refers to it. */
export interface TrackPicture {
  readonly pictureId: string;
  readonly trackId: string;
  readonly cameraId: string;
  readonly capturedAtMs: number;
  /** 0..1. */
  readonly quality: number;
  readonly jpeg: Uint8Array;
}

/** Where a subject was seen last. */
export interface SubjectSight {
  readonly cameraId: string;
  readonly floorId: string | null;
  readonly atMs: number;
  readonly positionM: WorldPoint | null;
}

/** What is remembered of a subject's looks, and where it was last. */
export interface SubjectMemory {
  readonly subjectId: string;
  readonly objectClass: ObjectClass;
  readonly isConfirmed: boolean;
  readonly trackCount: number;
  readonly exemplars: readonly {
    readonly descriptor: string;
    /** Unit length. */
    readonly appearance: Float32Array;
    readonly quality: number;
    readonly pictureId: string | null;
    readonly trackId: string;
    readonly atMs: number;
  }[];
  /** Quality-weighted mean of its looks. */
  readonly mean: { readonly descriptor: string; readonly appearance: Float32Array } | null;
  readonly lastSeen: SubjectSight | null;
  /** Subjects that a person said it is not. */
  readonly otherSubjectIds: readonly string[];
}
