import { describe, expect, it, vi } from "vitest";
import { createLog } from "../base/index.ts";
import type { DetectedFrame, TrackedFrame, ZonedFrame } from "../model/index.ts";
import { STAGE_ORDER, type ServerStages } from "./order.ts";
import { createPipeline } from "./run.ts";

const tracked = (cameraId: string, captureTimeMs: number): TrackedFrame => ({
  cameraId,
  captureTimeMs,
  size: null,
  origin: "ingest",
  boxes: [],
  endedTrackIds: [],
});

const detected = (cameraId: string, captureTimeMs: number, detector = "motion"): DetectedFrame => ({
  cameraId,
  captureTimeMs,
  size: { widthPx: 1, heightPx: 1 },
  frameIndex: 0,
  detector,
  detections: [],
  stageMs: { decode: 0, motion: 0, detect: 0, describe: 0 },
});

/** Stages that write down what they did; identifying waits for `gate`, storing for `durable`. */
function rig(more: Partial<ServerStages> = {}) {
  const calls: string[] = [];
  const published: number[] = [];
  let open: () => void = () => undefined;
  let commit: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const durable = new Promise<void>((resolve) => (commit = resolve));
  const stages: ServerStages = {
    track: {
      track: (frame) => {
        calls.push("track");
        return { ...tracked(frame.cameraId, frame.captureTimeMs), origin: "camera" };
      },
      reset: () => ["gone"],
    },
    identify: {
      identify: async (frame) => {
        calls.push("identify");
        await gate;
        return { ...frame, boxes: [] };
      },
      hold: () => undefined,
    },
    locate: {
      locate: (frame) => {
        calls.push("locate");
        return { ...frame, boxes: [], siteId: null, floorId: null };
      },
    },
    zones: {
      assign: (frame) => {
        calls.push("zones");
        return { ...frame, boxes: [], presenceChanges: [] };
      },
      hold: () => calls.push("hold"),
      sweep: () => [],
    },
    rules: { evaluate: () => calls.push("rules") },
    publish: {
      publish: (frame) => {
        calls.push("publish");
        published.push(frame.captureTimeMs);
      },
      publishPresence: () => undefined,
    },
    store: {
      assertRoom: () => undefined,
      store: () => {
        calls.push("store");
        return durable;
      },
    },
    ...more,
  };
  const pipeline = createPipeline({
    stages,
    log: createLog("silent"),
    clock: { nowMs: () => 5 },
    laneLimit: 3,
  });
  return { pipeline, calls, published, open, commit };
}

describe("pipeline", () => {
  it("runs the server's stages in the order of the list", async () => {
    const { pipeline, calls, open } = rig();
    open();
    pipeline.submitDetected(detected("c", 1));
    const inServer = STAGE_ORDER.filter((stage) => stage.runsIn === "server");
    await vi.waitFor(() => expect(calls).toEqual(inServer.map((stage) => stage.name)));
    pipeline.dispose();
  });

  it("answers a foreign frame when its rows are durable, not before", async () => {
    const { pipeline, published, open, commit } = rig();
    open();
    const settled: ZonedFrame[] = [];
    const frames = [1, 2].map((n) =>
      pipeline.submitTracked(tracked("c", n)).then((frame) => settled.push(frame)),
    );
    await vi.waitFor(() => expect(published).toEqual([1, 2]));
    expect(settled).toEqual([]);
    commit();
    await Promise.all(frames);
    expect(settled.map((frame) => frame.captureTimeMs)).toEqual([1, 2]);
    pipeline.dispose();
  });

  it("keeps a camera's order, drops its oldest frames and says so to whoever waits", async () => {
    const { pipeline, published, open, commit } = rig();
    const first = pipeline.submitTracked(tracked("c", 0));
    const second = pipeline.submitTracked(tracked("c", 1));
    for (let n = 2; n <= 4; n++) pipeline.submitDetected(detected("c", n));
    await expect(second).rejects.toMatchObject({ kind: "unavailable" });
    expect(pipeline.stats().lanes).toEqual({ cameras: 1, size: 3, limit: 3, dropped: 1 });
    open();
    commit();
    await first;
    await vi.waitFor(() => expect(published).toEqual([0, 2, 3, 4]));
    await vi.waitFor(() => expect(pipeline.stats().lanes.cameras).toBe(0));
    pipeline.dispose();
  });

  it("tells nothing of a held frame but that the camera holds", async () => {
    const { pipeline, calls, open } = rig();
    open();
    pipeline.submitDetected(detected("c", 1, "none"));
    await vi.waitFor(() => expect(calls).toEqual(["track", "hold"]));
    pipeline.dispose();
  });

  it("survives a failing stage and a store that gives up", async () => {
    let isFirst = true;
    const { pipeline, published, open } = rig({
      locate: {
        locate: (frame) => {
          if (isFirst) {
            isFirst = false;
            throw new Error("broken once");
          }
          return { ...frame, boxes: [], siteId: null, floorId: null };
        },
      },
      store: { assertRoom: () => undefined, store: () => Promise.reject(new Error("no")) },
    });
    open();
    pipeline.submitDetected(detected("c", 1));
    pipeline.submitDetected(detected("c", 2));
    await vi.waitFor(() => expect(published).toEqual([2]));
    await vi.waitFor(() => expect(pipeline.stats().framesUnstored).toBe(1));
    await expect(pipeline.submitTracked(tracked("c", 3))).rejects.toThrow("no");
    expect(pipeline.stats()).toMatchObject({ framesFailed: 1, framesDetected: 2 });
    pipeline.dispose();
    await expect(pipeline.submitTracked(tracked("c", 4))).rejects.toThrow("stops");
  });

  it("publishes the end of a forgotten camera's tracks", async () => {
    const { pipeline, published, open } = rig();
    open();
    pipeline.forgetCamera("c");
    await vi.waitFor(() => expect(published).toEqual([5]));
    pipeline.dispose();
  });
});
