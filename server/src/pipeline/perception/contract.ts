import type { CodecParameters, Packet } from "node-av/lib";
import type { AppearanceStats } from "../perception-port.ts";
import type { CodedPicture } from "./video/packager.ts";
import type {
  AppearanceSettings,
  CameraSettings,
  Detection,
  PixelBox,
  SizePx,
} from "../../model/index.ts";

/**
 * The contracts of the stages that run inside a perception process: source, decode, motion,
 * detect. Each hands a different type to the next.
 */
export interface VideoTrack {
  /** FFmpeg's name: `h264`, `hevc`, `mjpeg`, ... */
  readonly codec: string;
  readonly parameters: CodecParameters;
  /** Seconds per tick of every packet's pts and dts. */
  readonly timeBase: { readonly num: number; readonly den: number };
  readonly fps: number | null;
}

export interface SourcePacket {
  /** Valid until the next `read`; clone it to keep it. */
  readonly packet: Packet;
  /** UTC ms at which the picture in the packet was captured (docs/design/time.md). */
  readonly captureTimeMs: number;
}

/** One connection to one source. Ends by throwing; reconnecting is the supervisor's business. */
export interface VideoSource {
  readonly track: VideoTrack;
  /** True for a recording that waits until each due picture has been looked at. */
  readonly isStepped?: boolean;
  /**
   * @throws AppError with the reason in words when the source ends or breaks
   * @throws RecordingPlayed when there is nothing to come back for
   */
  read(): Promise<SourcePacket>;
  close(): Promise<void>;
}

/** A recording was played to its end, and was not to be played again. */
export class RecordingPlayed extends Error {}

export interface SourceRequest {
  readonly url: string;
  readonly settings: CameraSettings;
  /** Ends a connection attempt and every pending read. */
  readonly signal: AbortSignal;
}
/** @throws AppError with the reason in words; never holds credentials */
export type OpenSource = (request: SourceRequest) => Promise<VideoSource>;

/** A region of a picture, inside it, and the size it is stretched to. */
export interface PicturePart {
  readonly region: PixelBox;
  readonly size: SizePx;
}

/** One decoded picture. Whoever holds it releases it, once. */
export interface Picture {
  readonly size: SizePx;
  readonly captureTimeMs: number;
  /** Interleaved RGB bytes of the picture or a region of it, row by row, stretched to `size`. */
  rgb(size: SizePx, region?: PixelBox): Promise<Uint8Array>;
  /** Luma bytes, row by row, stretched to `size`. */
  luma(size: SizePx): Promise<Uint8Array>;
  /** `quality` 1..100. */
  jpeg(quality: number, part?: PicturePart): Promise<Uint8Array>;
  /** A second handle on the same pixels. */
  share(): Picture;
  release(): void;
}

export interface VideoDecoder {
  /**
   * Decodes one packet; pictures come in presentation order, with rising capture times.
   * @throws AppError `invalid` when the packet is broken; the next one may be fine
   */
  decode(source: SourcePacket): Promise<Picture[]>;
  close(): void;
}
export type OpenDecoder = (track: VideoTrack) => Promise<VideoDecoder>;

/** An H.264 encoder for pictures that we make ourselves. */
export interface LiveEncoder {
  readonly timeBase: VideoTrack["timeBase"];
  /** What a decoder needs to know; known after the first picture. */
  readonly parameters: CodecParameters | null;
  /** `i420` holds the planes Y, U, V. `timeMs` rises. The caller frees the packets. */
  encode(picture: {
    readonly i420: Uint8Array;
    readonly size: SizePx;
    readonly timeMs: number;
  }): Promise<Packet[]>;
  close(): void;
}
export type OpenLiveEncoder = (options: {
  readonly keyIntervalFrames: number;
}) => Promise<LiveEncoder>;

/** Encodes pictures to H.264 without delay: one in, one out. */
export interface Transcoder {
  encode(picture: Picture): Promise<readonly CodedPicture[]>;
  close(): void;
}
export type OpenTranscoder = (size: SizePx) => Promise<Transcoder>;

/** Where something moves: one flag per cell, `1` = foreground, `2` = shadow, `0` = neither. */
export interface MotionField {
  readonly size: SizePx;
  readonly foreground: Uint8Array;
  /** Share of foreground without shadows, 0..1. */
  readonly changedShare: number;
  readonly isMoving: boolean;
  /** False while the background is still being learned. */
  readonly isSettled: boolean;
}
export interface MotionModel {
  update(picture: Picture): Promise<MotionField>;
  reset(): void;
}

export interface MotionPicture {
  readonly picture: Picture;
  readonly motion: MotionField;
}

export interface Detector {
  readonly name: string;
  /** Boxes in pixels of the original picture, clipped to it. */
  detect(input: MotionPicture): Promise<readonly Detection[]>;
  /** True when a picture without motion cannot hold anything new for this detector. */
  readonly followsMotion: boolean;
}
/** @throws AppError `unavailable` when the detector's model is not there */
export type OpenDetector = (settings: CameraSettings["detector"]) => Promise<Detector>;

/** What a describer adds to the detections of one picture. */
export interface Described {
  /** The same detections in the same order, with `quality`, and where it pays with more. */
  readonly detections: readonly Detection[];
  /** What made the vectors; null when nothing can be described. */
  readonly descriptor: string | null;
}

/** Says what the detections of one camera look like. Remembers places, so use one per camera. */
export interface Describer {
  /** Never rejects: what cannot be described is counted and goes without. */
  describe(input: MotionPicture, detections: readonly Detection[]): Promise<Described>;
  readonly stats: AppearanceStats;
  /** Why something else describes than was asked for, in words; null when all is well. */
  readonly trouble: string | null;
}
export type OpenDescriber = (settings: AppearanceSettings) => Describer;
