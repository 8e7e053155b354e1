import { fork, type ChildProcess } from "node:child_process";
import { AppError } from "../base/index.ts";
import type { UpscaleProgress, UpscaleResult } from "./contract.ts";
import type { FromTask, UpscaleTask } from "./messages.ts";
import type { ModelProgress } from "../weights/index.ts";

export interface TaskOptions {
  readonly entry: URL;
  readonly signal: AbortSignal;
  readonly onModel?: (progress: ModelProgress) => void;
  readonly onProgress?: (progress: UpscaleProgress) => void;
  /** Told the process id once it runs. */
  readonly onStart?: (pid: number) => void;
}

/**
 * Runs one task in a process of its own, which ends with it. Aborting kills it at once: what it
 * writes is whole at any moment, and ending it politely inside a tile would take seconds.
 *
 * @returns null for a task without a result
 * @throws AppError of the task, `unavailable` when the process died, or the signal's reason
 */
export async function runTask(
  task: UpscaleTask,
  options: TaskOptions,
): Promise<UpscaleResult | null> {
  const { entry, signal } = options;
  signal.throwIfAborted();
  const child = fork(entry, {
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  const kill = (): void => void child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  try {
    if (child.pid !== undefined) options.onStart?.(child.pid);
    // A failed send means that the process is dying; its exit is handled.
    child.send(task, () => undefined);
    return await outcomeOf(child, options);
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

async function outcomeOf(child: ChildProcess, options: TaskOptions): Promise<UpscaleResult | null> {
  let last: FromTask | null = null;
  let reached: UpscaleProgress | null = null;
  child.on("message", (message: FromTask) => {
    if (message.type === "model") return options.onModel?.(message.progress);
    if (message.type !== "progress") return void (last = message);
    reached = message.progress;
    options.onProgress?.(message.progress);
  });
  const how = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  options.signal.throwIfAborted();
  const outcome = last as FromTask | null;
  if (outcome?.type === "done") return outcome.result;
  if (outcome?.type === "failed") {
    const cause = new Error(outcome.detail);
    throw new AppError(outcome.kind, outcome.message, { cause });
  }
  throw new AppError("unavailable", deathIn(how, reached));
}

function deathIn(how: string, reached: UpscaleProgress | null): string {
  const kept = reached
    ? ` after ${reached.tilesDone} of ${reached.tilesTotal} tiles, which are kept: ` +
      "trying again goes on from there"
    : " before its first tile: try again";
  return `The upscaling process ended (${how})${kept}`;
}
