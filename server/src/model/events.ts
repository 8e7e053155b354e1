import type { CameraStatus } from "./camera.ts";
import type { ObjectClass } from "./object-class.ts";
import type { PixelBox, SizePx, WorldPoint } from "./geometry.ts";

/**
 * What travels on the live bus. One message per camera frame, never per track
 * (docs/design/backpressure.md). Codes, not uuids, stand in topics: they are what people filter by.
 */
export interface BusEvents {
  /** `tracks.<siteCode|->.<cameraCode>` */
  readonly tracks: {
    readonly cameraId: string;
    readonly cameraCode: string;
    readonly siteCode: string | null;
    readonly floorId: string | null;
    readonly captureTimeMs: number;
    readonly publishedAtMs: number;
    readonly size: SizePx | null;
    readonly boxes: readonly {
      readonly trackId: string;
      readonly globalId: string | null;
      readonly objectClass: ObjectClass;
      readonly score: number;
      readonly boxPx: PixelBox;
      readonly positionM: WorldPoint | null;
      readonly zoneIds: readonly string[];
    }[];
    readonly endedTrackIds: readonly string[];
  };
  /** `camera-health.<cameraCode>` */
  readonly "camera-health": {
    readonly cameraId: string;
    readonly cameraCode: string;
    readonly status: CameraStatus;
    readonly message: string | null;
    readonly fps: number | null;
    readonly latencyMs: number | null;
    readonly lastFrameAtMs: number | null;
    readonly reconnectCount: number;
    readonly atMs: number;
  };
  /** `presence.<siteCode|->.<zoneCode>` */
  readonly presence: {
    readonly kind: "enter" | "leave";
    readonly zoneId: string;
    readonly zoneCode: string;
    readonly floorId: string;
    readonly trackId: string;
    readonly globalId: string | null;
    readonly objectClass: ObjectClass;
    readonly atMs: number;
    /** Milliseconds inside; only on `leave`. */
    readonly dwellMs: number | null;
  };
  /** `registry.<what>`: a camera, zone, floor or site was changed; control, low rate. */
  readonly registry: {
    readonly what: "camera" | "zone" | "floor" | "site";
    readonly id: string;
    readonly change: "created" | "updated" | "deleted";
  };
}

export type BusEventName = keyof BusEvents;
