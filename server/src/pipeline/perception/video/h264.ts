/** H.264 parameters a player must know before the first picture. */
export interface H264Config {
  /** `avc1.PPCCLL`, profile, constraints and level in hex (RFC 6381, section 3.3). */
  readonly codec: string;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1), 4-byte lengths. */
  readonly record: Uint8Array;
}

const NAL_SPS = 7;
const NAL_PPS = 8;
const NAL_DELIMITER = 9;

/** How NAL units are told apart: by start codes, or by lengths of so many bytes. */
export type NalFraming = "start-codes" | 1 | 2 | 3 | 4;

/** Framing of the packets that belong to this decoder setup (FFmpeg's `extradata`). */
export function nalFraming(extradata: Uint8Array | null): NalFraming {
  const isRecord = extradata !== null && extradata.length >= 7 && extradata[0] === 1;
  return isRecord ? (((extradata[4]! & 3) + 1) as NalFraming) : "start-codes";
}

/** Splits into NAL units without their start codes or lengths; a truncated last one is dropped. */
export function nalUnits(bytes: Uint8Array, framing: NalFraming): Uint8Array[] {
  return framing === "start-codes" ? splitStartCodes(bytes) : splitLengths(bytes, framing);
}

function splitLengths(bytes: Uint8Array, lengthBytes: number): Uint8Array[] {
  const units: Uint8Array[] = [];
  let offset = 0;
  while (offset + lengthBytes <= bytes.length) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index++)
      length = length * 256 + bytes[offset + index]!;
    offset += lengthBytes;
    if (offset + length > bytes.length) break;
    if (length > 0) units.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return units;
}

function splitStartCodes(bytes: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = -1;
  const finish = (end: number) => {
    while (end > start && bytes[end - 1] === 0) end--;
    if (start >= 0 && end > start) units.push(bytes.subarray(start, end));
  };
  for (let index = 0; index + 2 < bytes.length; index++) {
    if (bytes[index] !== 0 || bytes[index + 1] !== 0 || bytes[index + 2] !== 1) continue;
    finish(index);
    start = index + 3;
    index += 2;
  }
  finish(bytes.length);
  return units;
}

/** The parameter sets in FFmpeg's `extradata`, or null when they only come with the pictures. */
export function configFromExtradata(extradata: Uint8Array | null): H264Config | null {
  if (!extradata) return null;
  if (nalFraming(extradata) === "start-codes") {
    return configFromUnits(splitStartCodes(extradata));
  }
  const units: Uint8Array[] = [];
  let offset = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = (extradata[offset++] ?? 0) & mask;
    for (let index = 0; index < count; index++) {
      const length = ((extradata[offset] ?? 0) << 8) | (extradata[offset + 1] ?? 0);
      units.push(extradata.subarray(offset + 2, offset + 2 + length));
      offset += 2 + length;
    }
  }
  return configFromUnits(units);
}

/** The parameter sets among these NAL units; null unless both kinds are there. */
export function configFromUnits(units: readonly Uint8Array[]): H264Config | null {
  const sps = units.find((unit) => (unit[0]! & 0x1f) === NAL_SPS);
  const pps = units.find((unit) => (unit[0]! & 0x1f) === NAL_PPS);
  if (!sps || !pps || sps.length < 4) return null;
  const profile = sps.subarray(1, 4);
  const codec = `avc1.${Buffer.from(profile).toString("hex")}`;
  const record = Buffer.concat([
    Uint8Array.of(1, ...profile, 0xff, 0xe1, sps.length >> 8, sps.length & 0xff),
    sps,
    Uint8Array.of(1, pps.length >> 8, pps.length & 0xff),
    pps,
  ]);
  return { codec, record };
}

/**
 * One picture's NAL units with 4-byte lengths, without what a player has from the record
 * already: parameter sets and delimiters.
 */
export function lengthPrefixed(units: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const unit of units) {
    const type = unit[0]! & 0x1f;
    if (type === NAL_SPS || type === NAL_PPS || type === NAL_DELIMITER) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(unit.length);
    parts.push(length, unit);
  }
  return Buffer.concat(parts);
}
