import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/**
 * A server in a process of its own, so that its cost is not mixed with its clients'. Its entry file
 * answers each message of ours with exactly one message.
 */
export class ChildServer {
  readonly #child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /**
   * @param file absolute path of the entry file; it sends `{ port }` once it listens
   * @throws Error when it ends before that
   */
  static async start(file: string, args: readonly string[] = []): Promise<ChildServer> {
    const child = fork(file, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const { port } = (await nextMessage(child)) as { port: number };
    return new ChildServer(child, port);
  }

  /** Sends a message and waits for the answer to it. */
  async ask<Answer>(message: unknown): Promise<Answer> {
    const answer = nextMessage(this.#child);
    this.#child.send(message as object);
    return (await answer) as Answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    const ended = once(child, "exit", { signal }).then(([code]) => {
      throw new Error(`A bench server ended with ${code} instead of answering`);
    });
    const [message] = (await Promise.race([once(child, "message", { signal }), ended])) as [
      unknown,
    ];
    return message;
  } finally {
    stop.abort();
  }
}
