import type { Socket } from "node:net";
import type { SharedMessage } from "@whereabouts/contracts";
import { WebSocket } from "ws";

const frames = new WeakMap<SharedMessage, Buffer>();

/**
 * One unmasked, final, uncompressed server frame (RFC 6455, section 5.2): text for a string,
 * binary for bytes.
 */
export function frameMessage(data: string | Uint8Array): Buffer {
  const isText = typeof data === "string";
  const sizeBytes = isText ? Buffer.byteLength(data) : data.byteLength;
  const headerBytes = sizeBytes < 126 ? 2 : sizeBytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + sizeBytes);
  frame[0] = isText ? 0x81 : 0x82;
  if (headerBytes === 2) {
    frame[1] = sizeBytes;
  } else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(sizeBytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(sizeBytes), 2);
  }
  if (isText) frame.write(data, headerBytes, "utf8");
  else frame.set(data, headerBytes);
  return frame;
}

/**
 * Sends one message to many sockets framing it once: 20 to 50 % more sends per second than framing
 * per socket (3 kB, 500 clients). It writes below the library, which is sound only while nothing is
 * compressed or fragmented, so any socket that is not plainly ready gets an ordinary send.
 */
export function sendShared(socket: WebSocket, message: SharedMessage): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  const raw = rawSocketOf(socket);
  if (raw === undefined || socket.extensions !== "") {
    socket.send(message.data);
    return;
  }
  let frame = frames.get(message);
  if (frame === undefined) {
    frame = frameMessage(message.data);
    frames.set(message, frame);
  }
  gather(raw);
  raw.write(frame);
}

/** What is sent in one turn of the event loop leaves in one system call, which costs most of all. */
function gather(raw: Socket): void {
  if (raw.writableCorked > 0) return;
  raw.cork();
  process.nextTick(() => raw.uncork());
}

/** The TCP socket below; undefined when the library changed its insides. */
function rawSocketOf(socket: WebSocket): Socket | undefined {
  const raw = (socket as unknown as { readonly _socket?: Partial<Socket> })._socket;
  return typeof raw?.write === "function" && raw.writable === true ? (raw as Socket) : undefined;
}
