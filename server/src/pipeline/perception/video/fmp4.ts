import type { SizePx } from "../../../model/index.ts";
import type { H264Config } from "./h264.ts";

/**
 * Writes fragmented MP4 for Media Source Extensions: one init segment, then one fragment per
 * picture. Boxes after ISO/IEC 14496-12 (8.x), the AVC sample entry after 14496-15 (5.4.2).
 */
export const TIMESCALE_HZ = 90_000;

const TRACK_ID = 1;
const SAMPLE_IS_KEY = 0x0200_0000;
const SAMPLE_IS_NOT_KEY = 0x0101_0000;
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000];

export interface FragmentSample {
  readonly sequence: number;
  /** Decode time and duration in ticks of 90 kHz. */
  readonly decodeTicks: number;
  readonly durationTicks: number;
  /** Presentation minus decode time. */
  readonly compositionTicks: number;
  readonly keyframe: boolean;
  /** NAL units with 4-byte lengths. */
  readonly bytes: Uint8Array;
}

export function initSegment(config: H264Config, size: SizePx): Uint8Array {
  return Buffer.concat([
    box("ftyp", ascii("iso5"), u32(512), ascii("iso5iso6mp41")),
    box("moov", movieHeader(), track(config, size), box("mvex", trackDefaults())),
  ]);
}

export function fragment(sample: FragmentSample): Uint8Array {
  const headerOf = (dataOffset: number) =>
    box(
      "moof",
      fullBox("mfhd", 0, 0, u32(sample.sequence)),
      box(
        "traf",
        // default-base-is-moof: offsets count from the start of this fragment.
        fullBox("tfhd", 0, 0x02_0000, u32(TRACK_ID)),
        fullBox("tfdt", 1, 0, u64(sample.decodeTicks)),
        trackRun(sample, dataOffset),
      ),
    );
  const headerLength = headerOf(0).length;
  return Buffer.concat([headerOf(headerLength + 8), box("mdat", sample.bytes)]);
}

function trackRun(sample: FragmentSample, dataOffset: number): Buffer {
  const DATA_OFFSET = 0x01;
  const DURATION = 0x100;
  const SIZE = 0x200;
  const FLAGS = 0x400;
  const COMPOSITION = 0x800;
  return fullBox(
    "trun",
    1,
    DATA_OFFSET | DURATION | SIZE | FLAGS | COMPOSITION,
    u32(1),
    u32(dataOffset),
    u32(sample.durationTicks),
    u32(sample.bytes.length),
    u32(sample.keyframe ? SAMPLE_IS_KEY : SAMPLE_IS_NOT_KEY),
    i32(sample.compositionTicks),
  );
}

function movieHeader(): Buffer {
  const rateAndVolume = [u32(0x10000), u16(0x100), Buffer.alloc(10)];
  const rest = [...UNITY_MATRIX.map(u32), Buffer.alloc(24), u32(TRACK_ID + 1)];
  return fullBox(
    "mvhd",
    0,
    0,
    u32(0),
    u32(0),
    u32(TIMESCALE_HZ),
    u32(0),
    ...rateAndVolume,
    ...rest,
  );
}

function track(config: H264Config, size: SizePx): Buffer {
  const { widthPx, heightPx } = size;
  const header = fullBox(
    "tkhd",
    0,
    3,
    u32(0),
    u32(0),
    u32(TRACK_ID),
    u32(0),
    u32(0),
    Buffer.alloc(16),
    ...UNITY_MATRIX.map(u32),
    u32(widthPx * 0x10000),
    u32(heightPx * 0x10000),
  );
  const undetermined = 0x55c4;
  const mediaHeader = fullBox(
    "mdhd",
    0,
    0,
    u32(0),
    u32(0),
    u32(TIMESCALE_HZ),
    u32(0),
    u16(undetermined),
    u16(0),
  );
  const handler = fullBox("hdlr", 0, 0, u32(0), ascii("vide"), Buffer.alloc(12), ascii("video\0"));
  const reference = box("dref", u32(0), u32(1), fullBox("url ", 0, 1));
  const information = box(
    "minf",
    fullBox("vmhd", 0, 1, Buffer.alloc(8)),
    box("dinf", reference),
    sampleTable(config, size),
  );
  return box("trak", header, box("mdia", mediaHeader, handler, information));
}

function sampleTable(config: H264Config, size: SizePx): Buffer {
  const seventyTwoDpi = u32(0x48_0000);
  const entry = box(
    "avc1",
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(size.widthPx),
    u16(size.heightPx),
    seventyTwoDpi,
    seventyTwoDpi,
    u32(0),
    u16(1),
    Buffer.alloc(32),
    u16(0x18),
    u16(0xffff),
    box("avcC", config.record),
  );
  const empty = (name: string, words: number) => fullBox(name, 0, 0, Buffer.alloc(words * 4));
  const description = fullBox("stsd", 0, 0, u32(1), entry);
  return box(
    "stbl",
    description,
    empty("stts", 1),
    empty("stsc", 1),
    empty("stsz", 2),
    empty("stco", 1),
  );
}

function trackDefaults(): Buffer {
  return fullBox("trex", 0, 0, u32(TRACK_ID), u32(1), u32(0), u32(0), u32(0));
}

function box(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(length), ascii(name), ...parts], length);
}

function fullBox(
  name: string,
  version: number,
  flags: number,
  ...parts: readonly Uint8Array[]
): Buffer {
  return box(name, u32(version * 0x100_0000 + flags), ...parts);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
