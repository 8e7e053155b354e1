import { Worker } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages.ts";

type Request = Exclude<ToThread, { type: "close" }>;
type WithoutId<T> = T extends unknown ? Omit<T, "requestId"> : never;
type Answer = Exclude<FromThread, { type: "failed" }>;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** An inference thread as the rest of its process sees it; started with the first request. */
export class InferenceClient {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #requests = 0;

  /** Requests are worked off in their order. @throws Error in the runtime's words */
  request(request: WithoutId<Request>): Promise<Answer> {
    const requestId = ++this.#requests;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      worker.postMessage({ ...request, requestId } as Request);
    });
  }

  /** What was asked for before is still computed. Resolves when the thread has ended. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = null;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ type: "close" } satisfies ToThread);
    await ended;
  }

  #start(): Worker {
    // Its errors are answers; anything else ends this process, which is started again.
    const worker = new Worker(new URL("inference-thread.ts", import.meta.url));
    worker.on("message", (message: FromThread) => this.#settle(message));
    return worker;
  }

  #settle(message: FromThread): void {
    const waiting = this.#waiting.get(message.requestId);
    this.#waiting.delete(message.requestId);
    if (message.type === "failed") waiting?.reject(new Error(message.message));
    else waiting?.resolve(message);
  }
}
