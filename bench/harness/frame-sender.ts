import { once } from "node:events";
import { connect, type Socket } from "node:net";

const HANDSHAKE = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
/** A masked close frame with an empty body (RFC 6455, section 5.5.1). */
const CLOSE = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);
const CHUNK_FRAMES = 64;

export interface Place {
  readonly port: number;
  readonly path: string;
}

/** A masked binary frame; the mask of zeros leaves the bytes as they are. */
export function clientFrame(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

async function open({ port, path }: Place): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  socket.write(HANDSHAKE(path));
  const [answer] = (await once(socket, "data")) as [Buffer];
  if (!answer.toString("latin1").startsWith("HTTP/1.1 101")) {
    throw new Error(`The socket was refused: ${answer.toString("latin1").split("\r\n")[0]}`);
  }
  return socket;
}

/** As embedded clients do: one socket per frame, closed at once; so many at a time. */
export async function sendOneByOne(
  place: Place,
  frames: readonly Buffer[],
  atOnce: number,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let frame = frames[next++]; frame; frame = frames[next++]) {
      const socket = await open(place);
      socket.resume();
      socket.end(Buffer.concat([frame, CLOSE]));
      await once(socket, "close");
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** All frames over sockets that stay open. */
export class StandingSockets {
  readonly #sockets: readonly Socket[];

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
  }

  static async open(place: Place, count: number): Promise<StandingSockets> {
    const sockets = await Promise.all(Array.from({ length: count }, () => open(place)));
    for (const socket of sockets) socket.resume();
    return new StandingSockets(sockets);
  }

  async send(frames: readonly Buffer[]): Promise<void> {
    const share = Math.ceil(frames.length / this.#sockets.length);
    await Promise.all(
      this.#sockets.map(async (socket, index) => {
        const own = frames.slice(index * share, (index + 1) * share);
        for (let from = 0; from < own.length; from += CHUNK_FRAMES) {
          const chunk = Buffer.concat(own.slice(from, from + CHUNK_FRAMES));
          if (!socket.write(chunk)) await once(socket, "drain");
        }
      }),
    );
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
