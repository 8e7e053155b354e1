import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import { FrameEncoder } from "@whereabouts/contracts";
import { frameMac } from "../features/fleet/index.ts";

/** The key of every server of tests (`testing/live-server.ts`). */
export const mac = frameMac("a third secret of this test");
export const encoder = new FrameEncoder(mac);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** A payload with its trailer. */
export function sign(payload: Uint8Array | string): Buffer {
  const bytes = typeof payload === "string" ? Buffer.from(payload, "hex") : payload;
  return Buffer.concat([bytes, mac(bytes).subarray(0, 16)]);
}

export function registerPayload(wireId: number, name: string, typeByte = 0): Buffer {
  const bytes = Buffer.alloc(16);
  bytes[0] = 0xa0;
  bytes.writeUInt32LE(wireId, 1);
  bytes[5] = typeByte;
  bytes.write(name, 6, 10, "utf8");
  return bytes;
}

export function positionPayload(wireId: number, xM: number, yM: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = 0x13;
  bytes.writeUInt32LE(wireId, 1);
  bytes.writeFloatLE(xM, 5);
  bytes.writeFloatLE(yM, 9);
  return bytes;
}

export function statusPayload(wireId: number, report: readonly [number, number, number]): Buffer {
  const bytes = Buffer.alloc(8);
  bytes[0] = 0x12;
  bytes.writeUInt32LE(wireId, 1);
  bytes.set(report, 5);
  return bytes;
}

export function catchPayload(type: 0xfe | 0xfd, catcher: number, runner: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = type;
  bytes.writeUInt32LE(catcher, 1);
  bytes.writeUInt32LE(runner, 5);
  return bytes;
}

/** A client of one channel that keeps what it heard, as hex without the trailer. */
export class ChannelClient {
  readonly socket: WebSocket;
  readonly heard: string[] = [];
  readonly raw: Buffer[] = [];
  closeCode: number | null = null;
  pings = 0;

  private constructor(url: string) {
    this.socket = new WebSocket(url, { headers: { origin: "http://elsewhere.test" } });
    this.socket.on("message", (data: Buffer, isBinary) => {
      this.raw.push(data);
      this.heard.push(isBinary ? hex(data.subarray(0, -16)) : "text");
    });
    this.socket.on("ping", () => this.pings++);
    this.socket.on("close", (code) => (this.closeCode = code));
  }

  static async open(url: string): Promise<ChannelClient> {
    const client = new ChannelClient(url);
    await once(client.socket, "open");
    return client;
  }

  send(...payloads: readonly (Uint8Array | string)[]): void {
    for (const payload of payloads) this.socket.send(sign(payload));
  }

  close(): void {
    this.socket.terminate();
  }
}

/** The embedded clients' way: connect, send one frame, close at once, never read. */
export async function sendAndLeave(url: string, frame: Uint8Array): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  socket.send(frame);
  socket.close();
  await once(socket, "close");
}

/** Sends a frame over a bare TCP connection and ends it without a close frame. */
export async function sendAndHangUp(url: string, frame: Uint8Array): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const key = randomBytes(16).toString("base64");
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  await once(socket, "data");
  const mask = randomBytes(4);
  const masked = frame.map((byte, index) => byte ^ mask[index & 3]!);
  socket.end(Buffer.concat([Buffer.from([0x82, 0x80 | frame.length]), mask, masked]));
  socket.resume();
  await once(socket, "close");
}
