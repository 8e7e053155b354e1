import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fragment, initSegment } from "./fmp4.ts";
import {
  configFromExtradata,
  configFromUnits,
  lengthPrefixed,
  nalFraming,
  nalUnits,
} from "./h264.ts";
import { Fmp4Packager } from "./packager.ts";

const SPS = Uint8Array.of(0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9);
const PPS = Uint8Array.of(0x68, 0xeb, 0xec, 0xb2);
const IDR = Uint8Array.of(0x65, 1, 2, 3, 4);
const DELTA = Uint8Array.of(0x41, 9, 8, 7);
const SIZE = { widthPx: 1280, heightPx: 720 };

function startCoded(...units: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(units.flatMap((unit) => [Uint8Array.of(0, 0, 0, 1), unit]));
}

/** Names of the boxes at one level, with their contents. */
function boxes(bytes: Uint8Array): { name: string; body: Buffer }[] {
  const found: { name: string; body: Buffer }[] = [];
  const buffer = Buffer.from(bytes);
  for (let at = 0; at + 8 <= buffer.length;) {
    const length = buffer.readUInt32BE(at);
    found.push({
      name: buffer.toString("latin1", at + 4, at + 8),
      body: buffer.subarray(at + 8, at + length),
    });
    at += length;
  }
  return found;
}

describe("nalUnits", () => {
  test("splits start codes of three and four bytes", () => {
    const bytes = Buffer.concat([startCoded(SPS), Uint8Array.of(0, 0, 1), IDR]);
    expect(nalUnits(bytes, "start-codes").map((unit) => [...unit])).toEqual([[...SPS], [...IDR]]);
  });

  test("reads what lengthPrefixed wrote", () => {
    const unit = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => {
      bytes[0] = 0x41;
      return bytes;
    });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        const read = nalUnits(lengthPrefixed(units), 4);
        expect(read.map((each) => [...each])).toEqual(units.map((each) => [...each]));
      }),
    );
  });

  test("survives any bytes", () => {
    const framing = fc.constantFrom("start-codes" as const, 1 as const, 2 as const, 4 as const);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), framing, (bytes, how) => {
        for (const unit of nalUnits(bytes, how)) expect(unit.length).toBeGreaterThan(0);
        configFromExtradata(bytes);
        nalFraming(bytes);
      }),
    );
  });
});

describe("configFromUnits", () => {
  test("names the codec and survives a round through its own record", () => {
    const config = configFromUnits([SPS, PPS]);
    expect(config?.codec).toBe("avc1.64001f");
    expect(configFromExtradata(config!.record)).toEqual(config);
    expect(nalFraming(config!.record)).toBe(4);
  });

  test("is null unless both parameter sets are there", () => {
    expect(configFromUnits([SPS])).toBeNull();
    expect(configFromUnits([PPS, IDR])).toBeNull();
  });
});

describe("fmp4", () => {
  test("writes the boxes a player expects", () => {
    const init = initSegment(configFromUnits([SPS, PPS])!, SIZE);
    expect(boxes(init).map(({ name }) => name)).toEqual(["ftyp", "moov"]);
    const moov = boxes(init)[1]!.body;
    expect(boxes(moov).map(({ name }) => name)).toEqual(["mvhd", "trak", "mvex"]);
  });

  test("points the run at the data behind the header", () => {
    const bytes = lengthPrefixed([IDR]);
    const written = fragment({
      sequence: 1,
      decodeTicks: 90_000,
      durationTicks: 3_600,
      compositionTicks: -900,
      keyframe: true,
      bytes,
    });
    const [moof, mdat] = boxes(written);
    expect([moof?.name, mdat?.name]).toEqual(["moof", "mdat"]);
    expect(mdat!.body.equals(bytes)).toBe(true);
    const run = boxes(boxes(moof!.body)[1]!.body).find(({ name }) => name === "trun")!.body;
    expect(run.readInt32BE(8)).toBe(moof!.body.length + 16);
    expect(run.readInt32BE(24)).toBe(-900);
  });
});

describe("Fmp4Packager", () => {
  const picture = (ptsMs: number, keyframe: boolean) => ({
    bytes: keyframe ? startCoded(SPS, PPS, IDR) : startCoded(DELTA),
    ptsMs,
    dtsMs: ptsMs,
    durationMs: null,
    keyframe,
    captureTimeMs: 1_000 + ptsMs,
  });

  test("begins at a key frame and sends the init segment once", () => {
    const packager = new Fmp4Packager({ extradata: null, size: SIZE });
    expect(packager.add(picture(0, false))).toBeNull();
    const first = packager.add(picture(40, true));
    expect(first?.init).toMatchObject({ codec: "avc1.64001f", size: SIZE });
    expect(first?.fragment).toMatchObject({ keyframe: true, mediaTimeS: 0, captureTimeMs: 1_040 });
    const second = packager.add(picture(80, false));
    expect(second?.init).toBeNull();
    expect(second?.fragment).toMatchObject({ keyframe: false, mediaTimeS: 0.04 });
  });

  test("keeps decode times rising when the camera stumbles", () => {
    const packager = new Fmp4Packager({ extradata: null, size: SIZE });
    const decodeTicks = [0, 40, 40, 20, 80].map((timeMs, index) => {
      const { fragment: made } = packager.add(picture(timeMs, index === 0))!;
      const moof = boxes(made.bytes)[0]!.body;
      const time = boxes(boxes(moof)[1]!.body).find(({ name }) => name === "tfdt")!.body;
      return Number(time.readBigUInt64BE(4));
    });
    expect(decodeTicks).toEqual(decodeTicks.toSorted((a, b) => a - b));
    expect(new Set(decodeTicks).size).toBe(decodeTicks.length);
  });

  test("leaves a stall out of the media clock, so that no player drops what follows", () => {
    const packager = new Fmp4Packager({ extradata: null, size: SIZE });
    const timesMs = [0, 125, 250, 1_750, 1_875, 60_000, 60_125];
    const told = timesMs.map((timeMs, index) => {
      const { fragment: made } = packager.add(picture(timeMs, index === 0))!;
      const run = boxes(boxes(boxes(made.bytes)[0]!.body)[1]!.body);
      const time = run.find(({ name }) => name === "tfdt")!.body.readBigUInt64BE(4);
      const duration = run.find(({ name }) => name === "trun")!.body.readUInt32BE(12);
      return { time: Number(time), duration, captureTimeMs: made.captureTimeMs };
    });
    for (const [index, next] of told.slice(1).entries()) {
      expect(next.time - told[index]!.time).toBeLessThan(2 * told[index]!.duration);
    }
    expect(told.map(({ captureTimeMs }) => captureTimeMs)).toEqual(
      timesMs.map((timeMs) => 1_000 + timeMs),
    );
  });
});
