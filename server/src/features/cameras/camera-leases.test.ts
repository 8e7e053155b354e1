import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLog, Disposer, systemClock } from "../../base/index.ts";
import { createBus } from "../../bus/index.ts";
import { openDatabase } from "../../db/index.ts";
import { FakePerception } from "../../testing/fake-perception.ts";
import { NodeCalls } from "../../transport/index.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import type { CameraNode } from "./camera-leases.ts";
import { createCameras, type Cameras } from "./create-cameras.ts";

const LEASE_MS = 1500;

let database: TestDatabase;
let disposer: Disposer;

beforeEach(async () => {
  disposer = new Disposer();
  database = disposer.add(await createTestDatabase());
});
afterEach(() => disposer.dispose());

interface Node {
  readonly cameras: Cameras;
  /** Codes of what runs here, in order. */
  running(): string[];
  /** Tracks of these cameras were ended. */
  readonly forgotten: string[];
  readonly perception: FakePerception;
  /** Cuts it off from the database, as a network does. */
  cut(): Promise<void>;
}

async function startNode(name: string, options: Partial<CameraNode> = {}): Promise<Node> {
  const [log, clock] = [createLog("silent"), systemClock];
  const db = openDatabase(database.connection);
  const bus = disposer.add(await createBus({ kind: "process" }, { log, clock }));
  const perception = new FakePerception();
  const forgotten: string[] = [];
  const cameras = createCameras({
    ...{ db, bus, clock, log, perception },
    plans: { floor: () => undefined, site: () => undefined },
    node: {
      ...{ name, url: null, runsCameras: true, ownsDatabase: false, leaseMs: LEASE_MS },
      ...options,
    },
    nodes: new NodeCalls({ apiKey: "unused" }),
    forgetCamera: (cameraId) => forgotten.push(cameraId),
  });
  const cut = () => db.destroy();
  disposer.defer(async () => {
    await cameras.dispose();
    await db.destroy();
  });
  await cameras.start();
  const running = () => perception.cameras.map(({ code }) => code).sort();
  return { cameras, perception, forgotten, running, cut };
}

async function addCameras(node: Node, count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, (_, index) => `c${index}`);
  await node.cameras.importCameras(
    codes.map((code) => ({ name: code, url: `sim:campus/${code}` })),
  );
  return codes;
}

const settle = (check: () => void) => vi.waitFor(check, { interval: 20 });

it("a node alone runs every camera at once, and what is switched off nowhere", async () => {
  const node = await startNode("alone");
  const codes = await addCameras(node, 4);
  expect(node.running()).toEqual(codes);
  const { registry } = node.cameras;
  await registry.update(registry.get("c0").id, { enabled: false });
  expect(node.running()).toEqual(["c1", "c2", "c3"]);
  expect(node.forgotten).toEqual([registry.get("c0").id]);
});

it("a second node gets its share, and no camera runs twice", async () => {
  const first = await startNode("first");
  const codes = await addCameras(first, 5);
  const second = await startNode("second");
  await settle(() => {
    const both = [...first.running(), ...second.running()];
    expect(new Set(both).size).toBe(both.length);
    expect(both.sort()).toEqual(codes);
    expect(second.running()).toHaveLength(2);
  });
  expect(first.forgotten).toHaveLength(2);
});

it("cameras of a node that stops move at once, of one that falls silent when its leases end", async () => {
  const [first, second] = [await startNode("first"), await startNode("second")];
  const codes = await addCameras(first, 4);
  await second.cameras.registry.reload();
  await settle(() => expect(second.running()).toHaveLength(2));
  await first.cut();
  await settle(() => expect(second.running()).toEqual(codes));
  // It cannot know that others took over, so it must have stopped by itself.
  await settle(() => expect(first.running()).toEqual([]));
  const third = await startNode("third");
  await settle(() => expect(third.running()).toHaveLength(2));
  await second.cameras.dispose();
  await third.cameras.registry.reload();
  expect(third.running()).toEqual(codes);
});

it("a node alone keeps watching while the database is away", async () => {
  const node = await startNode("alone");
  const codes = await addCameras(node, 2);
  await node.cut();
  const from = performance.now();
  await settle(() => expect(performance.now() - from).toBeGreaterThan(2 * LEASE_MS));
  expect(node.running()).toEqual(codes);
});

it("the owner of the database waits for no lease of its former self", async () => {
  const former = await startNode("former", { leaseMs: 600_000 });
  const codes = await addCameras(former, 3);
  await former.cut();
  const owner = await startNode("owner", { ownsDatabase: true });
  expect(owner.running()).toEqual(codes);
});
