import { FormatContext, Packet } from "node-av/lib";
import { AVMEDIA_TYPE_VIDEO } from "node-av/constants";
import { assert } from "../../base/index.ts";
import { nalFraming, nalUnits } from "../../pipeline/perception/video/h264.ts";

export interface RecordedPicture {
  readonly dtsMs: number;
  readonly ptsMs: number;
  readonly keyframe: boolean;
  readonly units: readonly Uint8Array[];
}
/** A whole H.264 recording in memory, in decode order. */
export interface Recording {
  readonly pictures: readonly RecordedPicture[];
  readonly durationMs: number;
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
}

/** Reads an MP4 file with one H.264 stream. Meant for short test clips. */
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
    const framing = nalFraming(extradata);
    const tickMs = (1000 * stream.timeBase.num) / stream.timeBase.den;
    const pictures: RecordedPicture[] = [];
    while ((await context.readFrame(packet)) >= 0) {
      if (packet.streamIndex === index && packet.data) {
        pictures.push({
          dtsMs: Number(packet.dts) * tickMs,
          ptsMs: Number(packet.pts) * tickMs,
          keyframe: packet.isKeyframe,
          units: nalUnits(Uint8Array.from(packet.data), framing),
        });
      }
      packet.unref();
    }
    const first = pictures[0];
    const last = pictures.at(-1);
    assert(first && last, "the recording holds pictures", { path });
    const frameMs = (last.dtsMs - first.dtsMs) / Math.max(1, pictures.length - 1);
    return {
      pictures,
      durationMs: last.dtsMs - first.dtsMs + frameMs,
      ...parameterSets(extradata),
    };
  } finally {
    packet.free();
    await context.closeInput();
  }
}

/** First SPS and PPS of an AVCDecoderConfigurationRecord. */
function parameterSets(record: Uint8Array): { sps: Uint8Array; pps: Uint8Array } {
  const spsLength = (record[6]! << 8) | record[7]!;
  const sps = Uint8Array.from(record.subarray(8, 8 + spsLength));
  const at = 8 + spsLength + 1;
  const ppsLength = (record[at]! << 8) | record[at + 1]!;
  return { sps, pps: Uint8Array.from(record.subarray(at + 2, at + 2 + ppsLength)) };
}
