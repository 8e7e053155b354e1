/**
 * A camera for tests: serves an H.264 or HEVC recording over RTSP in real time, over and over, and
 * misbehaves on demand. Listens on a free port of the loopback only.
 */
import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Authentication } from "./authentication.ts";
import { TEST_CERTIFICATE } from "./certificate.ts";
import { RtspConnection } from "./connection.ts";
import { readRecording, type RecordedPicture, type Recording } from "./recording.ts";

/**
 * `refuse`: the port is closed. `stall`: connections stay, data stops. `garbage`: pictures turn
 * into noise. `no-key-frame`: only pictures that build on others.
 */
export type RtspFault = "refuse" | "stall" | "garbage" | "no-key-frame";

export interface RtspTestServer {
  /** Address of the stream, without credentials. */
  readonly url: string;
  readonly port: number;
  readonly clientCount: number;
  /** Null: behave. */
  setFault(fault: RtspFault | null): Promise<void>;
  /** Serves another recording from now on, to those who watch too. */
  setRecording(path: string): Promise<void>;
  /** Closes every connection; the next one is welcome. */
  end(): void;
  close(): Promise<void>;
}

export interface RtspTestServerOptions {
  readonly path: string;
  readonly authentication?: Authentication;
  /** Serves `rtsps:` with a certificate that nobody has signed. */
  readonly isEncrypted?: boolean;
}

export async function startRtspServer(options: RtspTestServerOptions): Promise<RtspTestServer> {
  const server = new TestServer(await readRecording(options.path), options);
  await server.listen(0);
  return server;
}

class TestServer implements RtspTestServer {
  readonly authentication: Authentication | null;
  readonly #isEncrypted: boolean;
  #recording: Recording;
  #server: Server | null = null;
  #port = 0;
  #fault: RtspFault | null = null;
  readonly #connections = new Set<RtspConnection>();
  readonly #playing = new Set<RtspConnection>();
  #next = 0;
  #originMs = performance.now();
  /** Stream time at which the present round began. */
  #roundMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(recording: Recording, options: RtspTestServerOptions) {
    this.#recording = recording;
    this.authentication = options.authentication ?? null;
    this.#isEncrypted = options.isEncrypted ?? false;
    this.#schedule();
  }

  get url(): string {
    return `${this.#isEncrypted ? "rtsps" : "rtsp"}://127.0.0.1:${this.#port}/camera`;
  }
  get codec() {
    return this.#recording.codec;
  }
  get port(): number {
    return this.#port;
  }
  get clientCount(): number {
    return this.#playing.size;
  }

  async listen(port: number): Promise<void> {
    const welcome = (socket: Socket): void => {
      this.#connections.add(new RtspConnection(socket, this));
    };
    const server = this.#isEncrypted
      ? createTlsServer(TEST_CERTIFICATE, welcome)
      : createServer(welcome);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async setFault(fault: RtspFault | null): Promise<void> {
    const wasRefusing = this.#fault === "refuse";
    this.#fault = fault;
    if (fault === "no-key-frame") for (const client of this.#playing) client.hasStarted = true;
    if (fault === "refuse") await this.#stopListening();
    else if (wasRefusing) await this.listen(this.#port);
  }

  async setRecording(path: string): Promise<void> {
    this.#recording = await readRecording(path);
    this.#next = 0;
    this.#roundMs = performance.now() - this.#originMs;
    for (const client of this.#playing) client.hasStarted = false;
  }

  end(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#stopListening();
  }

  describe(path: string): string | null {
    if (!path.startsWith("/camera")) return null;
    return [
      "v=0",
      "o=- 0 0 IN IP4 127.0.0.1",
      "s=camera",
      "c=IN IP4 0.0.0.0",
      "t=0 0",
      "a=control:*",
      "m=video 0 RTP/AVP 96",
      ...formatLines(this.#recording),
      "a=control:track0",
      "",
    ].join("\r\n");
  }

  played(client: RtspConnection): void {
    client.hasStarted = this.#fault === "no-key-frame";
    this.#playing.add(client);
    if (this.#fault === null && client.isInterleaved) this.#catchUp(client);
  }

  /** Sends what came since the last key frame, so that nobody waits for the next one. */
  #catchUp(client: RtspConnection): void {
    const { pictures } = this.#recording;
    let key = this.#next - 1;
    while (key > 0 && !pictures[key]!.keyframe) key--;
    for (const picture of pictures.slice(Math.max(0, key), this.#next)) this.#send(picture, client);
  }

  closed(client: RtspConnection): void {
    this.#playing.delete(client);
    this.#connections.delete(client);
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.end();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #schedule(): void {
    const { pictures } = this.#recording;
    const picture = pictures[this.#next]!;
    const dueMs = this.#roundMs + picture.dtsMs - pictures[0]!.dtsMs;
    const waitMs = this.#originMs + dueMs - performance.now();
    this.#timer = setTimeout(
      () => {
        const current = this.#recording.pictures[this.#next]!;
        this.#serve(current);
        this.#next++;
        if (this.#next === this.#recording.pictures.length) {
          this.#next = 0;
          this.#roundMs += this.#recording.durationMs;
        }
        this.#schedule();
      },
      Math.max(0, waitMs),
    );
  }

  #serve(picture: RecordedPicture): void {
    if (this.#fault === "stall" || (this.#fault === "no-key-frame" && picture.keyframe)) return;
    for (const client of this.#playing) this.#send(picture, client);
  }

  #send(picture: RecordedPicture, client: RtspConnection): void {
    client.hasStarted ||= picture.keyframe;
    if (!client.hasStarted) return;
    const { pictures, parameterSets } = this.#recording;
    const timeMs = this.#roundMs + picture.ptsMs - pictures[0]!.dtsMs;
    const sent = picture.keyframe ? [...parameterSets, ...picture.units] : picture.units;
    const units = this.#fault === "garbage" ? sent.map(noise) : sent;
    client.packetizer?.picture(units, Math.round(timeMs * 90));
  }
}

/** RFC 6184, section 8.2, and RFC 7798, section 7.2. */
function formatLines({ codec, parameterSets }: Recording): string[] {
  const sets = parameterSets.map((set) => Buffer.from(set).toString("base64"));
  if (codec === "hevc") {
    const [vps, sps, pps] = sets;
    return [
      "a=rtpmap:96 H265/90000",
      `a=fmtp:96 sprop-vps=${vps};sprop-sps=${sps};sprop-pps=${pps}`,
    ];
  }
  const profile = Buffer.from(parameterSets[0]!.subarray(1, 4)).toString("hex");
  return [
    "a=rtpmap:96 H264/90000",
    `a=fmtp:96 packetization-mode=1;profile-level-id=${profile};sprop-parameter-sets=${sets.join(",")}`,
  ];
}

/** As long as the original and with its NAL header, but nothing else is right. */
function noise(unit: Uint8Array): Uint8Array {
  return Buffer.concat([unit.subarray(0, 1), randomBytes(Math.max(1, unit.length - 1))]);
}
