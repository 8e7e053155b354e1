import { FormatContext, Packet, type Stream } from "node-av/lib";
import { AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_HEVC } from "node-av/constants";
import { assert } from "../../base/index.ts";
import { nalFraming, nalUnits, type NalFraming } from "../../pipeline/perception/video/h264.ts";

export interface RecordedPicture {
  readonly dtsMs: number;
  readonly ptsMs: number;
  readonly keyframe: boolean;
  readonly units: readonly Uint8Array[];
}
export type RecordingCodec = "h264" | "hevc";
/** A whole recording in memory, in decode order. */
export interface Recording extends DecoderSetup {
  readonly pictures: readonly RecordedPicture[];
  readonly durationMs: number;
}
interface DecoderSetup {
  readonly codec: RecordingCodec;
  readonly framing: NalFraming;
  /** H.264: SPS and PPS. HEVC: VPS, SPS and PPS. */
  readonly parameterSets: readonly Uint8Array[];
}

/** Reads an MP4 file with one H.264 or HEVC stream. Meant for short test clips. */
export async function readRecording(path: string): Promise<Recording> {
  const context = new FormatContext();
  context.allocContext();
  const packet = new Packet();
  packet.alloc();
  try {
    const opened = await context.openInput(path);
    assert(opened >= 0, "the recording opens", { path, opened });
    const index = context.findBestStream(AVMEDIA_TYPE_VIDEO);
    const stream = context.streams[index];
    const extradata = stream?.codecpar.extradata;
    assert(stream && extradata, "the recording holds video with parameter sets", { path });
    const setup = decoderSetup(stream, extradata);
    const tickMs = (1000 * stream.timeBase.num) / stream.timeBase.den;
    const pictures: RecordedPicture[] = [];
    while ((await context.readFrame(packet)) >= 0) {
      if (packet.streamIndex === index && packet.data) {
        pictures.push({
          dtsMs: Number(packet.dts) * tickMs,
          ptsMs: Number(packet.pts) * tickMs,
          keyframe: packet.isKeyframe,
          units: nalUnits(Uint8Array.from(packet.data), setup.framing),
        });
      }
      packet.unref();
    }
    const first = pictures[0];
    const last = pictures.at(-1);
    assert(first && last, "the recording holds pictures", { path });
    const frameMs = (last.dtsMs - first.dtsMs) / Math.max(1, pictures.length - 1);
    return { ...setup, pictures, durationMs: last.dtsMs - first.dtsMs + frameMs };
  } finally {
    packet.free();
    await context.closeInput();
  }
}

function decoderSetup(stream: Stream, record: Uint8Array): DecoderSetup {
  if (stream.codecpar.codecId === AV_CODEC_ID_HEVC) return hevcSetup(record);
  // AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1): first SPS and PPS.
  const sps = unitAt(record, 6);
  const pps = unitAt(record, 6 + 2 + sps.length + 1);
  return { codec: "h264", framing: nalFraming(record), parameterSets: [sps, pps] };
}

/** HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 8.3.3.1): first of each array. */
function hevcSetup(record: Uint8Array): DecoderSetup {
  const parameterSets: Uint8Array[] = [];
  let at = 23;
  for (let array = 0; array < record[22]!; array++) {
    const count = (record[at + 1]! << 8) | record[at + 2]!;
    at += 3;
    for (let index = 0; index < count; index++) {
      const unit = unitAt(record, at);
      if (index === 0 && isParameterSet(unit)) parameterSets.push(unit);
      at += 2 + unit.length;
    }
  }
  const framing = ((record[21]! & 3) + 1) as NalFraming;
  return { codec: "hevc", framing, parameterSets };
}

const NAL_VPS = 32;
const NAL_PPS = 34;

function isParameterSet(unit: Uint8Array): boolean {
  const type = (unit[0]! >> 1) & 0x3f;
  return type >= NAL_VPS && type <= NAL_PPS;
}

/** A NAL unit behind its length of two bytes. */
function unitAt(record: Uint8Array, at: number): Uint8Array {
  const length = (record[at]! << 8) | record[at + 1]!;
  return Uint8Array.from(record.subarray(at + 2, at + 2 + length));
}
