import type { ObjectClass } from "./object-class.ts";
import type { PixelBox, SizePx, WorldCovariance, WorldPoint } from "./geometry.ts";

/** One thing a detector saw in one frame. */
export interface Detection {
  readonly boxPx: PixelBox;
  /** Confidence, 0..1. */
  readonly score: number;
  readonly objectClass: ObjectClass;
  /** Unit-length appearance vector of the crop, when the `identify` stage asked for one. */
  readonly appearance?: Float32Array;
}

/** What the perception process hands over for one processed frame. */
export interface DetectedFrame {
  readonly cameraId: string;
  /** UTC ms at which the picture was captured (see docs/design/time.md). */
  readonly captureTimeMs: number;
  readonly size: SizePx;
  /** Counts processed frames of this run of the camera, from 0. */
  readonly frameIndex: number;
  /** Name of the detector that ran, or `none` when the motion gate held the frame back. */
  readonly detector: string;
  readonly detections: readonly Detection[];
  /** Cost of this frame, ms of wall time per stage; shown on the System page. */
  readonly stageMs: { readonly decode: number; readonly motion: number; readonly detect: number };
}

/** A detection with an identity local to its source. */
export interface TrackedBox extends Detection {
  /** Uuid of the track row; never reused. */
  readonly trackId: string;
  /** Identity as the source knows it: tracker number as text, or the foreign tracker's id. */
  readonly sourceTrackId: string;
  /** True for the first observation of the track. */
  readonly isNew: boolean;
  /** Class voted over the whole track so far. */
  readonly trackClass: ObjectClass;
  /** Where its appearance is described, as the source put it; stored with the observation. */
  readonly appearanceRef?: string;
}

interface FrameOf<Box> {
  readonly cameraId: string;
  readonly captureTimeMs: number;
  readonly size: SizePx | null;
  /** `camera`: our own detector; `ingest`: another tracker over HTTP. */
  readonly origin: "camera" | "ingest";
  readonly boxes: readonly Box[];
  /** Tracks that ended with this frame. */
  readonly endedTrackIds: readonly string[];
}

export type TrackedFrame = FrameOf<TrackedBox>;

/** A tracked box that knows whose it is. */
export interface IdentifiedBox extends TrackedBox {
  /** Uuid of the subject row, null while nobody is sure. */
  readonly subjectId: string | null;
  /** The subject's `globalId` as clients see it. */
  readonly globalId: string | null;
}
export type IdentifiedFrame = FrameOf<IdentifiedBox>;

/** A box with its place on the plan; null when the camera is not calibrated. */
export interface LocatedBox extends IdentifiedBox {
  readonly positionM: WorldPoint | null;
  readonly covarianceM2: WorldCovariance | null;
}
export interface LocatedFrame extends FrameOf<LocatedBox> {
  readonly siteId: string | null;
  readonly floorId: string | null;
}

/** A located box with the zones that hold it. */
export interface ZonedBox extends LocatedBox {
  readonly zoneIds: readonly string[];
}
export interface ZonedFrame extends FrameOf<ZonedBox> {
  readonly siteId: string | null;
  readonly floorId: string | null;
  /** Who entered, stayed in or left a zone with this frame, in that order of zones. */
  readonly presenceChanges: readonly PresenceChange[];
}

/** One step in the stay of a track in a zone. Carries the whole stay, so that any step can be lost. */
export interface PresenceChange {
  readonly kind: "enter" | "stay" | "leave";
  /** Uuid of the presence row. */
  readonly presenceId: string;
  readonly zoneId: string;
  readonly zoneCode: string;
  readonly floorId: string;
  readonly cameraId: string;
  readonly trackId: string;
  readonly subjectId: string | null;
  readonly globalId: string | null;
  readonly objectClass: ObjectClass;
  /** UTC ms of the first and of this observation inside. */
  readonly enteredAtMs: number;
  readonly atMs: number;
}
