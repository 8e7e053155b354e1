import { once } from "node:events";

import { WebSocket } from "ws";

/** The parts of a `tracks` message that benches look at. */
export interface TracksEvent {
  readonly camera_code: string;
  readonly capture_time_ms: number;
  readonly boxes: readonly unknown[];
}

/** One ordinary viewer of the live feed, subscribed to all tracks. */
export class LiveViewer {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Resolves when the server sends everything from now on. */
  static async open(
    server: { readonly port: number; readonly livePath: string },
    onTracks: (event: TracksEvent) => void,
  ): Promise<LiveViewer> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${server.livePath}`);
    await once(socket, "open");
    const answered = Promise.withResolvers<void>();
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString("utf8")) as { type: string; data: TracksEvent };
      if (message.type === "event") onTracks(message.data);
      if (message.type === "pong") answered.resolve();
    });
    socket.on("close", () => answered.reject(new Error("The server closed the live feed")));
    socket.send(JSON.stringify({ type: "subscribe", topics: ["tracks.>"] }));
    // Messages are taken in order, so whoever answers this one has subscribed us.
    socket.send(JSON.stringify({ type: "ping" }));
    await answered.promise;
    return new LiveViewer(socket);
  }

  close(): void {
    this.#socket.terminate();
  }
}
