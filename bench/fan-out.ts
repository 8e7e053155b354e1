import path from "node:path";

import { ChildServer } from "./harness/child-server.ts";
import type { Bench, BenchOptions } from "./harness/index.ts";
import { RawViewers } from "./harness/raw-viewers.ts";

const SERVERS = path.resolve(import.meta.dirname, "servers");
/** Messages under way at once: enough to keep the server busy, too few to look like a slow viewer. */
const WINDOW = 8;
/** Greetings and pongs are shorter than any picture with boxes. */
const EVENT_BYTES_MIN = 1000;

interface Load {
  readonly viewers: number;
  readonly windows: number;
}

interface ServerKind {
  readonly file: string;
  readonly path: string;
  readonly greeting?: string;
}

const LIVE: ServerKind = {
  file: "live-feed.ts",
  path: "/api/v1/live",
  greeting: JSON.stringify({ type: "subscribe", topics: ["tracks.>"] }),
};
const BARE: ServerKind = { file: "bare-broadcast.ts", path: "/" };

/**
 * Messages per second that arrive at 500 viewers of the live feed, from the bus to every socket,
 * beside `ws` alone sending messages of the same kind to as many clients, just before and after.
 */
export const fanOut: Bench = {
  name: "fan-out",
  run: async ({ size }: BenchOptions) => {
    const load = size === "tiny" ? { viewers: 20, windows: 2 } : { viewers: 500, windows: 40 };
    const before = await messagesPerSecond(BARE, load);
    const live = await messagesPerSecond(LIVE, load);
    const after = await messagesPerSecond(BARE, load);
    const bare = (before + after) / 2;
    return {
      figures: [
        { name: "live feed", value: live, unit: "messages/s" },
        { name: "bare ws", value: bare, unit: "messages/s" },
      ],
      ratios: [{ name: "live feed / bare ws", value: live / bare, wanted: { atLeast: 0.7 } }],
      digest: `${load.viewers * load.windows * WINDOW} messages to ${load.viewers} viewers`,
    };
  },
};

async function messagesPerSecond(kind: ServerKind, load: Load): Promise<number> {
  const server = await ChildServer.start(path.join(SERVERS, kind.file));
  try {
    const { path: target, greeting } = kind;
    const count = load.viewers;
    const place = { port: server.port, path: target, count, minBytes: EVENT_BYTES_MIN };
    const viewers = await RawViewers.open({ ...place, ...(greeting ? { greeting } : {}) });
    try {
      return await delivered(viewers, load, () => server.ask({ publish: WINDOW }));
    } finally {
      viewers.close();
    }
  } finally {
    await server.stop();
  }
}

/** Publishes window after window, each once the one before reached everybody. */
async function delivered(
  viewers: RawViewers,
  load: Load,
  publish: () => Promise<unknown>,
): Promise<number> {
  const perWindow = WINDOW * load.viewers;
  await Promise.all([publish(), viewers.waitFor(perWindow)]);
  const startedMs = performance.now();
  for (let window = 1; window <= load.windows; window++) {
    await Promise.all([publish(), viewers.waitFor((window + 1) * perWindow)]);
  }
  return (load.windows * perWindow) / ((performance.now() - startedMs) / 1000);
}
