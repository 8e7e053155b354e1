import { createHmac } from "node:crypto";

/** HMAC_SECRET_KEY of both servers. */
export const FLEET_SECRET = "bench-only-fleet-secret";

function sign(payload: Buffer): Buffer {
  const digest = createHmac("sha256", FLEET_SECRET).update(payload).digest();
  return Buffer.concat([payload, digest.subarray(0, 16)]);
}

/** A signed A0 of a police vehicle. */
export function registerFrame(wireId: number): Buffer {
  const payload = Buffer.alloc(16);
  payload[0] = 0xa0;
  payload.writeUInt32LE(wireId, 1);
  payload.write(`U${wireId}`, 6, "utf8");
  return sign(payload);
}

/** A signed 13. */
export function positionFrame(wireId: number, step: number): Buffer {
  const payload = Buffer.alloc(13);
  payload[0] = 0x13;
  payload.writeUInt32LE(wireId, 1);
  payload.writeFloatLE(step, 5);
  payload.writeFloatLE(-step, 9);
  return sign(payload);
}
