import {
  hasValidMac,
  readDevicePayload,
  type DeviceFrame,
  type RegisterFrame,
} from "./decode-frame.ts";
import { ENVELOPE_TYPE, MAC_BYTES, type FrameMac } from "./frame-layout.ts";

/** Bytes before the payload: type, sender, sequence, time. */
const HEADER_BYTES = 21;
/** Beyond it a number loses its last digit. */
const SEQUENCE_MAX = Number.MAX_SAFE_INTEGER;

/** A device's frame with what makes each one unique (docs/design/fleet.md, signed envelope). */
export interface Envelope {
  readonly kind: "envelope";
  /** The vehicle whose device signed it. */
  readonly senderWireId: number;
  /** Larger than in any envelope of the sender before it. */
  readonly sequence: number;
  /** The device's clock, UTC ms. */
  readonly timeMs: number;
  readonly frame: DeviceFrame;
}

export type OpenedEnvelope =
  | Envelope
  | { readonly kind: "malformed"; readonly reason: "length" | "mac" | "sequence" };

/** Reads an envelope: trailer first, then the fields, then the frame inside. Never throws. */
export function decodeEnvelope(bytes: Uint8Array, mac: FrameMac): OpenedEnvelope {
  if (bytes[0] !== ENVELOPE_TYPE || bytes.length <= HEADER_BYTES + MAC_BYTES) {
    return { kind: "malformed", reason: "length" };
  }
  if (!hasValidMac(bytes, mac)) return { kind: "malformed", reason: "mac" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [sequence, timeMs] = [view.getBigUint64(5, true), view.getBigUint64(13, true)];
  if (sequence > SEQUENCE_MAX || timeMs > SEQUENCE_MAX) {
    return { kind: "malformed", reason: "sequence" };
  }
  return {
    kind: "envelope",
    senderWireId: view.getUint32(1, true),
    sequence: Number(sequence),
    timeMs: Number(timeMs),
    frame: readDevicePayload(bytes.subarray(HEADER_BYTES, bytes.length - MAC_BYTES)),
  };
}

/** Puts the payload of a device's frame (without its trailer) into an envelope and signs it. */
export function encodeEnvelope(
  envelope: {
    readonly senderWireId: RegisterFrame["wireId"];
    readonly sequence: number;
    readonly timeMs: number;
    readonly payload: Uint8Array;
  },
  mac: FrameMac,
): Uint8Array {
  const end = HEADER_BYTES + envelope.payload.length;
  const bytes = new Uint8Array(end + MAC_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = ENVELOPE_TYPE;
  view.setUint32(1, envelope.senderWireId, true);
  view.setBigUint64(5, BigInt(envelope.sequence), true);
  view.setBigUint64(13, BigInt(envelope.timeMs), true);
  bytes.set(envelope.payload, HEADER_BYTES);
  bytes.set(mac(bytes.subarray(0, end)).subarray(0, MAC_BYTES), end);
  return bytes;
}
