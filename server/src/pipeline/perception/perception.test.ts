import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLog, systemClock } from "../../base/index.ts";
import type { CameraSettings, DetectedFrame, ObjectClass } from "../../model/index.ts";
import { startRtspServer, type RtspTestServer } from "../../testing/rtsp-server/index.ts";
import { testVideo } from "../../testing/rtsp-server/test-video.ts";
import type { CameraHealthReport, PerceptionPort } from "../perception-port.ts";
import { createPerception } from "./index.ts";

const PERSONS = testVideo("one-by-one-persons.mp4");
const DOG = testVideo("person-and-dog.mp4");
const WAIT = { timeout: 28_000, interval: 50 };
/** Motion needs no model and hardly any time, so these tests measure the plumbing alone. */
const MOTION: CameraSettings = { detector: { kind: "motion" }, motionGate: false, targetFps: 4 };

/** A perception with everything it said, by camera. */
class Watched {
  readonly port: PerceptionPort;
  readonly frames = new Map<string, DetectedFrame[]>();
  readonly health = new Map<string, CameraHealthReport[]>();

  constructor() {
    this.port = createPerception({
      log: createLog("silent"),
      clock: systemClock,
      modelsDir: new URL("../../../../data/models", import.meta.url).pathname,
      cacheDir: new URL("../../../../data/cache", import.meta.url).pathname,
      settings: { targetFps: 5, jpegQuality: 80, defaultDetector: "centernet", intraOpThreads: 1 },
      camerasPerGroup: 2,
    });
    this.port.onFrame((frame) => this.framesOf(frame.cameraId).push(frame));
    this.port.onHealth((report) => this.healthOf(report.cameraId).push(report));
  }

  framesOf(cameraId: string): DetectedFrame[] {
    const frames = this.frames.get(cameraId) ?? [];
    this.frames.set(cameraId, frames);
    return frames;
  }

  healthOf(cameraId: string): CameraHealthReport[] {
    const reports = this.health.get(cameraId) ?? [];
    this.health.set(cameraId, reports);
    return reports;
  }

  /** Waits until this is the last thing said about the camera. */
  async untilHealth(cameraId: string, status: string, message: RegExp | null): Promise<void> {
    await vi.waitFor(() => {
      const last = this.healthOf(cameraId).at(-1);
      const fits = message === null ? last?.message === null : message.test(last?.message ?? "");
      if (last?.status !== status || !fits) throw new Error(`Last: ${JSON.stringify(last)}`);
    }, WAIT);
  }

  async untilMoreFrames(cameraId: string, count = 2): Promise<void> {
    const wanted = this.framesOf(cameraId).length + count;
    await vi.waitFor(() => {
      const got = this.framesOf(cameraId).length;
      if (got <= wanted) throw new Error(`${got} frames, more than ${wanted} expected`);
    }, WAIT);
  }
}

function camera(cameraId: string, sourceUrl: string, settings: CameraSettings = MOTION) {
  return { cameraId, code: cameraId, sourceUrl, settings };
}

describe.skipIf(PERSONS.skip ?? DOG.skip)("perception of RTSP cameras", () => {
  let server: RtspTestServer;
  const watched = new Watched();

  beforeAll(async () => {
    server = await startRtspServer({ path: PERSONS.path });
    watched.port.setCameras([
      camera("tcp", server.url),
      camera("udp", server.url, { ...MOTION, rtspTransport: "udp" }),
      camera("other", `file:${PERSONS.path}`),
    ]);
  });
  afterAll(async () => {
    await watched.port.dispose();
    await server.close();
  });

  test("delivers frames over TCP and UDP, with capture times that rise", async () => {
    await Promise.all([watched.untilMoreFrames("tcp"), watched.untilMoreFrames("udp")]);
    await watched.untilHealth("tcp", "healthy", null);
    const frames = watched.framesOf("tcp");
    const times = frames.map(({ captureTimeMs }) => captureTimeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(systemClock.nowMs());
    expect(frames[0]).toMatchObject({ size: { widthPx: 768, heightPx: 432 }, detector: "motion" });
  });

  test("gives a snapshot and live video whose first fragment is a key frame", async () => {
    await watched.untilMoreFrames("tcp", 0);
    const snapshot = await watched.port.snapshot("tcp");
    expect(Buffer.from(snapshot.jpeg.subarray(0, 2)).toString("hex")).toBe("ffd8");
    const got: { codec: string; fragments: { keyframe: boolean; captureTimeMs: number }[] }[] = [];
    const viewer = () => {
      const seen: (typeof got)[number] = { codec: "", fragments: [] };
      got.push(seen);
      return {
        onInit: (init: { codec: string }) => {
          seen.codec = init.codec;
        },
        onFragment: (fragment: { keyframe: boolean; captureTimeMs: number }) => {
          seen.fragments.push(fragment);
        },
        onEnd: () => undefined,
      };
    };
    const closers = [
      watched.port.openVideo("tcp", viewer()),
      watched.port.openVideo("tcp", viewer()),
    ];
    await expect.poll(() => got.every(({ fragments }) => fragments.length > 3), WAIT).toBe(true);
    for (const { codec, fragments } of got) {
      expect(codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
      expect(fragments[0]?.keyframe).toBe(true);
    }
    for (const close of closers) close();
  });

  test("says when a camera refuses, and comes back by itself", async () => {
    await server.setFault("refuse");
    await watched.untilHealth("tcp", "down", /refused/);
    await server.setFault(null);
    await watched.untilHealth("tcp", "healthy", null);
    await watched.untilMoreFrames("tcp");
  });

  test("says when the data is garbage, and comes back by itself", async () => {
    await watched.untilHealth("tcp", "healthy", null);
    await server.setFault("garbage");
    await watched.untilHealth("tcp", "degraded", /corrupt|No picture|garbage/);
    await server.setFault(null);
    await watched.untilHealth("tcp", "healthy", null);
  });

  test("says when the data stops, and comes back by itself", async () => {
    await server.setFault("stall");
    await watched.untilHealth("tcp", "degraded", /No picture for/);
    await watched.untilHealth("tcp", "down", /Timed out|No data/);
    await server.setFault(null);
    await watched.untilHealth("tcp", "healthy", null);
  });

  test("restarts a killed process at once and leaves the other one alone", async () => {
    await watched.untilHealth("tcp", "healthy", null);
    const groupOf = (cameraId: string) =>
      watched.port.stats().groups.find(({ cameraIds }) => cameraIds.includes(cameraId))!;
    const victim = groupOf("tcp");
    const bystander = groupOf("other");
    expect(victim.group).not.toBe(bystander.group);
    process.kill(victim.pid!, "SIGKILL");
    await watched.untilHealth("tcp", "down", /process ended \(SIGKILL\)/);
    await watched.untilHealth("tcp", "healthy", null);
    await watched.untilMoreFrames("tcp");
    await watched.untilMoreFrames("other");
    expect(groupOf("tcp")).toMatchObject({ group: victim.group, restarts: 1 });
    expect(groupOf("other")).toMatchObject({ pid: bystander.pid, restarts: 0 });
    expect(watched.healthOf("other").some(({ status }) => status === "down")).toBe(false);
  });

  test("notices another resolution and goes on with it", async () => {
    await server.setRecording(DOG.path);
    await expect
      .poll(() => watched.framesOf("tcp").at(-1)?.size, WAIT)
      .toEqual({ widthPx: 1280, heightPx: 720 });
    const said = watched.healthOf("tcp").map(({ message }) => message);
    expect(said).toContain("Resolution changed from 768x432 to 1280x720");
  });
});

describe("perception of one source", () => {
  const watched = new Watched();
  const centernet: CameraSettings = { detector: { kind: "centernet" }, targetFps: 3 };
  beforeAll(() => {
    // A simulated camera first draws what never moves, so it starts while the others are tested.
    const real = DOG.skip ? [] : [camera("dog", `file:${DOG.path}`, centernet)];
    watched.port.setCameras([...real, camera("sim", "sim:campus/c09", {})]);
  });
  afterAll(() => watched.port.dispose());

  const found = (cameraId: string) =>
    new Set(
      watched.framesOf(cameraId).flatMap(({ detections }) => detections.map((d) => d.objectClass)),
    );

  test.skipIf(DOG.skip)("finds the person and the dog", async () => {
    const both: ObjectClass[] = ["person", "dog"];
    await expect.poll(() => both.every((each) => found("dog").has(each)), WAIT).toBe(true);
  });

  test.skipIf(PERSONS.skip)("previews a source with its codec and what is in it", async () => {
    const preview = await watched.port.preview({ sourceUrl: `file:${PERSONS.path}`, settings: {} });
    expect(preview).toMatchObject({ codec: "h264", size: { widthPx: 768, heightPx: 432 } });
    expect(preview.fps).toBeCloseTo(10, 0);
  });

  test("previews nothing of a source that refuses, and leaks no password", async () => {
    const source = { sourceUrl: "rtsp://user:hidden@127.0.0.1:1/x", settings: {} };
    const refusal: Error = await watched.port.preview(source).then(
      () => new Error("must not succeed"),
      (error: Error) => error,
    );
    expect(refusal.message).toMatch(/refused/);
    expect(refusal.message).not.toContain("hidden");
  });

  test("draws a simulated camera and encodes it live", async () => {
    await watched.untilMoreFrames("sim", 1);
    expect(watched.framesOf("sim")[0]).toMatchObject({
      detector: "motion",
      size: { widthPx: 640, heightPx: 360 },
    });
  });
});

describe.skipIf(PERSONS.skip)("perception with credentials", () => {
  test("says that authentication failed, and succeeds with the right ones", async () => {
    const server = await startRtspServer({
      path: PERSONS.path,
      authentication: { scheme: "digest", credentials: "viewer:secret" },
    });
    const watched = new Watched();
    try {
      const withUser = (user: string) => server.url.replace("//", `//${user}@`);
      watched.port.setCameras([
        camera("wrong", withUser("viewer:guess")),
        camera("right", withUser("viewer:secret")),
      ]);
      await watched.untilHealth("wrong", "down", /Authentication failed/);
      await watched.untilHealth("right", "healthy", null);
      const said = JSON.stringify([...watched.health.values()]);
      expect(said).not.toMatch(/guess|secret/);
    } finally {
      await watched.port.dispose();
      await server.close();
    }
  });
});
