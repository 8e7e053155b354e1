import type { LiveSocket, SharedMessage } from "@whereabouts/contracts";
import { WebSocket, type RawData } from "ws";
import { sendShared } from "./shared-frame.ts";

/** Messages kept for a handler that is not there yet; a client that sends more is cut off. */
const EARLY_MESSAGE_LIMIT = 32;
const TRY_AGAIN = 1013;

/** A `ws` socket as features see it. */
export class OpenSocket implements LiveSocket {
  readonly #socket: WebSocket;
  readonly #early: (string | Uint8Array)[] = [];
  #onMessage: ((data: string | Uint8Array) => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  get closed(): boolean {
    return this.#socket.readyState !== WebSocket.OPEN;
  }

  sendText(text: string): void {
    if (!this.closed) this.#socket.send(text);
  }

  sendBytes(bytes: Uint8Array): void {
    if (!this.closed) this.#socket.send(bytes);
  }

  sendShared(message: SharedMessage): void {
    sendShared(this.#socket, message);
  }

  onMessage(handler: (data: string | Uint8Array) => void): void {
    this.#onMessage = handler;
    for (const data of this.#early.splice(0)) handler(data);
  }

  onClose(handler: () => void): void {
    if (this.#socket.readyState === WebSocket.CLOSED) queueMicrotask(handler);
    else this.#socket.once("close", handler);
  }

  close(code = 1000, reason = ""): void {
    this.#socket.close(code, reason);
  }

  drop(): void {
    this.#socket.terminate();
  }

  #receive(raw: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as ArrayBuffer);
    const data = isBinary ? bytes : bytes.toString("utf8");
    if (this.#onMessage !== undefined) this.#onMessage(data);
    else if (this.#early.length < EARLY_MESSAGE_LIMIT) this.#early.push(data);
    else this.#socket.close(TRY_AGAIN, "Too many early messages");
  }
}
