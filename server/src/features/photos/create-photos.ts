import { join } from "node:path";
import type { Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { Jobs } from "../../jobs/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import { bicubicUpscaler } from "./bicubic-upscaler.ts";
import { BurstJudge } from "./burst-judge.ts";
import { contractRoutes } from "./contract-routes.ts";
import { Judge } from "./judge/index.ts";
import { PhotoAdder } from "./photo-adder.ts";
import { PhotoEvents } from "./photo-events.ts";
import { PhotoStore } from "./photo-store.ts";
import { PhotoWork } from "./photo-work.ts";
import { uploadRoutes } from "./upload-routes.ts";
import type { Upscaler } from "./upscaler.ts";

export interface PhotosPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly media: Pick<MediaStore, "add" | "read" | "locate" | "remove">;
  readonly perception: Pick<PerceptionPort, "preview">;
  /** Absolute; work that is under way is kept there. */
  readonly dataDir: string;
  /** Absent: pictures are enlarged without a network, and say so. */
  readonly upscaler?: Upscaler;
}

export interface Photos extends Disposable {
  readonly routes: readonly Route[];
  /** Begins to work on photos; what an earlier process left unfinished is queued again. */
  startWork(jobs: Jobs): Promise<void>;
  /** Ends what runs, so that the queue can stop; another process or the next start goes on. */
  stopWork(): void;
}

export function createPhotos(ports: PhotosPorts): Photos {
  const { db, bus, clock, log, media, perception } = ports;
  const store = new PhotoStore(db);
  const events = new PhotoEvents(bus, clock);
  const judge = new Judge();
  const work = new PhotoWork({
    ...{ store, events, media, judge, perception, clock, log },
    upscaler: ports.upscaler ?? bicubicUpscaler,
    workFolder: join(ports.dataDir, "photo-work"),
  });
  const adder = new PhotoAdder({ store, work, events, media, log });
  const burstJudge = new BurstJudge({ media, judge, perception, log });
  return {
    routes: [
      ...uploadRoutes({ adder, burstJudge, media, clock, log }),
      ...contractRoutes({ store, work, media, clock }),
    ],
    startWork: (jobs) => work.start(jobs),
    stopWork: () => work.stop(),
    dispose: () => judge.dispose(),
  };
}
