import type { ObjectClass } from "./object-class.ts";
import type { PixelBox, SizePx, WorldCovariance, WorldPoint } from "./geometry.ts";

/** One thing a detector saw in one frame. */
export interface Detection {
  readonly boxPx: PixelBox;
  /** Confidence, 0..1. */
  readonly score: number;
  readonly objectClass: ObjectClass;
  /**
   * Unit-length vector of what it looks like, of the frame's `descriptor`. Absent where the crop is
   * poor or the same place was described a moment ago. May be a view into a larger buffer: copy it
   * to keep it.
   */
  readonly appearance?: Float32Array;
  /** How good its crop is for comparing, 0..1; defined by stage `describe`. */
  readonly quality?: number;
  /** JPEG of the crop, at most 128x256 px, where it is worth keeping. Copy it to keep it. */
  readonly crop?: Uint8Array;
}

/** Cost of one frame, ms of wall time per stage. */
export interface StageMs {
  readonly decode: number;
  readonly motion: number;
  readonly detect: number;
  readonly describe: number;
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
  /** What made the appearance vectors; vectors of different descriptors are never compared. */
  readonly descriptor?: string;
  /** Shown on the System page. */
  readonly stageMs: StageMs;
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
  /** What made the boxes' appearance vectors; absent when there are none. */
  readonly descriptor?: string;
  /** Tracks that ended with this frame. */
  readonly endedTrackIds: readonly string[];
}

export type TrackedFrame = FrameOf<TrackedBox>;

/** A tracked box with its place on the plan; null when the camera is not calibrated. */
export interface LocatedBox extends TrackedBox {
  readonly positionM: WorldPoint | null;
  readonly covarianceM2: WorldCovariance | null;
}

interface PlacedFrameOf<Box> extends FrameOf<Box> {
  readonly siteId: string | null;
  readonly floorId: string | null;
}
export type LocatedFrame = PlacedFrameOf<LocatedBox>;

/** A located box that knows whose it is. */
export interface IdentifiedBox extends LocatedBox {
  /** Uuid of the subject row, null while nobody is sure. */
  readonly subjectId: string | null;
  /** The subject's `globalId` as clients see it. */
  readonly globalId: string | null;
  /**
   * Where the subject is, from every camera that sees it now; null where there is no subject or
   * none of the cameras knows a place.
   */
  readonly subjectPositionM: WorldPoint | null;
}
export type IdentifiedFrame = PlacedFrameOf<IdentifiedBox>;

/** An identified box with the zones that hold it. */
export interface ZonedBox extends IdentifiedBox {
  readonly zoneIds: readonly string[];
}
export interface ZonedFrame extends PlacedFrameOf<ZonedBox> {
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
