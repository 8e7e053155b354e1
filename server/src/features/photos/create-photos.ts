import { join } from "node:path";
import type { Audit, Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { Jobs } from "../../jobs/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { Upscaler } from "../../upscale/index.ts";
import { pickBestOfDay, scheduleBestOfDay } from "./best-of-day.ts";
import { BurstJudge } from "./burst-judge.ts";
import { changeRoutes } from "./change-routes.ts";
import { contractRoutes } from "./contract-routes.ts";
import { fromCameraRoutes, type PhotoCameras } from "./from-camera-routes.ts";
import { Judge } from "./judge/index.ts";
import { libraryRoutes } from "./library-routes.ts";
import { PhotoAdder } from "./photo-adder.ts";
import { PhotoEvents } from "./photo-events.ts";
import { PhotoStore } from "./photo-store.ts";
import { PhotoWork } from "./photo-work.ts";
import { SubjectPictures } from "./subject-pictures.ts";
import { uploadRoutes } from "./upload-routes.ts";

export interface PhotosPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Audit;
  readonly media: Pick<MediaStore, "add" | "read" | "locate" | "remove">;
  readonly perception: Pick<PerceptionPort, "preview">;
  readonly cameras: PhotoCameras;
  /** Absolute; work that is under way is kept there. */
  readonly dataDir: string;
  readonly upscaler: Upscaler;
}

export interface Photos extends Disposable {
  readonly routes: readonly Route[];
  /** Begins to work on photos; what an earlier process left unfinished is queued again. */
  startWork(jobs: Jobs): Promise<void>;
  /** Makes photos of the animals' best pictures of a UTC day, as every night. @returns how many */
  pickBestOfDay(dayMs: number): Promise<number>;
  /** Ends what runs, so that the queue can stop; another process or the next start goes on. */
  stopWork(): void;
}

export function createPhotos(ports: PhotosPorts): Photos {
  const { db, bus, clock, log, media, perception, upscaler, cameras } = ports;
  const store = new PhotoStore(db);
  const events = new PhotoEvents(bus, clock);
  const judge = new Judge();
  const work = new PhotoWork({
    ...{ store, events, media, judge, perception, upscaler, clock, log },
    workFolder: join(ports.dataDir, "photo-work"),
  });
  const adder = new PhotoAdder({ store, work, events, media, log });
  const subjectPictures = new SubjectPictures(db, media);
  const bestOfDay = { adder, subjectPictures, media, clock, log };
  const burstJudge = new BurstJudge({ media, judge, perception, log });
  return {
    routes: [
      ...uploadRoutes({ adder, burstJudge, media, clock, log }),
      ...contractRoutes({ store, work, media, clock }),
      ...libraryRoutes({ store, media }),
      ...fromCameraRoutes({ adder, cameras, subjectPictures, media, audit: ports.audit }),
      ...changeRoutes({ store, work, audit: ports.audit }),
    ],
    startWork: async (jobs) => {
      await work.start(jobs);
      await scheduleBestOfDay(jobs, bestOfDay);
    },
    pickBestOfDay: (dayMs) => pickBestOfDay(bestOfDay, dayMs),
    stopWork: () => work.stop(),
    dispose: () => judge.dispose(),
  };
}
