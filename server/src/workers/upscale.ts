/**
 * Entry of an upscaling process: does the one task it is sent and ends. Started by `upscale` with
 * an IPC channel; ends at once when that channel closes, since tiles are whole at any moment.
 */
import { constants, setPriority } from "node:os";
import sharp from "sharp";
import { assert, isAppError } from "../base/index.ts";
import { SessionPool } from "../inference/index.ts";
import { runJob, type Enlarge } from "../upscale/job/run-job.ts";
import type { FromTask, UpscaleTask } from "../upscale/messages.ts";
import { ensureModels, modelPath } from "../weights/index.ts";

// Nobody waits for an enlarged picture as they wait for a page or a live camera.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
sharp.concurrency(1);
sharp.cache(false);

function send(message: FromTask): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return resolve();
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

async function run(task: UpscaleTask): Promise<FromTask> {
  if (task.type === "fetch") {
    const onProgress = (progress: Extract<FromTask, { type: "model" }>["progress"]): void =>
      void send({ type: "model", progress });
    await ensureModels({ dir: task.modelsDir, names: [task.name], onProgress });
    return { type: "done", result: null };
  }
  const sessions = new SessionPool({ intraOpThreads: 1 });
  const { method } = task.job;
  try {
    const network =
      method === "bicubic" ? null : await load(sessions, modelPath(task.modelsDir, method));
    const result = await runJob(task.job, {
      network,
      onProgress: (progress) => void send({ type: "progress", progress }),
    });
    return { type: "done", result };
  } finally {
    await sessions.dispose();
  }
}

async function load(sessions: SessionPool, path: string): Promise<Enlarge> {
  const session = await sessions.load(path);
  return async (pixels, size) => {
    const enlarged = (await session.run(pixels, size)).get("enlarged");
    assert(enlarged, "an enlarging network gives a picture", { path });
    return enlarged.data;
  };
}

function failure(error: unknown): FromTask {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isAppError(error)) {
    const cause = error.cause instanceof Error ? error.cause.message : "";
    return { type: "failed", kind: error.kind, message: error.message, detail: cause };
  }
  const message = "Enlarging failed for a reason that the server's log names";
  return { type: "failed", kind: "internal", message, detail };
}

process.once("message", (task: UpscaleTask) => {
  void run(task)
    .catch((error: unknown) => failure(error))
    .then((last) => send(last))
    .then(() => process.exit(0));
});
// Leaving politely would wait for the tile that is being computed, for nobody.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// The terminal sends its signals to the whole family; only the server decides when we end.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
