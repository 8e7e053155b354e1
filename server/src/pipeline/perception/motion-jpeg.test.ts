import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import type { DetectedFrame } from "../../model/index.ts";
import type { CameraHealthReport, PerceptionPort } from "../perception-port.ts";
import { createPerception } from "./index.ts";

const WAIT = { timeout: 100_000 };
const SIZE = { width: 320, height: 240 };
const FPS = 10;

/** A webcam server as many cameras have one: JPEG after JPEG in one answer that never ends. */
class MotionJpegCamera {
  readonly #server: Server;
  readonly #clients = new Set<ServerResponse>();
  readonly #pictures: readonly Buffer[];
  readonly #timer: NodeJS.Timeout;
  isMute = false;
  #index = 0;

  private constructor(pictures: readonly Buffer[]) {
    this.#pictures = pictures;
    this.#server = createServer((request, response) => {
      if (request.url !== "/stream") return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "multipart/x-mixed-replace; boundary=frame" });
      this.#clients.add(response);
      response.on("close", () => this.#clients.delete(response));
    });
    this.#timer = setInterval(() => this.#push(), 1000 / FPS);
  }

  static async start(): Promise<MotionJpegCamera> {
    const pictures = await Promise.all(Array.from({ length: 20 }, (_, step) => picture(step)));
    const camera = new MotionJpegCamera(pictures);
    await new Promise<void>((resolve) => camera.#server.listen(0, "127.0.0.1", resolve));
    return camera;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/stream`;
  }

  #push(): void {
    const bytes = this.#pictures[this.#index++ % this.#pictures.length];
    if (this.isMute || !bytes) return;
    const head = `--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    for (const client of this.#clients) {
      client.write(head);
      client.write(bytes);
      client.write("\r\n");
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A light block that walks over a dark ground. */
function picture(step: number): Promise<Buffer> {
  const block = { create: { width: 40, height: 90, channels: 3 as const, background: "#eee" } };
  return sharp({ create: { ...SIZE, channels: 3, background: "#234" } })
    .composite([{ input: block, left: 20 + step * 10, top: 90 }])
    .jpeg()
    .toBuffer();
}

describe("a motion JPEG camera over HTTP", () => {
  let camera: MotionJpegCamera;
  let perception: PerceptionPort;
  const frames: DetectedFrame[] = [];
  const health: CameraHealthReport[] = [];

  beforeAll(async () => {
    camera = await MotionJpegCamera.start();
    perception = createPerception({
      log: createLog("silent"),
      clock: systemClock,
      modelsDir: "/nowhere",
      cacheDir: "/nowhere",
      settings: { targetFps: 5, jpegQuality: 80, defaultDetector: "motion", intraOpThreads: 1 },
    });
    perception.onFrame((frame) => frames.push(frame));
    perception.onHealth((report) => health.push(report));
    const settings = { detector: { kind: "motion" as const } };
    perception.setCameras([{ cameraId: "yard", code: "yard", sourceUrl: camera.url, settings }]);
  });
  afterAll(async () => {
    await perception.dispose();
    await camera.stop();
  });

  test("is decoded, watched, and dated by arrival", async () => {
    await vi.waitFor(() => expect(frames.some((f) => f.detections.length > 0)).toBe(true), WAIT);
    const frame = frames.at(-1)!;
    expect(frame.size).toEqual({ widthPx: SIZE.width, heightPx: SIZE.height });
    expect(Math.abs(systemClock.nowMs() - frame.captureTimeMs)).toBeLessThan(5_000);
    const times = frames.map((each) => each.captureTimeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("is shown as H.264, transcoded while somebody watches", async () => {
    const codecs: string[] = [];
    const keyframes: boolean[] = [];
    const close = perception.openVideo("yard", {
      onInit: ({ codec, bytes }) => codecs.push(`${codec} ${bytes.length > 100}`),
      onFragment: ({ keyframe }) => keyframes.push(keyframe),
      onEnd: () => undefined,
    });
    try {
      await vi.waitFor(() => expect(keyframes.length).toBeGreaterThan(5), WAIT);
    } finally {
      close();
    }
    expect(codecs[0]).toMatch(/^avc1\.[0-9a-f]{6} true$/);
    expect(keyframes[0]).toBe(true);
  });

  test("says in words that nothing comes any more, and recovers by itself", async () => {
    camera.isMute = true;
    await vi.waitFor(() => expect(health.at(-1)?.status).not.toBe("healthy"), WAIT);
    expect(health.at(-1)?.message).toMatch(/\w+ \w+/);
    camera.isMute = false;
    await vi.waitFor(() => expect(health.at(-1)?.status).toBe("healthy"), WAIT);
  });
});
