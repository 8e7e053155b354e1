import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEnvelope, encodeEnvelope } from "./index.ts";

const mac = (payload: Uint8Array): Uint8Array =>
  createHmac("sha256", "roadblock-demo-key").update(payload).digest();
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
const position = bytesOf("130300000000004841000021c2");

/** The example of docs/design/fleet.md. */
const EXAMPLE = encodeEnvelope(
  { senderWireId: 3, sequence: 41, timeMs: 1_760_000_000_123, payload: position },
  mac,
);

describe("signed envelope", () => {
  it("carries sender, sequence, time and the frame", () => {
    expect(Buffer.from(EXAMPLE.subarray(0, 34)).toString("hex")).toBe(
      "e003000000" + "2900000000000000" + "7bc02cc899010000" + "130300000000004841000021c2",
    );
    expect(Buffer.from(EXAMPLE.subarray(34)).toString("hex")).toBe(
      "a83de722658a4dc9af7082c27022ce54",
    );
    expect(decodeEnvelope(EXAMPLE, mac)).toEqual({
      kind: "envelope",
      senderWireId: 3,
      sequence: 41,
      timeMs: 1_760_000_000_123,
      frame: {
        kind: "position",
        wireId: 3,
        xM: 12.5,
        yM: -40.25,
        rawXy: position.slice(5),
      },
    });
  });

  it("tells a frame of the wrong length or kind inside", () => {
    const inside = (payload: Uint8Array) =>
      decodeEnvelope(
        encodeEnvelope({ senderWireId: 3, sequence: 1, timeMs: 1, payload }, mac),
        mac,
      );
    expect(inside(position.subarray(1))).toMatchObject({ frame: { kind: "foreign" } });
    expect(inside(position.subarray(0, 9))).toMatchObject({ frame: { kind: "malformed" } });
  });

  it("takes no sequence that a number cannot hold", () => {
    const payload = EXAMPLE.slice(0, -16);
    payload.fill(0xff, 5, 13);
    const signed = new Uint8Array([...payload, ...mac(payload).subarray(0, 16)]);
    expect(decodeEnvelope(signed, mac)).toEqual({ kind: "malformed", reason: "sequence" });
  });

  it("never throws, and takes nothing with a single bit changed", () => {
    fc.assert(
      fc.property(fc.nat({ max: EXAMPLE.length * 8 - 1 }), (bit) => {
        const changed = EXAMPLE.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(decodeEnvelope(changed, mac).kind).toBe("malformed");
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeEnvelope(new Uint8Array([0xe0, ...bytes]), mac).kind).toBe("malformed");
      }),
    );
  });
});
