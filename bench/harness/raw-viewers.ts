import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Viewers share addresses as people behind one router do, and stay below the limit of each. */
const VIEWERS_PER_ADDRESS = 100;
const WAIT_MS_MAX = 120_000;

/**
 * Many WebSocket viewers that count what they get and parse nothing: the server under test is to
 * be the busy side, not its clients.
 */
export class RawViewers {
  readonly #sockets: readonly Socket[];
  #received = 0;
  #waiting: { readonly total: number; readonly resolve: () => void } | undefined;

  private constructor(sockets: readonly Socket[], minBytes: number) {
    this.#sockets = sockets;
    for (const socket of sockets) {
      const counter = new FrameCounter(minBytes);
      socket.on("data", (chunk: Buffer) => {
        this.#received += counter.read(chunk);
        if (this.#waiting !== undefined && this.#received >= this.#waiting.total) {
          this.#waiting.resolve();
        }
      });
    }
  }

  /**
   * @param options `minBytes`: counts only frames of at least `minBytes`, so that greetings do not matter
   * @throws Error when the server refuses one
   */
  static async open(options: {
    readonly port: number;
    readonly path: string;
    readonly count: number;
    readonly greeting?: string;
    readonly minBytes: number;
  }): Promise<RawViewers> {
    const sockets: Socket[] = [];
    for (let index = 0; index < options.count; index++) {
      const localAddress = `127.0.0.${2 + Math.floor(index / VIEWERS_PER_ADDRESS)}`;
      const socket = connect({ host: "127.0.0.1", port: options.port, localAddress });
      await upgrade(socket, options);
      if (options.greeting !== undefined) socket.write(maskedText(options.greeting));
      sockets.push(socket);
    }
    return new RawViewers(sockets, options.minBytes);
  }

  /** Frames received by all viewers together. */
  get received(): number {
    return this.#received;
  }

  /**
   * Resolves once all viewers together have received `total` frames since they were opened.
   *
   * @throws Error with the number that came when it takes longer than {@link WAIT_MS_MAX}
   */
  waitFor(total: number): Promise<void> {
    if (this.received >= total) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const give = () => reject(new Error(`Only ${this.received} of ${total} messages arrived`));
      const timer = setTimeout(give, WAIT_MS_MAX);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting = { total, resolve: done };
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Sends the handshake and reads up to the end of its answer; what follows stays in the socket. */
async function upgrade(socket: Socket, options: { port: number; path: string }): Promise<void> {
  socket.setNoDelay(true);
  socket.write(
    [
      `GET ${options.path} HTTP/1.1`,
      `Host: 127.0.0.1:${options.port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
      "",
      "",
    ].join("\r\n"),
  );
  const [chunk] = (await once(socket, "data")) as [Buffer];
  socket.pause();
  const end = chunk.indexOf("\r\n\r\n");
  const head = chunk.subarray(0, end).toString("latin1");
  if (!head.startsWith("HTTP/1.1 101")) throw new Error(`The server refused a viewer: ${head}`);
  if (chunk.length > end + 4) socket.unshift(chunk.subarray(end + 4));
  socket.resume();
}

/** A client's text frame (RFC 6455, section 5.2), masked with zeros. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new RangeError(`A greeting has at most 125 bytes: ${text}`);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Counts whole server frames (unmasked, RFC 6455, section 5.2) in a stream of chunks. */
export class FrameCounter {
  readonly #minBytes: number;
  #head: Buffer = Buffer.alloc(0);
  #bodyLeft = 0;

  constructor(minBytes: number) {
    this.#minBytes = minBytes;
  }

  /** @returns how many frames began in this chunk */
  read(chunk: Buffer): number {
    let frames = 0;
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#bodyLeft > 0) {
        const taken = Math.min(this.#bodyLeft, rest.length);
        this.#bodyLeft -= taken;
        rest = rest.subarray(taken);
        continue;
      }
      this.#head = this.#head.length === 0 ? rest : Buffer.concat([this.#head, rest]);
      const header = readHeader(this.#head);
      if (header === undefined) return frames;
      rest = this.#head.subarray(header.headerBytes);
      this.#head = Buffer.alloc(0);
      this.#bodyLeft = header.bodyBytes;
      if (header.bodyBytes >= this.#minBytes) frames++;
    }
    return frames;
  }
}

function readHeader(bytes: Buffer): { headerBytes: number; bodyBytes: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  if (short < 126) return { headerBytes: 2, bodyBytes: short };
  if (short === 126) {
    return bytes.length < 4 ? undefined : { headerBytes: 4, bodyBytes: bytes.readUInt16BE(2) };
  }
  if (bytes.length < 10) return undefined;
  return { headerBytes: 10, bodyBytes: Number(bytes.readBigUInt64BE(2)) };
}
