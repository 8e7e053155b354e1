/** The main job on real video: everybody who passes is found and keeps one id. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testVideo } from "../testing/rtsp-server/test-video.ts";
import { startRtspServer } from "../testing/rtsp-server/index.ts";
import { startTestApp, type TestApp } from "./index.ts";
import { LiveRecorder, type LiveFrame } from "./live-recorder.ts";
import { countPasses, type Pass } from "./passes.ts";

const PERSONS = testVideo("one-by-one-persons.mp4");
const DOG = testVideo("person-and-dog.mp4");

/** Counted by eye, frame by frame: six persons, an empty room between them. */
const PASSES: readonly Pass[] = [
  { fromS: 6, toS: 19.8 },
  { fromS: 22.8, toS: 44.8 },
  { fromS: 50.5, toS: 69.8 },
  { fromS: 74.5, toS: 87 },
  { fromS: 92.5, toS: 120 },
  { fromS: 123.5, toS: 136.5 },
];
/** Between the first pass and the second the room is empty. */
const FIRST_PASS_GONE_S = 21;
/** Ends what hangs; a detector on a busy machine takes many times what it takes on a quiet one. */
const TEST_MS_MAX = 600_000;

interface CameraView {
  readonly health: { readonly status: string; readonly message: string | null } | null;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

let app: TestApp;
let feed: LiveRecorder;
beforeAll(async () => {
  app = await startTestApp();
  feed = await LiveRecorder.open(app);
});
afterAll(async () => {
  feed?.close();
  await app?.dispose();
});

const addCamera = (code: string, source_url: string, settings: object): Promise<unknown> =>
  app.call("POST", "/api/v1/registry/cameras", { code, name: code, source_url, settings });
const removeCamera = (code: string): Promise<unknown> =>
  app.call("DELETE", `/api/v1/registry/cameras/${code}`);

/** Every frame of a recording that is stepped through to its end. */
async function play(code: string, path: string): Promise<readonly LiveFrame[]> {
  await addCamera(code, `file:${path}`, { pace: "as-fast-as-possible" });
  const said = async () =>
    (await app.call<CameraView>("GET", `/api/v1/registry/cameras/${code}`)).health?.message;
  await expect.poll(said, { timeout: TEST_MS_MAX, interval: 250 }).toMatch(/played to its end/);
  return feed.of(code);
}

/** The voted class of every track, as last published, with the number of its boxes. */
function tracksOf(frames: readonly LiveFrame[]): Map<string, { name: string; boxes: number }> {
  const tracks = new Map<string, { name: string; boxes: number }>();
  for (const { track_id, object_class } of frames.flatMap(({ boxes }) => boxes)) {
    const boxes = (tracks.get(track_id)?.boxes ?? 0) + 1;
    tracks.set(track_id, { name: object_class, boxes });
  }
  return tracks;
}

const storedTracks = (code: string): Promise<readonly { readonly id: string }[]> =>
  app.db
    .selectFrom("tracks")
    .innerJoin("cameras", "cameras.id", "tracks.camera_id")
    .where("cameras.code", "=", code)
    .select("tracks.id")
    .execute();

describe("a recording played as fast as possible", () => {
  it.skipIf(PERSONS.skip)(
    "has each of six persons found once and nobody else",
    async () => {
      const frames = await play("hall", PERSONS.path);
      const report = countPasses(frames, { passes: PASSES, startMs: frames[0]!.capture_time_ms });
      const { found, switches, falseTracks } = report;
      print(
        [
          "one-by-one-persons.mp4 from file",
          ...report.rows,
          `found ${found} of ${PASSES.length}, switches ${switches}, false tracks ${falseTracks}`,
        ].join("\n  "),
      );
      expect(feed.problems).toEqual([]);
      expect({ found, switches, falseTracks }).toEqual({ found: 6, switches: 0, falseTracks: 0 });
      expect([...tracksOf(frames).values()].every(({ name }) => name === "person")).toBe(true);
      await expect.poll(async () => (await storedTracks("hall")).length).toBe(PASSES.length);
    },
    TEST_MS_MAX,
  );

  it.skipIf(DOG.skip)(
    "has the person found and the dog called a dog",
    async () => {
      const frames = await play("yard", DOG.path);
      const tracks = [...tracksOf(frames).values()];
      const listed = tracks.map(({ name, boxes }) => `${name} ${boxes}`).join(", ");
      print(`person-and-dog.mp4 from file, ${frames.length} frames: tracks ${listed}`);
      expect(tracks.map(({ name }) => name).sort()).toEqual(["dog", "person"]);
      for (const { boxes } of tracks) expect(boxes).toBeGreaterThan(frames.length * 0.7);
    },
    TEST_MS_MAX,
  );
});

describe("an RTSP camera in real time", () => {
  it.skipIf(PERSONS.skip)(
    "has the first person found once, over TCP and over UDP",
    async () => {
      const server = await startRtspServer({ path: PERSONS.path });
      const codes = ["tcp", "udp"] as const;
      try {
        for (const code of codes) await addCamera(code, server.url, { rtsp_transport: code });
        const untilMs = Date.now() + FIRST_PASS_GONE_S * 1000;
        const reached = () =>
          Math.min(...codes.map((code) => feed.of(code).at(-1)?.capture_time_ms ?? 0));
        await expect
          .poll(reached, { timeout: TEST_MS_MAX, interval: 250 })
          .toBeGreaterThan(untilMs);
      } finally {
        await Promise.all(codes.map(removeCamera));
        await server.close();
      }
      for (const code of codes) {
        const tracks = [...tracksOf(feed.of(code)).values()];
        const listed = tracks.map(({ name, boxes }) => `${name} ${boxes}`).join(", ");
        print(`one-by-one-persons.mp4 over RTSP ${code}: tracks ${listed}`);
        expect(tracks.map(({ name }) => name)).toEqual(["person"]);
      }
    },
    TEST_MS_MAX,
  );

  it.skipIf(DOG.skip)(
    "has the dog called a dog, over TCP and over UDP, with a password",
    async () => {
      const authentication = { scheme: "digest", credentials: "viewer:hidden-word" } as const;
      const server = await startRtspServer({ path: DOG.path, authentication });
      const url = server.url.replace("//", `//${authentication.credentials}@`);
      const codes = ["dog-tcp", "dog-udp"] as const;
      const seenLong = (code: string, name: string) =>
        [...tracksOf(feed.of(code)).values()].some((t) => t.name === name && t.boxes >= 6);
      try {
        for (const code of codes) await addCamera(code, url, { rtsp_transport: code.slice(4) });
        const seen = () =>
          codes.map((code) => ["person", "dog"].filter((name) => seenLong(code, name)));
        const both = ["person", "dog"];
        await expect.poll(seen, { timeout: TEST_MS_MAX, interval: 250 }).toEqual([both, both]);
        const said = await app.call<object>("GET", "/api/v1/registry/cameras");
        expect(JSON.stringify(said)).not.toContain("hidden-word");
      } finally {
        await Promise.all(codes.map(removeCamera));
        await server.close();
      }
      for (const code of codes) {
        const tracks = [...tracksOf(feed.of(code)).values()];
        const listed = tracks.map(({ name, boxes }) => `${name} ${boxes}`).join(", ");
        print(`person-and-dog.mp4 over RTSP ${code}: tracks ${listed}`);
      }
    },
    TEST_MS_MAX,
  );
});
