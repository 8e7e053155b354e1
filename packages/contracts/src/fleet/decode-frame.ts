import { FRAME_TYPE, MAC_BYTES, NAME_BYTES, type FrameMac } from "./frame-layout.ts";

/** Asks to be known. `typeByte` is passed on as received. */
export interface RegisterFrame {
  readonly kind: "register";
  readonly wireId: number;
  readonly typeByte: number;
  readonly name: string;
}

/** Position in metres of the map's frame. `rawXy` are the eight bytes as received. */
export interface PositionFrame {
  readonly kind: "position";
  readonly wireId: number;
  readonly xM: number;
  readonly yM: number;
  readonly rawXy: Uint8Array;
}

/** Condition of a police vehicle; `statusByte` is not checked here. */
export interface StatusFrame {
  readonly kind: "status";
  readonly wireId: number;
  readonly fuelPercent: number;
  readonly collisionCount: number;
  readonly statusByte: number;
}

/** A device says that a runner was caught, or got away. */
export interface CatchFrame {
  readonly kind: "catch" | "catch-failed";
  readonly catcherWireId: number;
  readonly runnerWireId: number;
}

/** A known first byte with something wrong behind it. */
export interface MalformedFrame {
  readonly kind: "malformed";
  readonly type: number;
  readonly reason: "length" | "mac" | "name";
}

/** Empty, or a first byte that devices do not send. */
export interface ForeignFrame {
  readonly kind: "foreign";
}

export type DeviceFrame =
  | RegisterFrame
  | PositionFrame
  | StatusFrame
  | CatchFrame
  | MalformedFrame
  | ForeignFrame;

type Reader = (view: DataView, bytes: Uint8Array) => DeviceFrame;

interface Layout {
  readonly byteLength: number;
  readonly read: Reader;
}

const LAYOUTS: Readonly<Record<number, Layout>> = {
  [FRAME_TYPE.registerRequest]: { byteLength: 32, read: readRegister },
  [FRAME_TYPE.position]: { byteLength: 29, read: readPosition },
  [FRAME_TYPE.statusUpdate]: { byteLength: 24, read: readStatus },
  [FRAME_TYPE.catch]: { byteLength: 25, read: (view) => readCatch("catch", view) },
  [FRAME_TYPE.catchFailed]: { byteLength: 25, read: (view) => readCatch("catch-failed", view) },
};

/**
 * Reads what a device sent: exact length first, then the trailer in constant time, then the fields
 * (fleet contract, sections 3 and 4). Never throws, whatever the bytes.
 */
export function decodeDeviceFrame(bytes: Uint8Array, mac: FrameMac): DeviceFrame {
  const type = bytes[0];
  const layout = type === undefined ? undefined : LAYOUTS[type];
  if (type === undefined || layout === undefined) return { kind: "foreign" };
  if (bytes.length !== layout.byteLength) return { kind: "malformed", type, reason: "length" };
  if (!hasValidMac(bytes, mac)) return { kind: "malformed", type, reason: "mac" };
  return layout.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes);
}

/**
 * Reads a payload whose trailer was checked elsewhere and is cut off, like that of an envelope.
 * Never throws, whatever the bytes.
 */
export function readDevicePayload(payload: Uint8Array): DeviceFrame {
  const type = payload[0];
  const layout = type === undefined ? undefined : LAYOUTS[type];
  if (type === undefined || layout === undefined) return { kind: "foreign" };
  if (payload.length !== layout.byteLength - MAC_BYTES) {
    return { kind: "malformed", type, reason: "length" };
  }
  return layout.read(new DataView(payload.buffer, payload.byteOffset, payload.length), payload);
}

/** Compares the trailer without telling by its duration where a difference is. */
export function hasValidMac(bytes: Uint8Array, mac: FrameMac): boolean {
  if (bytes.length <= MAC_BYTES) return false;
  const end = bytes.length - MAC_BYTES;
  const expected = mac(bytes.subarray(0, end));
  let difference = 0;
  for (let index = 0; index < MAC_BYTES; index++) {
    difference |= expected[index]! ^ bytes[end + index]!;
  }
  return difference === 0;
}

function readRegister(view: DataView, bytes: Uint8Array): DeviceFrame {
  const name = readName(bytes.subarray(6, 6 + NAME_BYTES));
  const type = FRAME_TYPE.registerRequest;
  if (name === null) return { kind: "malformed", type, reason: "name" };
  return { kind: "register", wireId: view.getUint32(1, true), typeByte: view.getUint8(5), name };
}

/** Strict UTF-8 without the NULs at both ends; null when it is none. An inner NUL stays. */
function readName(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    let [start, end] = [0, text.length];
    while (start < end && text.charCodeAt(start) === 0) start++;
    while (end > start && text.charCodeAt(end - 1) === 0) end--;
    return text.slice(start, end);
  } catch {
    return null; // TextDecoder's way of saying that the bytes are no UTF-8.
  }
}

function readPosition(view: DataView, bytes: Uint8Array): DeviceFrame {
  return {
    kind: "position",
    wireId: view.getUint32(1, true),
    xM: view.getFloat32(5, true),
    yM: view.getFloat32(9, true),
    rawXy: bytes.slice(5, 13),
  };
}

function readStatus(view: DataView): DeviceFrame {
  return {
    kind: "status",
    wireId: view.getUint32(1, true),
    fuelPercent: view.getUint8(5),
    collisionCount: view.getUint8(6),
    statusByte: view.getUint8(7),
  };
}

function readCatch(kind: CatchFrame["kind"], view: DataView): DeviceFrame {
  const [catcherWireId, runnerWireId] = [view.getUint32(1, true), view.getUint32(5, true)];
  return { kind, catcherWireId, runnerWireId };
}
