import type { TestApp } from "./test-app.ts";

/** One frame of one camera as viewers of the live feed get it. */
export interface LiveFrame {
  readonly camera_code: string;
  readonly capture_time_ms: number;
  readonly size_px: readonly [number, number] | null;
  readonly boxes: readonly LiveBox[];
}
export interface LiveBox {
  readonly track_id: string;
  readonly object_class: string;
  readonly score: number;
  readonly box_px: readonly [number, number, number, number];
  readonly position_m: readonly [number, number] | null;
}

type Message =
  | { readonly type: "hello" | "pong" | "gap" }
  | { readonly type: "error"; readonly detail: string }
  | { readonly type: "event"; readonly topic: string; readonly data: LiveFrame };

/** Keeps every frame that the live feed sends, by camera. */
export class LiveRecorder {
  readonly #socket: WebSocket;
  readonly #frames = new Map<string, LiveFrame[]>();
  readonly problems: string[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(String(data))));
  }

  /** Resolves when the feed sends everything from now on. */
  static async open(app: TestApp): Promise<LiveRecorder> {
    const socket = new WebSocket(`${app.socketUrl}/api/v1/live?token=${app.adminToken}`);
    const recorder = new LiveRecorder(socket);
    const greeted = new Promise<void>((resolve, reject) => {
      socket.addEventListener("message", () => resolve(), { once: true });
      socket.addEventListener("error", () => reject(new Error("The live feed does not open")));
    });
    await greeted;
    socket.send(JSON.stringify({ type: "subscribe", topics: ["tracks.>"] }));
    const answered = new Promise<void>((resolve) => {
      socket.addEventListener("message", ({ data }) => {
        if (JSON.parse(String(data)).type === "pong") resolve();
      });
    });
    socket.send(JSON.stringify({ type: "ping" }));
    await answered;
    return recorder;
  }

  /** In the order of their capture. */
  of(cameraCode: string): readonly LiveFrame[] {
    return this.#frames.get(cameraCode) ?? [];
  }

  close(): void {
    this.#socket.close();
  }

  #take(message: Message): void {
    if (message.type === "gap" || message.type === "error") {
      this.problems.push(JSON.stringify(message));
    }
    if (message.type !== "event" || !message.topic.startsWith("tracks.")) return;
    const { data } = message;
    const frames = this.#frames.get(data.camera_code) ?? [];
    this.#frames.set(data.camera_code, frames);
    frames.push(data);
  }
}
