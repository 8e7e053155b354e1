/**
 * Entry of a perception process: wires the stages to the group and the group to the server.
 * Started by `pipeline/perception` with an IPC channel; ends when told to or when that channel
 * closes.
 */
import { Log } from "node-av/lib";
import { AV_LOG_FATAL } from "node-av/constants";
import { assert, systemClock } from "../base/index.ts";
import { SessionPool } from "../inference/index.ts";
import type { FromGroup, GroupSettings, ToGroup } from "../pipeline/perception/messages.ts";
import { Outbox } from "../pipeline/perception/group/outbox.ts";
import { PerceptionGroup } from "../pipeline/perception/group/perception-group.ts";
import { openDecoder, openLiveEncoder, openTranscoder } from "../stages/decode/index.ts";
import { createDescribers } from "../stages/describe/index.ts";
import { createDetectors } from "../stages/detect/index.ts";
import { BackgroundModel, MotionGate } from "../stages/motion/index.ts";
import { createSources } from "../stages/source/index.ts";
import { modelPath } from "../weights/index.ts";

// FFmpeg's own messages hold addresses with passwords; what matters reaches us as result codes.
Log.setLevel(AV_LOG_FATAL);

const outbox = new Outbox({
  send: (message: FromGroup, done) => {
    if (process.connected) process.send?.(message, undefined, undefined, done);
    else done(null);
  },
});

let group: PerceptionGroup | null = null;
let sessions: SessionPool | null = null;

function start(settings: GroupSettings): void {
  const { modelsDir, cacheDir, intraOpThreads } = settings;
  sessions = new SessionPool({ intraOpThreads });
  const findModel = (name: string) => modelPath(modelsDir, name);
  const detectors = createDetectors({
    modelPath: findModel,
    sessions,
  });
  group = new PerceptionGroup({
    settings,
    clock: systemClock,
    outbox,
    openTranscoder,
    stages: {
      openSource: createSources({ openEncoder: openLiveEncoder, cacheDir }),
      openDecoder,
      createMotionModel: () => new BackgroundModel(),
      createGate: () => new MotionGate(),
      openDetector: detectors.open,
      openDescriber: createDescribers({ sessions, modelPath: findModel, clock: systemClock }),
    },
  });
}

/** Native threads must have come to rest before the process exits. */
async function stop(): Promise<void> {
  const stopping = group;
  group = null;
  await stopping?.stop();
  await sessions?.dispose();
  process.exit(0);
}

const GRACE_MS = 4_000;

function stopSoon(): void {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  void stop();
}

process.on("message", (message: ToGroup) => {
  if (message.type === "settings") return start(message.settings);
  if (message.type === "stop") return stopSoon();
  assert(group, "settings come before everything else", { type: message.type });
  void group.handle(message);
});
process.on("disconnect", stopSoon);
// The terminal sends its signals to the whole family; only the server decides when we end.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
