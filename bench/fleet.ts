import { once } from "node:events";
import path from "node:path";

import type pg from "pg";
import { WebSocket } from "ws";

import { ChildServer } from "./harness/child-server.ts";
import { FLEET_SECRET, positionFrame, registerFrame } from "./harness/fleet-frames.ts";
import { clientFrame, sendOneByOne, StandingSockets } from "./harness/frame-sender.ts";
import type { Bench, BenchResult } from "./harness/index.ts";
import { ProductServer } from "./harness/product-server.ts";

const BARE = path.resolve(import.meta.dirname, "servers/bare-fleet.ts");
const STANDING_SOCKETS = 16;
const AT_ONCE = 32;
const WINDOW_FRAMES = 8_000;
/** Registrations of one socket wait for the database one after the other, 256 at most. */
const REGISTER_AT_ONCE = 200;

interface Load {
  readonly vehicles: number;
  readonly rounds: number;
  /** Frames of a round over one socket each, and over standing sockets. */
  readonly oneByOne: number;
  readonly standing: number;
}

/**
 * Signed positions per second, each stored and told to a dashboard, over one socket per frame as
 * embedded clients send them and over standing sockets, beside `ws` checking the signature and
 * nothing else. Both take turns; a round ends when the dashboard has the last frame, and the bench
 * fails when a frame is missing in the database.
 */
export const fleet: Bench = {
  name: "fleet",
  run: async ({ size }) => {
    const load: Load =
      size === "tiny"
        ? { vehicles: 50, rounds: 1, oneByOne: 50, standing: 500 }
        : { vehicles: 2_000, rounds: 5, oneByOne: 4_000, standing: 40_000 };
    const server = await ProductServer.start({ environment: { HMAC_SECRET_KEY: FLEET_SECRET } });
    const bare = await ChildServer.start(BARE);
    const database = await server.connectDatabase();
    try {
      return await compare({ server, bare, database }, load);
    } finally {
      await database.end();
      await bare.stop();
      await server.stop();
    }
  },
};

interface Contestants {
  readonly server: ProductServer;
  readonly bare: ChildServer;
  readonly database: pg.Client;
}

async function compare({ server, bare, database }: Contestants, load: Load): Promise<BenchResult> {
  const dashboard = await Dashboard.open(server.port);
  await register(server.port, dashboard, load.vehicles);
  const [ours, theirs] = [
    { port: server.port, path: "/ws/vehicles" },
    { port: bare.port, path: "/" },
  ];
  const standing = {
    ours: await StandingSockets.open(ours, STANDING_SOCKETS),
    theirs: await StandingSockets.open(theirs, STANDING_SOCKETS),
  };
  const spentMs = { oneOurs: 0, oneBare: 0, standingOurs: 0, standingBare: 0 };
  for (let round = 0; round < load.rounds; round++) {
    const few = framesOf(load.oneByOne, load.vehicles, round);
    const many = framesOf(load.standing, load.vehicles, round);
    const heard = (count: number) => dashboard.waitForMore(count);
    const counted = (count: number) => bare.ask({ more: count });
    const reset = () => bare.ask({ more: 0 });
    spentMs.oneOurs += await timed(() =>
      Promise.all([heard(few.length), sendOneByOne(ours, few, AT_ONCE)]),
    );
    await reset();
    spentMs.oneBare += await timed(() =>
      Promise.all([counted(few.length), sendOneByOne(theirs, few, AT_ONCE)]),
    );
    for (const window of windowsOf(many)) {
      spentMs.standingOurs += await timed(() =>
        Promise.all([heard(window.length), standing.ours.send(window)]),
      );
      await reset();
      spentMs.standingBare += await timed(() =>
        Promise.all([counted(window.length), standing.theirs.send(window)]),
      );
    }
  }
  const total = load.rounds * (load.oneByOne + load.standing);
  await expectStored(database, total);
  for (const sockets of Object.values(standing)) sockets.close();
  dashboard.close();
  return result(load, total, spentMs);
}

function result(
  load: Load,
  total: number,
  spentMs: Record<"oneOurs" | "oneBare" | "standingOurs" | "standingBare", number>,
): BenchResult {
  const rate = (frames: number, ms: number) => (load.rounds * frames) / (ms / 1000);
  const { oneOurs, oneBare, standingOurs, standingBare } = spentMs;
  const unit = "frames/s";
  return {
    figures: [
      { name: "a socket per frame", value: rate(load.oneByOne, oneOurs), unit },
      { name: "a socket per frame, bare ws", value: rate(load.oneByOne, oneBare), unit },
      { name: "standing sockets", value: rate(load.standing, standingOurs), unit },
      { name: "standing sockets, bare ws", value: rate(load.standing, standingBare), unit },
    ],
    ratios: [
      { name: "a socket per frame / bare ws", value: oneBare / oneOurs, wanted: { atLeast: 0.5 } },
      {
        name: "standing sockets / bare ws",
        value: standingBare / standingOurs,
        wanted: { atLeast: 0.7 },
      },
    ],
    digest: `${total} frames of ${load.vehicles} vehicles broadcast and stored, 0 lost`,
  };
}

function framesOf(count: number, vehicles: number, round: number): Buffer[] {
  return Array.from({ length: count }, (_, index) =>
    clientFrame(positionFrame(index % vehicles, round * 1000 + Math.floor(index / vehicles))),
  );
}

/** A dashboard that falls more than a megabyte behind would be spared frames, and no more be counted. */
function windowsOf(frames: readonly Buffer[]): Buffer[][] {
  const count = Math.ceil(frames.length / WINDOW_FRAMES);
  return Array.from({ length: count }, (_, index) =>
    frames.slice(index * WINDOW_FRAMES, (index + 1) * WINDOW_FRAMES),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function register(port: number, dashboard: Dashboard, vehicles: number): Promise<void> {
  const device = await StandingSockets.open({ port, path: "/ws/vehicles" }, 1);
  for (let from = 0; from < vehicles; from += REGISTER_AT_ONCE) {
    const count = Math.min(REGISTER_AT_ONCE, vehicles - from);
    const frames = Array.from({ length: count }, (_, i) => clientFrame(registerFrame(from + i)));
    await Promise.all([dashboard.waitForMore(count), device.send(frames)]);
  }
  device.close();
}

/** Everything that was broadcast is in the database, some moments later. @throws Error otherwise */
async function expectStored(database: pg.Client, total: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { rows } = await database.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM vehicle_positions",
    );
    const count = rows[0]!.count;
    if (count === total) return;
    if (tries === 100) throw new Error(`${total} frames were sent and ${count} stored`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A dashboard that counts what it hears. */
class Dashboard {
  readonly #socket: WebSocket;
  #heard = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #onEnough: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", () => {
      this.#heard++;
      if (this.#heard === this.#wanted) this.#onEnough();
    });
  }

  static async open(port: number): Promise<Dashboard> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/front/vehicles`);
    await once(socket, "open");
    return new Dashboard(socket);
  }

  waitForMore(count: number): Promise<void> {
    this.#wanted = this.#heard + count;
    return new Promise((resolve) => (this.#onEnough = resolve));
  }

  close(): void {
    this.#socket.terminate();
  }
}
