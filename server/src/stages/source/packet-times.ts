import type { Packet } from "node-av/lib";
import { AV_NOPTS_VALUE } from "node-av/constants";
import type { VideoTrack } from "../../pipeline/perception/contract.ts";

/** Milliseconds of a tick count; null when the container gave none. */
export function ticksToMs(ticks: bigint, timeBase: VideoTrack["timeBase"]): number | null {
  if (ticks === AV_NOPTS_VALUE) return null;
  return (Number(ticks) * timeBase.num * 1000) / timeBase.den;
}

export function msToTicks(timeMs: number, timeBase: VideoTrack["timeBase"]): bigint {
  return BigInt(Math.round((timeMs * timeBase.den) / (timeBase.num * 1000)));
}

/** Presentation time in ms; the decode time stands in when there is none. */
export function packetPtsMs(packet: Packet, timeBase: VideoTrack["timeBase"]): number | null {
  return ticksToMs(packet.pts, timeBase) ?? ticksToMs(packet.dts, timeBase);
}
