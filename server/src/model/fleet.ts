/** A vehicle by both of its numbers: `id` is the database key, `wireId` the device's own. */
export interface VehicleNumbers {
  readonly id: number;
  readonly wireId: number;
}

export type VehicleType = "police" | "runner";

/** Condition of a police vehicle as its device reports it, unclamped bytes. */
export interface VehicleState {
  readonly fuelPercent: number;
  readonly collisionCount: number;
  /** 0 normal, 1 half destroyed, 2 completely destroyed. */
  readonly statusByte: number;
}

/** A vehicle was where, metres of the map's frame, y up; no number when the device sent none. */
export interface VehicleFix {
  readonly kind: "position";
  readonly vehicle: VehicleNumbers;
  readonly vehicleType: VehicleType;
  readonly mapId: number;
  /** The eight bytes of both coordinates as they came, base64; null when xM and yM say it all. */
  readonly rawXy: string | null;
  readonly xM: number | null;
  readonly yM: number | null;
  /** UTC ms of receipt, or of the device's own clock where it signs one. */
  readonly atMs: number;
  readonly sequence: number | null;
}

/** What the fleet tells itself: every process passes it on to its own devices and dashboards. */
export type FleetEvent =
  | VehicleFix
  | {
      readonly kind: "registered";
      readonly vehicle: VehicleNumbers;
      readonly vehicleType: VehicleType;
      /** As received; only 0 means police. */
      readonly typeByte: number;
      readonly name: string;
      readonly atMs: number;
    }
  | ({
      readonly kind: "state";
      readonly vehicle: VehicleNumbers;
      readonly atMs: number;
      readonly sequence: number | null;
    } & VehicleState)
  /** Name, map, switches or existence changed: whoever remembers it reads it again. */
  | { readonly kind: "changed"; readonly vehicle: VehicleNumbers; readonly atMs: number }
  | {
      readonly kind: "run";
      readonly runner: VehicleNumbers;
      readonly eventId: number;
      readonly atMs: number;
    }
  | {
      readonly kind: "catch" | "catch-failed";
      readonly catcher: VehicleNumbers;
      readonly runner: VehicleNumbers;
      readonly atMs: number;
    }
  /** A person ended the chase of a runner. */
  | { readonly kind: "mission-ended"; readonly runner: VehicleNumbers; readonly atMs: number }
  | {
      readonly kind: "roadblock";
      readonly mapId: number;
      readonly runner: VehicleNumbers;
      readonly police: VehicleNumbers;
      /** Metres of the map's frame. */
      readonly xM: number;
      readonly yM: number;
      /** Seconds until the unit stands there. */
      readonly etaS: number;
      readonly atMs: number;
    }
  /** The database refused something of the kind that this channel shows. */
  | {
      readonly kind: "database-error";
      readonly channel: "vehicles" | "events";
      readonly atMs: number;
    }
  /** Somebody at this address sends frames whose signature is wrong. */
  | {
      readonly kind: "bad-signatures";
      readonly address: string;
      /** Within the last minute. */
      readonly count: number;
      readonly atMs: number;
    };

export type FleetEventKind = FleetEvent["kind"];
