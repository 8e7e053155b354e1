import { Worker } from "node:worker_threads";
import { AppError, type Disposable } from "../../../base/index.ts";
import type { JudgeReply, JudgeRequest } from "./messages.ts";

type Measured = Extract<JudgeReply, { type: "measured" }>;

interface Waiting {
  readonly resolve: (reply: JudgeReply) => void;
  readonly reject: (error: Error) => void;
}

/** Pictures that may wait; more are refused. */
const WAITING_MAX = 500;

/**
 * Looks at pictures in a thread of its own, one at a time: neither the server's thread nor the
 * pool that checks passwords ever waits for a large picture. Started with the first request.
 */
export class Judge implements Disposable {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #requests = 0;
  #isClosed = false;

  /** @throws AppError `invalid` with the reason when the picture cannot be read to its end */
  async measure(path: string): Promise<Measured> {
    const reply = await this.#ask(path);
    if (reply.type === "measured") return reply;
    if (reply.isPicturesFault) throw new AppError("invalid", reply.message);
    throw new Error(`Looking at a picture failed: ${reply.message}`);
  }

  async dispose(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    this.#fail(new AppError("unavailable", "The server stops"));
  }

  async #ask(path: string): Promise<JudgeReply> {
    if (this.#isClosed) throw new AppError("unavailable", "The server stops");
    if (this.#waiting.size >= WAITING_MAX) {
      throw new AppError("unavailable", `${WAITING_MAX} pictures wait already, try again later`);
    }
    const worker = (this.#worker ??= this.#start());
    const requestId = ++this.#requests;
    return new Promise<JudgeReply>((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      worker.postMessage({ requestId, path } satisfies JudgeRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("judge-thread.ts", import.meta.url));
    worker.on("message", (reply: JudgeReply) => {
      this.#waiting.get(reply.requestId)?.resolve(reply);
      this.#waiting.delete(reply.requestId);
    });
    // The next request starts another thread.
    worker.on("error", (error) => this.#lost(worker, error));
    worker.on("exit", () => this.#lost(worker, new Error("The picture thread ended")));
    worker.unref();
    return worker;
  }

  #lost(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#fail(error instanceof Error ? error : new Error(String(error)));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
