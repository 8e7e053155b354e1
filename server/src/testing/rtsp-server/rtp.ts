import { randomBytes } from "node:crypto";

const PAYLOAD_TYPE = 96;
const PAYLOAD_BYTES_MAX = 1400;
const NAL_FU_A = 28;

/** Packs H.264 into RTP (RFC 6184): single NAL unit packets and FU-A fragments. */
export class RtpPacketizer {
  readonly ssrc = randomBytes(4).readUInt32BE(0);
  readonly #send: (packet: Buffer) => void;
  #sequence = randomBytes(2).readUInt16BE(0);

  constructor(send: (packet: Buffer) => void) {
    this.#send = send;
  }

  /** One picture; `timestamp` in ticks of 90 kHz. */
  picture(units: readonly Uint8Array[], timestamp: number): void {
    units.forEach((unit, index) => this.#unit(unit, timestamp, index === units.length - 1));
  }

  #unit(unit: Uint8Array, timestamp: number, isLast: boolean): void {
    if (unit.length <= PAYLOAD_BYTES_MAX) return this.#packet(unit, timestamp, isLast);
    const header = unit[0]!;
    const step = PAYLOAD_BYTES_MAX - 2;
    for (let offset = 1; offset < unit.length; offset += step) {
      const isStart = offset === 1;
      const isEnd = offset + step >= unit.length;
      const flags = (isStart ? 0x80 : 0) | (isEnd ? 0x40 : 0);
      const prefix = Uint8Array.of((header & 0x60) | NAL_FU_A, (header & 0x1f) | flags);
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
