import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";

import { renderHelp } from "../../server/src/config/index.ts";

const OUTPUT_BYTES_MAX = 1024 * 1024;

/** A server started the way a newcomer starts it: `npm start` in the project's folder. */
export class ServerProcess {
  readonly baseUrl: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = "";

  constructor(options: { root: string; port: number; dataDir: string; args?: readonly string[] }) {
    this.baseUrl = `http://127.0.0.1:${options.port}`;
    this.#child = spawn("npm", ["start", "--", ...(options.args ?? [])], {
      cwd: options.root,
      // A group of its own, so that nothing of it can outlive the check.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: newcomerEnvironment(options),
    });
    this.#exited = once(this.#child, "exit");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString("utf8")).slice(-OUTPUT_BYTES_MAX);
        process.stdout.write(chunk.toString("utf8").replace(/^(?=.)/gm, "    | "));
      });
    }
  }

  /** Everything it printed, newest megabyte. */
  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @returns the exit code of a polite stop, or null when it had to be killed after `withinMs` */
  async stop(withinMs: number): Promise<number | null> {
    this.#child.kill("SIGTERM");
    const deadline = AbortSignal.timeout(withinMs);
    const late = once(deadline, "abort").then(() => "late");
    if ((await Promise.race([this.#exited, late])) !== "late") return this.#child.exitCode;
    this.kill();
    return null;
  }

  kill(): void {
    if (this.#child.pid === undefined || !this.running) return;
    process.kill(-this.#child.pid, "SIGKILL");
  }
}

/** What a fresh shell has: no setting of ours leaks in from where the check runs. */
function newcomerEnvironment(options: { port: number; dataDir: string }): NodeJS.ProcessEnv {
  const ours = [...renderHelp().matchAll(/^ +([A-Z][A-Z0-9_]+)$/gm)].map((match) => match[1]);
  const leftOut = new Set([...ours, "CI", "NODE_ENV"]);
  const kept = Object.entries(process.env).filter(([name]) => !leftOut.has(name));
  return {
    ...Object.fromEntries(kept),
    PORT: String(options.port),
    DATA_DIR: path.resolve(options.dataDir),
  };
}

/** A port nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
