/** First bytes of the fleet's binary frames (fleet contract, section 2; design, section 5). */
export const FRAME_TYPE = {
  nack: 0x02,
  systemError: 0x03,
  state: 0x10,
  positions: 0x11,
  statusUpdate: 0x12,
  position: 0x13,
  targetPosition: 0x14,
  roadblock: 0x15,
  roadblockOnMap: 0x16,
  registerRequest: 0xa0,
  vehicleRegistered: 0xa2,
  traceStart: 0xf0,
  catchFailedBroadcast: 0xfb,
  catchBroadcast: 0xfc,
  catchFailed: 0xfd,
  catch: 0xfe,
  run: 0xff,
} as const;

/** First byte of the envelope that new devices may sign frames in (docs/design/fleet.md). */
export const ENVELOPE_TYPE = 0xe0;

/** Length of the trailer of every frame, bytes (fleet contract, section 3). */
export const MAC_BYTES = 16;
/** Length of the name field, bytes of UTF-8 padded with NUL. */
export const NAME_BYTES = 10;

/** Second byte of {@link FRAME_TYPE.nack} and {@link FRAME_TYPE.systemError} (section 5). */
export const FRAME_ERROR = {
  invalidFormat: 1,
  duplicateName: 2,
  invalidCoordinate: 3,
  invalidData: 4,
  internalServerError: 100,
  databaseError: 101,
} as const;
export type FrameError = (typeof FRAME_ERROR)[keyof typeof FRAME_ERROR];

/** Damage of a police vehicle in the order of its wire byte (section 4). */
export const DAMAGE_STATES = ["normal", "half_destroyed", "complete_destroyed"] as const;
export type DamageState = (typeof DAMAGE_STATES)[number];

/** Wire byte 0 is police, every other value a runner (section 4, A0). */
export function vehicleTypeOf(typeByte: number): "police" | "runner" {
  return typeByte === 0 ? "police" : "runner";
}

/**
 * HMAC-SHA-256 of the bytes under the fleet's key; only the first {@link MAC_BYTES} are used. Given
 * by the caller, since browsers and servers have different cryptography.
 */
export type FrameMac = (payload: Uint8Array) => Uint8Array;
