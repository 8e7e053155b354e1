import type { BusEvents, LocatedBox, LocatedFrame } from "../../model/index.ts";

type WireFrame = BusEvents["sightings"];

/** What the resolver needs of one frame, wherever it was taken. */
export interface SightingFrame {
  readonly cameraId: string;
  readonly floorId: string | null;
  readonly captureTimeMs: number;
  readonly descriptor: string | null;
  readonly sightings: readonly SightedBox[];
  readonly endedTrackIds: readonly string[];
}

export type SightedBox = Pick<
  LocatedBox,
  "trackId" | "boxPx" | "score" | "positionM" | "covarianceM2"
> & {
  readonly objectClass: LocatedBox["trackClass"];
  readonly appearance: Float32Array | null;
  readonly quality: number | null;
  readonly crop: Uint8Array | null;
};

/** @param boxes those of the frame's that are to be resolved */
export function sightingsOf(frame: LocatedFrame, boxes: readonly LocatedBox[]): SightingFrame {
  return {
    cameraId: frame.cameraId,
    floorId: frame.floorId,
    captureTimeMs: frame.captureTimeMs,
    descriptor: frame.descriptor ?? null,
    sightings: boxes.map((box) => ({
      trackId: box.trackId,
      objectClass: box.trackClass,
      boxPx: box.boxPx,
      score: box.score,
      positionM: box.positionM,
      covarianceM2: box.covarianceM2,
      appearance: box.appearance ?? null,
      quality: box.quality ?? null,
      crop: box.crop ?? null,
    })),
    endedTrackIds: frame.endedTrackIds,
  };
}

/** A frame as it travels to the process that resolves. */
export function toWire(frame: SightingFrame): WireFrame {
  return {
    ...frame,
    sightings: frame.sightings.map((box) => ({
      ...box,
      appearance: box.appearance === null ? null : base64Of(box.appearance),
      crop: box.crop === null ? null : base64Of(box.crop),
    })),
  };
}

export function fromWire(frame: WireFrame): SightingFrame {
  return {
    ...frame,
    sightings: frame.sightings.map((box) => ({
      ...box,
      appearance: box.appearance === null ? null : floatsOf(box.appearance),
      crop: box.crop === null ? null : Buffer.from(box.crop, "base64"),
    })),
  };
}

function base64Of(values: Float32Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

function floatsOf(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4));
}
