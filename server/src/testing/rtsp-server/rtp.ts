import { randomBytes } from "node:crypto";
import type { RecordingCodec } from "./recording.ts";

const PAYLOAD_TYPE = 96;
const PAYLOAD_BYTES_MAX = 1400;
const NAL_FU_A = 28;
const NAL_FU_HEVC = 49;

/** Packs H.264 (RFC 6184) or HEVC (RFC 7798) into RTP: single units and fragments of units. */
export class RtpPacketizer {
  readonly ssrc = randomBytes(4).readUInt32BE(0);
  readonly #codecOf: () => RecordingCodec;
  readonly #send: (packet: Buffer) => void;
  #sequence = randomBytes(2).readUInt16BE(0);

  /** @param codecOf what the next picture is coded with */
  constructor(codecOf: () => RecordingCodec, send: (packet: Buffer) => void) {
    this.#codecOf = codecOf;
    this.#send = send;
  }

  /** One picture; `timestamp` in ticks of 90 kHz. */
  picture(units: readonly Uint8Array[], timestamp: number): void {
    units.forEach((unit, index) => this.#unit(unit, timestamp, index === units.length - 1));
  }

  #unit(unit: Uint8Array, timestamp: number, isLast: boolean): void {
    if (unit.length <= PAYLOAD_BYTES_MAX) return this.#packet(unit, timestamp, isLast);
    const isHevc = this.#codecOf() === "hevc";
    const headerBytes = isHevc ? 2 : 1;
    const step = PAYLOAD_BYTES_MAX - headerBytes - 1;
    for (let offset = headerBytes; offset < unit.length; offset += step) {
      const isStart = offset === headerBytes;
      const isEnd = offset + step >= unit.length;
      const flags = (isStart ? 0x80 : 0) | (isEnd ? 0x40 : 0);
      const prefix = isHevc ? hevcPrefix(unit, flags) : h264Prefix(unit, flags);
      const payload = Buffer.concat([prefix, unit.subarray(offset, offset + step)]);
      this.#packet(payload, timestamp, isLast && isEnd);
    }
  }

  #packet(payload: Uint8Array, timestamp: number, marker: boolean): void {
    const packet = Buffer.alloc(12 + payload.length);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | PAYLOAD_TYPE;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.ssrc, 8);
    packet.set(payload, 12);
    this.#send(packet);
  }
}

/** RFC 6184, section 5.8. */
function h264Prefix(unit: Uint8Array, flags: number): Uint8Array {
  const header = unit[0]!;
  return Uint8Array.of((header & 0x60) | NAL_FU_A, (header & 0x1f) | flags);
}

/** RFC 7798, section 4.4.3. */
function hevcPrefix(unit: Uint8Array, flags: number): Uint8Array {
  const type = (unit[0]! >> 1) & 0x3f;
  return Uint8Array.of((unit[0]! & 0x81) | (NAL_FU_HEVC << 1), unit[1]!, type | flags);
}
