/** What cameras speak: codecs, encryption and passwords, through real connections. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Log } from "node-av/lib";
import { AV_LOG_FATAL } from "node-av/constants";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CameraSettings } from "../../model/index.ts";
import {
  startRtspServer,
  type RtspTestServer,
  type RtspTestServerOptions,
} from "../../testing/rtsp-server/index.ts";
import { TEST_CERTIFICATE } from "../../testing/rtsp-server/certificate.ts";
import { writeClip } from "../../testing/rtsp-server/clip.ts";
import { openDecoder } from "../decode/index.ts";
import { createSources } from "./registry.ts";

const SIZE = { widthPx: 320, heightPx: 240 };
const LIMIT_MS = 60_000;
let folder: string;
const clip = (codec: string) => path.join(folder, `${codec}.mp4`);

beforeAll(async () => {
  Log.setLevel(AV_LOG_FATAL);
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-clips-"));
  for (const codec of ["h264", "hevc"] as const) {
    await writeClip({ path: clip(codec), codec, ...SIZE });
  }
}, LIMIT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

const openSource = createSources({
  openEncoder: () => Promise.reject(new Error("no simulated camera in this test")),
  cacheDir: "/nowhere",
});

/** Decodes pictures of a source, as a camera's run does. */
async function watch(url: string, settings: CameraSettings = {}, pictures = 3) {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const source = await openSource({ url, settings, signal });
  const decoder = await openDecoder(source.track);
  const seen: { codec: string; widthPx: number; heightPx: number; level: number }[] = [];
  try {
    while (seen.length < pictures) {
      for (const picture of await decoder.decode(await source.read())) {
        const [level] = await picture.luma({ widthPx: 1, heightPx: 1 });
        seen.push({ codec: source.track.codec, ...picture.size, level: level ?? 0 });
        picture.release();
      }
    }
  } finally {
    await source.close();
    decoder.close();
  }
  return seen;
}

async function withServer(
  options: RtspTestServerOptions,
  use: (server: RtspTestServer) => Promise<void>,
): Promise<void> {
  const server = await startRtspServer(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

const PLAYED = (codec: string) =>
  Array.from({ length: 3 }, () => ({ codec, ...SIZE, level: expect.any(Number) }));
const withUser = (url: string, user: string) => url.replace("//", `//${user}@`);

describe.concurrent("HEVC", () => {
  test("plays from a file", async () => {
    const seen = await watch(`file:${clip("hevc")}`);
    expect(seen.slice(0, 3)).toEqual(PLAYED("hevc"));
    // A decoder that conceals instead of decoding shows even gray.
    expect(seen[0]!.level).toBeLessThan(124);
  });

  test.each(["tcp", "udp"] as const)("plays over RTSP %s", async (rtspTransport) => {
    await withServer({ path: clip("hevc") }, async (server) => {
      const seen = await watch(server.url, { rtspTransport });
      expect(seen.slice(0, 3)).toEqual(PLAYED("hevc"));
      expect(seen[0]!.level).toBeLessThan(124);
    });
  });
});

describe.concurrent("rtsps:", () => {
  test.each(["h264", "hevc"])("plays %s under a certificate nobody signed", async (codec) => {
    await withServer({ path: clip(codec), isEncrypted: true }, async (server) => {
      expect(server.url).toMatch(/^rtsps:/);
      expect((await watch(server.url)).slice(0, 3)).toEqual(PLAYED(codec));
    });
  });

  test("stays encrypted when the camera is set to UDP", async () => {
    await withServer({ path: clip("h264"), isEncrypted: true }, async (server) => {
      const seen = await watch(server.url, { rtspTransport: "udp" });
      expect(seen.slice(0, 3)).toEqual(PLAYED("h264"));
    });
  });
});

describe.concurrent.each(["basic", "digest"] as const)("RTSP with %s authentication", (scheme) => {
  test.each(["viewer:secret-word", "viewer:s3cr%40t%3A+w%2Ford"])(
    "lets %s in and the wrong password out",
    async (user) => {
      const credentials = decodeURIComponent(user);
      const authentication = { scheme, credentials };
      await withServer({ path: clip("h264"), authentication }, async (server) => {
        const seen = await watch(withUser(server.url, user));
        expect(seen.slice(0, 3)).toEqual(PLAYED("h264"));
        const wrong = watch(withUser(server.url, "viewer:guessed-word"));
        await expect(wrong).rejects.toThrow(/^Authentication failed while opening the source$/);
        await expect(watch(server.url)).rejects.toThrow(/^Authentication failed/);
      });
    },
  );
});

describe.concurrent("HTTP", () => {
  const servers: Server[] = [];
  afterAll(async () => {
    for (const server of servers) {
      if ("closeAllConnections" in server) (server.closeAllConnections as () => void)();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  async function serve(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }
  const motionJpeg: RequestListener = async (_request, response) => {
    const { widthPx: width, heightPx: height } = SIZE;
    const jpeg = await sharp({ create: { width, height, channels: 3, background: "#246" } })
      .jpeg()
      .toBuffer();
    response.writeHead(200, { "content-type": "multipart/x-mixed-replace; boundary=frame" });
    const push = setInterval(() => {
      response.write(
        `--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`,
      );
      response.write(jpeg);
      response.write("\r\n");
    }, 50);
    response.on("close", () => clearInterval(push));
  };

  test("plays motion JPEG over https: under a certificate nobody signed", async () => {
    const port = await serve(createHttps(TEST_CERTIFICATE, motionJpeg));
    const seen = await watch(`https://127.0.0.1:${port}/stream`);
    expect(seen.slice(0, 3)).toEqual(PLAYED("mjpeg"));
  });

  test("gives the name and password of the address, and says when they are wrong", async () => {
    const expected = `Basic ${Buffer.from("viewer:s3cr@t").toString("base64")}`;
    const guarded: RequestListener = (request, response) => {
      if (request.headers.authorization === expected) return motionJpeg(request, response);
      response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
    };
    const url = `http://127.0.0.1:${await serve(createHttp(guarded))}/stream`;
    expect((await watch(withUser(url, "viewer:s3cr%40t"))).slice(0, 3)).toEqual(PLAYED("mjpeg"));
    await expect(watch(withUser(url, "viewer:guess"))).rejects.toThrow(/^Authentication failed/);
  });
});
