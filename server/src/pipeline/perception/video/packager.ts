import type { SizePx } from "../../../model/index.ts";
import type { VideoFragment, VideoInit } from "../messages.ts";
import { fragment, initSegment, TIMESCALE_HZ } from "./fmp4.ts";
import {
  configFromExtradata,
  configFromUnits,
  lengthPrefixed,
  nalFraming,
  nalUnits,
  type H264Config,
  type NalFraming,
} from "./h264.ts";

/** One coded picture, as a source or an encoder hands it out. */
export interface CodedPicture {
  readonly bytes: Uint8Array;
  readonly ptsMs: number;
  readonly dtsMs: number;
  /** Null when nobody says. */
  readonly durationMs: number | null;
  readonly keyframe: boolean;
  readonly captureTimeMs: number;
}

const DURATION_MS_DEFAULT = 40;
/** A stream slower than this has stalled rather than a low frame rate. */
const DURATION_MS_MAX = 2_000;
/** How fast the stated duration forgets the longest gap, per picture. */
const DURATION_DECAY = 0.9;
/**
 * A player drops everything up to the next key frame when the next decode time lies more than two
 * stated durations ahead (Media Source Extensions, coded frame processing); kept below that.
 */
const GAP_DURATIONS_MAX = 1.9;

/** Packs one H.264 stream: copies pictures into fragments, from the first key frame on. */
export class Fmp4Packager {
  readonly #size: SizePx;
  readonly #framing: NalFraming;
  #config: H264Config | null;
  #isStarted = false;
  #sequence = 0;
  #originMs = 0;
  #lastDtsMs = 0;
  /** Stated for the newest picture. */
  #durationMs = DURATION_MS_DEFAULT;

  constructor(options: { readonly extradata: Uint8Array | null; readonly size: SizePx }) {
    this.#size = options.size;
    this.#framing = nalFraming(options.extradata);
    this.#config = configFromExtradata(options.extradata);
  }

  /** @returns null until a key frame has come */
  add(picture: CodedPicture): { init: VideoInit | null; fragment: VideoFragment } | null {
    const units = nalUnits(picture.bytes, this.#framing);
    if (!this.#isStarted && !picture.keyframe) return null;
    const isFirst = !this.#isStarted;
    if (isFirst) {
      this.#config = configFromUnits(units) ?? this.#config;
      if (!this.#config) return null;
      this.#isStarted = true;
      this.#originMs = picture.dtsMs;
      this.#lastDtsMs = picture.dtsMs - DURATION_MS_DEFAULT;
    }
    const init = isFirst && this.#config ? this.#init(this.#config) : null;
    return { init, fragment: this.#fragment(picture, units) };
  }

  #init(config: H264Config): VideoInit {
    const bytes = initSegment(config, this.#size);
    return { codec: config.codec, size: this.#size, bytes };
  }

  #fragment(picture: CodedPicture, units: readonly Uint8Array[]): VideoFragment {
    // Cameras stumble; a player needs decode times that rise.
    const dtsMs = Math.max(picture.dtsMs, this.#lastDtsMs + 1);
    this.#closeGap(dtsMs - this.#lastDtsMs, picture.durationMs ?? 0);
    this.#lastDtsMs = dtsMs;
    const bytes = fragment({
      sequence: ++this.#sequence,
      decodeTicks: ticks(dtsMs - this.#originMs),
      durationTicks: ticks(this.#durationMs),
      compositionTicks: ticks(picture.ptsMs - dtsMs),
      keyframe: picture.keyframe,
      bytes: lengthPrefixed(units),
    });
    const mediaTimeS = Math.max(0, picture.ptsMs - this.#originMs) / 1000;
    const { keyframe, captureTimeMs } = picture;
    return { bytes, keyframe, captureTimeMs, mediaTimeS };
  }

  /** Shortens a stall on the media clock to what a player bears, and states a duration for it. */
  #closeGap(deltaMs: number, toldMs: number): void {
    const bearableMs = this.#durationMs * GAP_DURATIONS_MAX;
    if (deltaMs > bearableMs) this.#originMs += deltaMs - bearableMs;
    const longestMs = Math.max(deltaMs, toldMs, this.#durationMs * DURATION_DECAY);
    this.#durationMs = Math.min(longestMs, DURATION_MS_MAX);
  }
}

function ticks(timeMs: number): number {
  return Math.round((timeMs * TIMESCALE_HZ) / 1000);
}
