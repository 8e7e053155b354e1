import type { CameraStatus } from "./camera.ts";
import type { FleetEvent } from "./fleet.ts";
import type { ObjectClass } from "./object-class.ts";
import type { PixelBox, SizePx, WorldCovariance, WorldPoint } from "./geometry.ts";
import type { LinkKind } from "./identity.ts";

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
      readonly subjectId: string | null;
      readonly globalId: string | null;
      readonly objectClass: ObjectClass;
      readonly score: number;
      readonly boxPx: PixelBox;
      readonly positionM: WorldPoint | null;
      /** Where its subject is, from every camera of this process that sees it. */
      readonly subjectPositionM: WorldPoint | null;
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
    readonly subjectId: string | null;
    readonly globalId: string | null;
    readonly objectClass: ObjectClass;
    readonly atMs: number;
    /** Milliseconds inside; only on `leave`. */
    readonly dwellMs: number | null;
  };
  /** `subjects.<change>`: whose tracks are from now on, and which subjects changed; low rate. */
  readonly subjects: {
    readonly change: "linked" | "confirmed" | "split" | "merged" | "renamed";
    readonly subjectIds: readonly string[];
    readonly links: readonly {
      readonly trackId: string;
      readonly subjectId: string;
      readonly globalId: string;
      readonly objectClass: ObjectClass;
      readonly previousSubjectId: string | null;
      readonly kind: LinkKind;
      readonly score: number;
      readonly isFinal: boolean;
    }[];
    readonly atMs: number;
  };
  /** `sightings.<cameraId>`: for the node that resolves identities, from those that do not. */
  readonly sightings: {
    readonly cameraId: string;
    readonly floorId: string | null;
    readonly captureTimeMs: number;
    readonly descriptor: string | null;
    readonly sightings: readonly {
      readonly trackId: string;
      readonly objectClass: ObjectClass;
      readonly boxPx: PixelBox;
      readonly score: number;
      readonly positionM: WorldPoint | null;
      readonly covarianceM2: WorldCovariance | null;
      /** Little-endian 32-bit floats, base64. */
      readonly appearance: string | null;
      readonly quality: number | null;
      /** JPEG, base64. */
      readonly crop: string | null;
    }[];
    readonly endedTrackIds: readonly string[];
  };
  /** `photos.<uploaderId|site>.<photoId>`: what becomes of a photo; its uploader's business only. */
  readonly photos: {
    readonly photoId: string;
    /** Null for the site's own. */
    readonly uploaderId: string | null;
    readonly status: "queued" | "processing" | "completed" | "failed" | "deleted";
    readonly tilesDone: number;
    readonly tilesTotal: number;
    readonly atMs: number;
  };
  /** `fleet.<kind>`: one message per fix or report of a vehicle, and what became of chases. */
  readonly fleet: FleetEvent;
  /** `registry.<what>`: a camera, zone, floor, site or fleet map was changed; control, low rate. */
  readonly registry: {
    readonly what: "camera" | "zone" | "floor" | "site" | "map";
    readonly id: string;
    readonly change: "created" | "updated" | "deleted";
  };
}

export type BusEventName = keyof BusEvents;
