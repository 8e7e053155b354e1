import {
  FRAME_TYPE,
  MAC_BYTES,
  NAME_BYTES,
  type FrameError,
  type FrameMac,
} from "./frame-layout.ts";

/** Two metres-coordinates as they came: forwarded bit by bit, so that even a NaN stays the same. */
export interface PositionOnMap {
  /** Database key of the vehicle. */
  readonly key: number;
  /** Eight bytes: two little-endian floats, x and y in metres. */
  readonly rawXy: Uint8Array;
}

/** Where one police vehicle shall stand. Metres of the map's frame; `etaS` until it stands there. */
export interface Roadblock {
  readonly xM: number;
  readonly yM: number;
  readonly etaS: number;
}

/** The fleet's outgoing frames under one key (fleet contract, section 4; design, section 5). */
export class FrameEncoder {
  readonly #mac: FrameMac;

  constructor(mac: FrameMac) {
    this.#mac = mac;
  }

  /** To dashboards: a vehicle is known now. */
  vehicleRegistered(vehicle: {
    readonly key: number;
    readonly wireId: number;
    readonly typeByte: number;
    readonly name: string;
  }): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.vehicleRegistered, 20);
    view.setUint32(1, vehicle.key, true);
    view.setUint32(5, vehicle.wireId, true);
    view.setUint8(9, vehicle.typeByte);
    bytes.set(nameBytes(vehicle.name), 10);
    return this.#seal(bytes);
  }

  /** To dashboards: where vehicles of one map are. */
  positions(mapId: number, positions: readonly PositionOnMap[]): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.positions, 9 + 12 * positions.length);
    view.setUint32(1, mapId, true);
    view.setUint32(5, positions.length, true);
    positions.forEach(({ key, rawXy }, index) => {
      const offset = 9 + 12 * index;
      view.setUint32(offset, key, true);
      bytes.set(rawXy.subarray(0, 8), offset + 4);
    });
    return this.#seal(bytes);
  }

  /** To dashboards: condition of a police vehicle. Another order of bytes than devices send. */
  state(vehicle: {
    readonly key: number;
    readonly collisionCount: number;
    readonly statusByte: number;
    readonly fuelPercent: number;
  }): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.state, 8);
    view.setUint32(1, vehicle.key, true);
    view.setUint8(5, vehicle.collisionCount);
    view.setUint8(6, vehicle.statusByte);
    view.setUint8(7, vehicle.fuelPercent);
    return this.#seal(bytes);
  }

  /** To devices: where the runner is. */
  targetPosition(wireId: number, rawXy: Uint8Array): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.targetPosition, 13);
    view.setUint32(1, wireId, true);
    bytes.set(rawXy.subarray(0, 8), 5);
    return this.#seal(bytes);
  }

  /** To devices: a runner is on the run. */
  run(runnerWireId: number): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.run, 5);
    view.setUint32(1, runnerWireId, true);
    return this.#seal(bytes);
  }

  /** To dashboards: a runner is on the run since then (whole Unix seconds, told as a float). */
  traceStart(runnerKey: number, createdAtS: number): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.traceStart, 10);
    view.setUint32(1, runnerKey, true);
    view.setFloat32(6, createdAtS, true);
    return this.#seal(bytes);
  }

  /** To devices, who know vehicles by wire id. */
  catchForDevices(
    kind: "catch" | "catch-failed",
    wireIds: { readonly catcher: number; readonly runner: number },
  ): Uint8Array {
    const isCatch = kind === "catch";
    const type = isCatch ? FRAME_TYPE.catchBroadcast : FRAME_TYPE.catchFailedBroadcast;
    return this.#pair(type, wireIds.catcher, wireIds.runner);
  }

  /** To dashboards, who know vehicles by key. */
  catchForDashboards(
    kind: "catch" | "catch-failed",
    keys: { readonly catcher: number; readonly runner: number },
  ): Uint8Array {
    const type = kind === "catch" ? FRAME_TYPE.catch : FRAME_TYPE.catchFailed;
    return this.#pair(type, keys.catcher, keys.runner);
  }

  /** To the device whose frame was refused. */
  nack(error: FrameError): Uint8Array {
    return this.#error(FRAME_TYPE.nack, error);
  }

  /** To dashboards. */
  systemError(error: FrameError): Uint8Array {
    return this.#error(FRAME_TYPE.systemError, error);
  }

  /** To devices: where to stand, and until when. */
  roadblock(
    wireIds: { readonly runner: number; readonly police: number },
    place: Roadblock,
  ): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.roadblock, 21);
    view.setUint32(1, wireIds.runner, true);
    view.setUint32(5, wireIds.police, true);
    setPlace(view, 9, place);
    return this.#seal(bytes);
  }

  /** To dashboards: where a unit will stand. */
  roadblockOnMap(
    mapId: number,
    keys: { readonly runner: number; readonly police: number },
    place: Roadblock,
  ): Uint8Array {
    const { bytes, view } = frame(FRAME_TYPE.roadblockOnMap, 25);
    view.setUint32(1, mapId, true);
    view.setUint32(5, keys.runner, true);
    view.setUint32(9, keys.police, true);
    setPlace(view, 13, place);
    return this.#seal(bytes);
  }

  #pair(type: number, catcher: number, runner: number): Uint8Array {
    const { bytes, view } = frame(type, 9);
    view.setUint32(1, catcher, true);
    view.setUint32(5, runner, true);
    return this.#seal(bytes);
  }

  #error(type: number, error: FrameError): Uint8Array {
    const { bytes, view } = frame(type, 2);
    view.setUint8(1, error);
    return this.#seal(bytes);
  }

  #seal(bytes: Uint8Array): Uint8Array {
    const end = bytes.length - MAC_BYTES;
    bytes.set(this.#mac(bytes.subarray(0, end)).subarray(0, MAC_BYTES), end);
    return bytes;
  }
}

function frame(type: number, payloadBytes: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(payloadBytes + MAC_BYTES);
  bytes[0] = type;
  return { bytes, view: new DataView(bytes.buffer) };
}

function setPlace(view: DataView, offset: number, { xM, yM, etaS }: Roadblock): void {
  view.setFloat32(offset, xM, true);
  view.setFloat32(offset + 4, yM, true);
  view.setFloat32(offset + 8, etaS, true);
}

/** UTF-8, cut at the last whole character that fits. */
function nameBytes(name: string): Uint8Array {
  const bytes = new Uint8Array(NAME_BYTES);
  new TextEncoder().encodeInto(name, bytes);
  return bytes;
}
