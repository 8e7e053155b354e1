/** Pictures of a camera that another process of the installation runs, over real HTTP. */
import { once } from "node:events";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createLog, Disposer, systemClock } from "../../base/index.ts";
import { createBus } from "../../bus/index.ts";
import { FakePerception } from "../../testing/fake-perception.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { NodeCalls } from "../../transport/index.ts";
import { keyAccess, startServer } from "../../transport/testing.ts";
import { createCameras, type Cameras } from "./create-cameras.ts";

const WAIT = { timeout: 60_000, interval: 20 };
const disposer = new Disposer();
let database: TestDatabase;
let owner: Node;
let viewer: Node;
let stranger: Node;

interface Node {
  readonly cameras: Cameras;
  readonly perception: FakePerception;
  readonly baseUrl: string;
  /** What it tells others about where it is. */
  url: string | null;
}

beforeAll(async () => {
  database = disposer.add(await createTestDatabase());
  owner = await startNode("owner", { runsCameras: true, apiKey: "right" });
  await owner.cameras.importCameras([{ name: "gate", url: "sim:campus/c09" }]);
  viewer = await startNode("viewer", { runsCameras: false, apiKey: "right" });
  stranger = await startNode("stranger", { runsCameras: false, apiKey: "another" });
  const { id } = owner.cameras.registry.get("gate");
  await vi.waitUntil(() => viewer.cameras.elsewhere(id) === "owner", WAIT);
});
afterAll(() => disposer.dispose());

async function startNode(
  name: string,
  { runsCameras, apiKey }: { runsCameras: boolean; apiKey: string },
): Promise<Node> {
  const [log, clock] = [createLog("silent"), systemClock];
  const bus = disposer.add(await createBus({ kind: "process" }, { log, clock }));
  const perception = new FakePerception();
  const place = {
    name,
    url: null as string | null,
    runsCameras,
    ownsDatabase: false,
    leaseMs: 900,
  };
  const cameras = createCameras({
    ...{ db: database.db, bus, clock, log, perception },
    plans: { floor: () => undefined, site: () => undefined },
    node: place,
    nodes: new NodeCalls({ apiKey }),
    forgetCamera: () => undefined,
  });
  const { routes, sockets } = cameras;
  const names = [...routes, ...sockets].map(({ operationId }) => operationId);
  const access = keyAccess(Object.fromEntries(names.map((operation) => [operation, {}])));
  const { server, baseUrl } = await startServer({ routes, sockets, access });
  disposer.add(cameras);
  disposer.defer(() => server.close(0));
  place.url = baseUrl;
  await cameras.start();
  return Object.assign(place, { cameras, perception, baseUrl });
}

const SNAPSHOT = "/api/v1/registry/cameras/gate/snapshot.jpg";

async function snapshot(node: Node, headers: Record<string, string> = {}) {
  const response = await fetch(node.baseUrl + SNAPSHOT, {
    headers: { "x-api-key": "right", ...headers },
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

it("hands out the picture of the node that has it", async () => {
  expect(await snapshot(viewer)).toMatchObject({
    status: 503,
    body: expect.stringMatching(/has no picture/),
  });
  const size = { widthPx: 640, heightPx: 360 };
  owner.perception.picture = { jpeg: Buffer.from("a picture"), captureTimeMs: 1e12, size };
  const { status, headers, body } = await snapshot(viewer);
  expect([status, body]).toEqual([200, "a picture"]);
  expect(headers.get("content-type")).toBe("image/jpeg");
  expect(headers.get("x-capture-time")).toBe(new Date(1e12).toISOString());
  expect(headers.get("x-picture-size")).toBe("640x360");
});

it("refuses who may not ask, before and behind", async () => {
  expect((await snapshot(viewer, { "x-api-key": "wrong" })).status).toBe(401);
  const behind = await snapshot(stranger);
  expect(behind).toMatchObject({
    status: 503,
    body: expect.stringMatching(/owner, which answers 401: give all/),
  });
});

it("never passes on what was passed on", async () => {
  const forwarded = await snapshot(viewer, { "x-whereabouts-forwarded": "1" });
  expect(forwarded).toMatchObject({ status: 503, body: expect.stringMatching(/has no picture/) });
});

function watch(node: Node) {
  const url = `${node.baseUrl.replace("http", "ws")}/api/v1/cameras/gate/video`;
  const socket = new WebSocket(url, { headers: { "x-api-key": "right" } });
  const got: (string | object)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    got.push(isBinary ? data.toString() : (JSON.parse(data.toString()) as object));
  });
  return { socket, got };
}

it("relays live video, and ends there when the viewer leaves", async () => {
  const { socket, got } = watch(viewer);
  const { id } = owner.cameras.registry.get("gate");
  await vi.waitFor(() => expect(owner.perception.viewers.has(id)).toBe(true), WAIT);
  const video = owner.perception.viewers.get(id)!;
  const size = { widthPx: 640, heightPx: 360 };
  video.onInit({ codec: "avc1.64001f", size, bytes: Buffer.from("init") });
  const bytes = Buffer.from("fragment");
  video.onFragment({ bytes, keyframe: true, captureTimeMs: 1e12, mediaTimeS: 0 });
  await vi.waitFor(() => expect(got).toHaveLength(4), WAIT);
  expect(got).toEqual([
    { type: "init", codec: "avc1.64001f", width_px: 640, height_px: 360 },
    "init",
    { type: "clock", capture_time_ms: 1e12, media_time_s: 0 },
    "fragment",
  ]);
  expect(viewer.cameras.videoStats().viewers).toBe(1);
  socket.close();
  await vi.waitFor(() => expect(owner.perception.viewers.has(id)).toBe(false), WAIT);
  expect(viewer.cameras.videoStats().viewers).toBe(0);
});

it("says why there is no video, and closes so that the viewer tries again", async () => {
  const { socket, got } = watch(stranger);
  const [code] = (await once(socket, "close")) as [number];
  expect(code).toBe(1013);
  expect(got).toEqual([{ type: "error", detail: expect.stringMatching(/answers 401: give all/) }]);
});

it("names the node that did not say where it is", async () => {
  owner.url = null;
  const body = expect.stringMatching(/on another node, owner: ask there, or set NODE_URL/);
  await vi.waitFor(async () => {
    expect(await snapshot(viewer)).toMatchObject({ status: 503, body });
  }, WAIT);
});
