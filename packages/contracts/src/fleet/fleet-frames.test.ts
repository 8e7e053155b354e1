import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeDeviceFrame, FRAME_ERROR, FrameEncoder, hasValidMac } from "./index.ts";

/** Key and hex of the contract's section 16. */
const mac = (payload: Uint8Array): Uint8Array =>
  createHmac("sha256", "roadblock-demo-key").update(payload).digest();
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const encode = new FrameEncoder(mac);
const xy = (hex: string): Uint8Array => bytesOf(hex);

const FROM_DEVICES = [
  [
    "police with wire id 0",
    "a00000000000554e49542d3100000000f31f55817109e250032e1ebb8ec48429",
    { kind: "register", wireId: 0, typeByte: 0, name: "UNIT-1" },
  ],
  [
    "second police vehicle",
    "a00300000000554e49542d3200000000a70317ae262e23e51fdefde07252b095",
    { kind: "register", wireId: 3, typeByte: 0, name: "UNIT-2" },
  ],
  [
    "runner",
    "a00c00000001535553504543542d37001226a18cb7aa0884b8d270e83ff42a75",
    { kind: "register", wireId: 12, typeByte: 1, name: "SUSPECT-7" },
  ],
  [
    "name of several bytes a character",
    "a05000000000eab2bdecb0b0310000002c7f06a4877728ad8c45e2f665078128",
    { kind: "register", wireId: 80, typeByte: 0, name: "경찰1" },
  ],
  [
    "position",
    "130300000000004841000021c20b51fe9ba94e820e99cba1b500b2b6fa",
    { kind: "position", wireId: 3, xM: 12.5, yM: -40.25, rawXy: xy("00004841000021c2") },
  ],
  [
    "position of the runner",
    "130c0000000000c84200804843aaa082fb37fb0d9161c9694935a59e2d",
    { kind: "position", wireId: 12, xM: 100, yM: 200.5, rawXy: xy("0000c84200804843") },
  ],
  [
    "status",
    "12030000005701011905cd03d6d8fd6dbef4771c1f99d5e8",
    { kind: "status", wireId: 3, fuelPercent: 87, collisionCount: 1, statusByte: 1 },
  ],
  [
    "catch",
    "fe030000000c0000005ffee2e75f7da3b4e3c79efb1407d1ef",
    { kind: "catch", catcherWireId: 3, runnerWireId: 12 },
  ],
  [
    "failed catch",
    "fd030000000c0000000963b1bd970ce952f17967d944f30c74",
    { kind: "catch-failed", catcherWireId: 3, runnerWireId: 12 },
  ],
] as const;

const TO_CLIENTS = [
  [
    "vehicle registered",
    encode.vehicleRegistered({ key: 2, wireId: 3, typeByte: 0, name: "UNIT-2" }),
    "a2020000000300000000554e49542d320000000018ea9d6a88a426644ef30a8c80b4ed1e",
  ],
  [
    "runner registered",
    encode.vehicleRegistered({ key: 3, wireId: 12, typeByte: 1, name: "SUSPECT-7" }),
    "a2030000000c00000001535553504543542d3700902a90f7ff71cbb1b143ae07c70cb960",
  ],
  ["run", encode.run(12), "ff0c000000c155483e3c34d059560b442427ddd339"],
  [
    "trace start",
    encode.traceStart(3, 1_760_000_000),
    "f00300000000f0ced14eda61d80577f4a86f10b39807dfd8a2d4",
  ],
  [
    "one position",
    encode.positions(4, [{ key: 2, rawXy: xy("00004841000021c2") }]),
    "1104000000010000000200000000004841000021c2abee61fda987d928fe15a3643fb78bf4",
  ],
  [
    "two positions",
    encode.positions(4, [
      { key: 2, rawXy: xy("00004841000021c2") },
      { key: 3, rawXy: xy("0000c84200804843") },
    ]),
    "1104000000020000000200000000004841000021c2030000000000c84200804843" +
      "5d0b7c1709f1ba2bce4a707b04fe017f",
  ],
  [
    "target position",
    encode.targetPosition(12, xy("0000c84200804843")),
    "140c0000000000c84200804843cd6415ab3429f19763155a627e4acab2",
  ],
  [
    "state",
    encode.state({ key: 2, collisionCount: 1, statusByte: 1, fuelPercent: 87 }),
    "10020000000101578b56571456622de38227581d15141c70",
  ],
  [
    "catch for dashboards",
    encode.catchForDashboards("catch", { catcher: 2, runner: 3 }),
    "fe0200000003000000377892a6fd5c8e841ce0ea6909b0b549",
  ],
  [
    "catch for devices",
    encode.catchForDevices("catch", { catcher: 3, runner: 12 }),
    "fc030000000c000000d5bec93eef580db727e6faee6c2937fb",
  ],
  [
    "failed catch for dashboards",
    encode.catchForDashboards("catch-failed", { catcher: 2, runner: 3 }),
    "fd02000000030000005b4270c606e2de2d8b6fed22079f30d3",
  ],
  [
    "failed catch for devices",
    encode.catchForDevices("catch-failed", { catcher: 3, runner: 12 }),
    "fb030000000c00000098949065cab40eb02b5502a45896e8df",
  ],
  ["nack 1", encode.nack(FRAME_ERROR.invalidFormat), "020158b0119fd3b354583ffcba6e587bb8b3"],
  ["nack 2", encode.nack(FRAME_ERROR.duplicateName), "0202bf37a679444212492c527a387938aa93"],
  ["nack 3", encode.nack(FRAME_ERROR.invalidCoordinate), "0203ed51614e2fff7dc53bfffa9f7b5c2490"],
  ["nack 4", encode.nack(FRAME_ERROR.invalidData), "0204d33aef2534eff2f5fe553e238bcea66b"],
  [
    "system error 100",
    encode.systemError(FRAME_ERROR.internalServerError),
    "03646ea75851d4feaf4d48ee3406f8d76201",
  ],
  [
    "system error 101",
    encode.systemError(FRAME_ERROR.databaseError),
    "03652c1d8a97dd9d41d25fbb1379932c3b80",
  ],
] as const;

describe("frames from devices", () => {
  it.each(FROM_DEVICES)("%s", (_, hex, expected) => {
    expect(decodeDeviceFrame(bytesOf(hex), mac)).toEqual(expected);
  });

  it("knows the stray collision frame as a position of the wrong length", () => {
    const stray = bytesOf("1303000000010cc224dc08d37763f1d768c24c8a768f");
    expect(decodeDeviceFrame(stray, mac)).toEqual({
      kind: "malformed",
      type: 0x13,
      reason: "length",
    });
  });

  it("refuses a name whose last character was cut", () => {
    const payload = bytesOf("a05000000000eab2bdecb0b0313131ea");
    const frame = new Uint8Array([...payload, ...mac(payload).subarray(0, 16)]);
    expect(decodeDeviceFrame(frame, mac)).toEqual({
      kind: "malformed",
      type: 0xa0,
      reason: "name",
    });
  });

  it("keeps a NUL inside a name and strips those at the ends", () => {
    const payload = bytesOf("a0500000000000410042000000000000".slice(0, 32));
    const frame = new Uint8Array([...payload, ...mac(payload).subarray(0, 16)]);
    expect(decodeDeviceFrame(frame, mac)).toMatchObject({ kind: "register", name: "A\0B" });
  });

  it("leaves first bytes alone that devices do not send, and nothing at all", () => {
    for (const frame of [[], [0xff], [0x7b, 0x7d], [0x14, 1, 2]]) {
      expect(decodeDeviceFrame(new Uint8Array(frame), mac)).toEqual({ kind: "foreign" });
    }
  });

  it("never throws, and takes no frame with a single bit changed", () => {
    const frame = bytesOf(FROM_DEVICES[4][1]);
    fc.assert(
      fc.property(fc.nat({ max: frame.length * 8 - 1 }), (bit) => {
        const changed = frame.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(["malformed", "foreign"]).toContain(decodeDeviceFrame(changed, mac).kind);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(["malformed", "foreign"]).toContain(decodeDeviceFrame(bytes, mac).kind);
      }),
    );
  });
});

describe("frames to clients", () => {
  it.each(TO_CLIENTS)("%s", (_, bytes, hex) => {
    expect(hexOf(bytes)).toBe(hex);
  });

  it("carries coordinates bit by bit, a NaN too", () => {
    const nan = xy("0100c07f0000807f");
    const bytes = encode.targetPosition(1, nan);
    expect(bytes.subarray(5, 13)).toEqual(nan);
  });

  it("cuts long names at a whole character", () => {
    const bytes = encode.vehicleRegistered({ key: 1, wireId: 1, typeByte: 0, name: "경찰경찰" });
    expect(hexOf(bytes.subarray(10, 20))).toBe("eab2bdecb0b0eab2bd00");
  });

  it("says where to stand in 37 and 41 bytes", () => {
    const place = { xM: 1.5, yM: -2, etaS: 30 };
    const forDevice = encode.roadblock({ runner: 12, police: 3 }, place);
    const forMap = encode.roadblockOnMap(4, { runner: 3, police: 2 }, place);
    expect([forDevice.length, forMap.length]).toEqual([37, 41]);
    expect([hasValidMac(forDevice, mac), hasValidMac(forMap, mac)]).toEqual([true, true]);
    expect(hexOf(forDevice.subarray(0, 21))).toBe("150c000000030000000000c03f000000c00000f041");
    expect(hexOf(forMap.subarray(0, 25))).toBe(
      "160400000003000000020000000000c03f000000c00000f041",
    );
  });
});
