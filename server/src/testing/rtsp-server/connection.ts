import { createSocket, type Socket as UdpSocket } from "node:dgram";
import type { Socket } from "node:net";
import { authenticationChallenge, isAuthorized, type Authentication } from "./authentication.ts";
import type { RecordingCodec } from "./recording.ts";
import { RtpPacketizer } from "./rtp.ts";

export interface ConnectionHost {
  /** SDP of what is served, or null when the path is unknown. */
  describe(path: string): string | null;
  readonly codec: RecordingCodec;
  /** Null: everybody may watch. */
  readonly authentication: Authentication | null;
  played(client: RtspConnection): void;
  closed(client: RtspConnection): void;
}

export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

const HEADER_BYTES_MAX = 16_384;

/** One RTSP client (RFC 2326): interleaved TCP or UDP unicast. */
export class RtspConnection {
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #session = Math.random().toString(16).slice(2, 10).padEnd(8, "0");
  #received = Buffer.alloc(0);
  #udp: UdpSocket | null = null;
  packetizer: RtpPacketizer | null = null;
  /** Set once a key frame has gone out; before it nothing can be decoded. */
  hasStarted = false;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on("data", (data) => this.#receive(data));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#udp?.close();
      this.#udp = null;
      host.closed(this);
    });
  }

  get isInterleaved(): boolean {
    return this.#udp === null;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    if (this.#received.length > HEADER_BYTES_MAX) return this.destroy();
    for (;;) {
      if (this.#received[0] === 0x24) {
        // The client's receiver reports come interleaved; nobody reads them.
        if (this.#received.length < 4) return;
        const end = 4 + this.#received.readUInt16BE(2);
        if (this.#received.length < end) return;
        this.#received = this.#received.subarray(end);
        continue;
      }
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = this.#received.subarray(0, end).toString("latin1");
      this.#received = this.#received.subarray(end + 4);
      this.#handle(parseRequest(head));
    }
  }

  #handle(request: RtspRequest): void {
    const { authentication } = this.#host;
    if (request.method === "OPTIONS") {
      return this.#reply(request, 200, { Public: "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN" });
    }
    if (authentication !== null && !isAuthorized(request, authentication)) {
      const challenge = authenticationChallenge(authentication);
      return this.#reply(request, 401, { "WWW-Authenticate": challenge });
    }
    switch (request.method) {
      case "DESCRIBE":
        return this.#describe(request);
      case "SETUP":
        return this.#setUp(request);
      case "PLAY":
        this.#reply(request, 200, { Session: this.#session, Range: "npt=now-" });
        return this.#host.played(this);
      case "TEARDOWN":
        this.#reply(request, 200, { Session: this.#session });
        return this.destroy();
      case "GET_PARAMETER":
        return this.#reply(request, 200, { Session: this.#session });
      default:
        return this.#reply(request, 501);
    }
  }

  #describe(request: RtspRequest): void {
    const path = new URL(request.url.replace(/^rtsps?/, "http")).pathname;
    const sdp = this.#host.describe(path);
    if (sdp === null) return this.#reply(request, 404);
    const headers = {
      "Content-Base": `${request.url.replace(/\/$/, "")}/`,
      "Content-Type": "application/sdp",
    };
    this.#reply(request, 200, headers, sdp);
  }

  #setUp(request: RtspRequest): void {
    const transport = request.headers.get("transport") ?? "";
    const ports = /client_port=(\d+)-(\d+)/.exec(transport);
    if (transport.includes("RTP/AVP/TCP")) return this.#setUpTcp(request, transport);
    if (ports) return this.#setUpUdp(request, Number(ports[1]));
    this.#reply(request, 461);
  }

  #setUpTcp(request: RtspRequest, transport: string): void {
    const codecOf = () => this.#host.codec;
    const channel = Number(/interleaved=(\d+)/.exec(transport)?.[1] ?? 0);
    this.packetizer = new RtpPacketizer(codecOf, (packet) => {
      const prefix = Buffer.of(0x24, channel, packet.length >> 8, packet.length & 0xff);
      this.#socket.write(Buffer.concat([prefix, packet]));
    });
    this.#reply(request, 200, {
      Transport: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`,
      Session: `${this.#session};timeout=60`,
    });
  }

  #setUpUdp(request: RtspRequest, clientPort: number): void {
    const codecOf = () => this.#host.codec;
    const udp = createSocket("udp4");
    this.#udp = udp;
    // A client that left makes the kernel report refused packets.
    udp.on("error", () => undefined);
    udp.bind(0, "127.0.0.1", () => {
      const { port } = udp.address();
      this.packetizer = new RtpPacketizer(codecOf, (packet) => {
        if (this.#udp === udp) udp.send(packet, clientPort, "127.0.0.1");
      });
      this.#reply(request, 200, {
        Transport: [
          "RTP/AVP;unicast",
          `client_port=${clientPort}-${clientPort + 1}`,
          `server_port=${port}-${port + 1}`,
        ].join(";"),
        Session: `${this.#session};timeout=60`,
      });
    });
  }

  #reply(
    request: RtspRequest,
    status: number,
    headers: Readonly<Record<string, string>> = {},
    body = "",
  ): void {
    const lines = [`RTSP/1.0 ${status} ${STATUS_WORDS[status] ?? "Error"}`];
    lines.push(`CSeq: ${request.headers.get("cseq") ?? "0"}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    this.#socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  }
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  200: "OK",
  401: "Unauthorized",
  404: "Not Found",
  461: "Unsupported Transport",
  501: "Not Implemented",
};

function parseRequest(head: string): RtspRequest {
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", url = ""] = first.split(" ");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, url, headers };
}
