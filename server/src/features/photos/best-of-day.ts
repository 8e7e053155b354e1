import { isAppError, type Clock, type Log } from "../../base/index.ts";
import { isUniqueViolation } from "../../db/index.ts";
import type { Jobs } from "../../jobs/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { PhotoAdder } from "./photo-adder.ts";
import { dayOf, type SubjectPictures } from "./subject-pictures.ts";

export interface BestOfDayPorts {
  readonly adder: PhotoAdder;
  readonly subjectPictures: SubjectPictures;
  readonly media: Pick<MediaStore, "remove">;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
}

const JOB = "photo-best-of-day";
/** Shortly after a UTC day has ended, when its last tracks have been decided. */
const CRON = "20 0 * * *";
const DAY_MS = 86_400_000;

/** Every night the best picture of each animal of the day before becomes a photo of the site. */
export async function scheduleBestOfDay(jobs: Jobs, ports: BestOfDayPorts): Promise<void> {
  const yesterday = (): number => Math.floor(ports.clock.nowMs() / DAY_MS) * DAY_MS - DAY_MS;
  await jobs.define(JOB, async () => void (await pickBestOfDay(ports, yesterday())), {
    concurrency: 1,
  });
  await jobs.schedule(JOB, CRON);
}

/**
 * Picks for one day; an animal that has its picture already is left alone.
 *
 * @param dayMs start of a UTC day
 * @returns how many were picked
 */
export async function pickBestOfDay(ports: BestOfDayPorts, dayMs: number): Promise<number> {
  const { adder, subjectPictures, media, log } = ports;
  let picked = 0;
  for (const picture of await subjectPictures.bestOfDay(dayMs)) {
    try {
      const originalMediaId = await subjectPictures.copy(picture);
      const photo = { ...subjectPictures.photoOf(picture, dayOf(dayMs)), originalMediaId };
      await adder.addForSite(photo).catch(async (error: unknown) => {
        await media.remove(originalMediaId);
        // Another process was faster.
        if (!isUniqueViolation(error)) throw error;
      });
      picked++;
    } catch (error) {
      // A crop whose file is gone must not cost the others theirs.
      if (!isAppError(error)) throw error;
      log.warn({ err: error, pictureId: picture.pictureId }, "A picture of the day was not taken");
    }
  }
  return picked;
}
