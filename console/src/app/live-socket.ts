import { accessToken } from "./session.ts";

/** What the live socket says; `docs` of the server list the payload of each topic. */
export interface LiveEvent {
  readonly topic: string;
  readonly data: unknown;
}

/** Where the connection stands, for people. */
export interface LiveState {
  readonly connection: "connecting" | "open" | "lost";
  /** Messages the server could not hand over since the page was opened. */
  readonly missed: number;
}

type ServerMessage =
  | { readonly type: "hello"; readonly cursor: string }
  | {
      readonly type: "event";
      readonly topic: string;
      readonly cursor: string;
      readonly data: unknown;
    }
  | { readonly type: "gap"; readonly to_cursor: string; readonly missed: number | null }
  | { readonly type: "error"; readonly detail: string }
  | { readonly type: "pong" };

interface LiveSocketOptions {
  readonly topics: readonly string[];
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (state: LiveState) => void;
  /** The server lost messages for us: what is shown may be old and should be read again. */
  readonly onGap: () => void;
}

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8000;

/** `ws:` or `wss:` address of a path on the server this page came from. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Delay before attempt `attempt` (0 = first retry), doubling up to a limit, with jitter. */
export function retryDelayMs(attempt: number, random = Math.random()): number {
  const limit = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(attempt, 10));
  return limit * (0.5 + random / 2);
}

/** The live feed: subscribes, resumes from its cursor after a loss, and counts what it missed. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cursor: string | undefined;
  #attempt = 0;
  #missed = 0;
  #closed = false;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    this.#tell("connecting");
    const token = await accessToken().catch(() => undefined);
    if (this.#closed) return;
    const protocols = token === undefined ? [] : ["bearer", token];
    const socket = new WebSocket(socketUrl("/api/v1/live"), protocols);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#subscribe(socket));
    socket.addEventListener("message", (event) => this.#receive(String(event.data)));
    socket.addEventListener("close", () => this.#retry());
  }

  #subscribe(socket: WebSocket): void {
    this.#attempt = 0;
    const resume = this.#cursor === undefined ? {} : { cursor: this.#cursor };
    socket.send(JSON.stringify({ type: "subscribe", topics: this.#options.topics, ...resume }));
    this.#tell("open");
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === "event") {
      this.#cursor = message.cursor;
      this.#options.onEvent(message);
    }
    if (message.type === "gap") {
      this.#cursor = message.to_cursor;
      this.#missed += message.missed ?? 1;
      this.#options.onGap();
      this.#tell("open");
    }
  }

  #retry(): void {
    if (this.#closed) return;
    this.#tell("lost");
    this.#timer = setTimeout(() => void this.#connect(), retryDelayMs(this.#attempt));
    this.#attempt += 1;
  }

  #tell(connection: LiveState["connection"]): void {
    this.#options.onState({ connection, missed: this.#missed });
  }
}
