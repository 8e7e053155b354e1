import { defineRoute, LiveState, type Route, type SocketRoute } from "@whereabouts/contracts";
import type { Clock, Disposable } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import { LiveFeed } from "./live-feed.ts";

export interface LivePorts {
  readonly bus: Bus;
  readonly clock: Pick<Clock, "monotonicMs">;
}

export interface LiveStats {
  readonly viewers: number;
  /** Events kept for viewers that come back, and their bytes. */
  readonly windowEvents: number;
  readonly windowBytes: number;
  /** Events since start, and those that slow viewers were not sent. */
  readonly events: number;
  readonly skippedEvents: number;
}

export interface Live extends Disposable {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  stats(): LiveStats;
}

/** The feed starts with the call: what is published from then on is in its window. */
export function createLive(ports: LivePorts): Live {
  const feed = new LiveFeed(ports);
  return {
    routes: [
      defineRoute({
        operationId: "getLiveState",
        method: "GET",
        path: "/api/v1/live/state",
        tag: "Live",
        summary: "Where everything stands now, with the cursor to go on from",
        response: LiveState,
        handle: () => ({ body: feed.state() }),
      }),
    ],
    sockets: [
      {
        operationId: "followLive",
        path: "/api/v1/live",
        tag: "Live",
        summary: "Events as they happen, by topic, with resume",
        messageLimitBytes: 16 * 1024,
        open: (socket, { caller }) => feed.open(socket, caller.kind === "user" ? caller.id : null),
      },
    ],
    stats: () => ({
      viewers: feed.viewers,
      windowEvents: feed.window.size,
      windowBytes: feed.window.bytes,
      events: feed.window.newest,
      skippedEvents: feed.skippedEvents,
    }),
    dispose: () => feed.dispose(),
  };
}
