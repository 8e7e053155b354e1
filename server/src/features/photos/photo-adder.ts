import type { Caller } from "@whereabouts/contracts";
import { isAppError, type Log } from "../../base/index.ts";
import type { MediaStore } from "../../media/index.ts";
import { readExifPlace, type GeoPlace } from "./exif-place.ts";
import { uploaderOf } from "./ownership.ts";
import type { PhotoEvents } from "./photo-events.ts";
import type { NewPhoto, PhotoRow, PhotoStore } from "./photo-store.ts";
import type { PhotoWork } from "./photo-work.ts";
import { readPictureHead } from "./picture-file.ts";

export interface PhotoAdderPorts {
  readonly store: PhotoStore;
  readonly work: Pick<PhotoWork, "queue">;
  readonly events: PhotoEvents;
  readonly media: Pick<MediaStore, "locate" | "remove">;
  readonly log: Log;
}

/** The one way a stored file becomes a photo, wherever it came from. */
export class PhotoAdder {
  readonly #ports: PhotoAdderPorts;

  constructor(ports: PhotoAdderPorts) {
    this.#ports = ports;
  }

  /** Adds and queues it. The file is removed again when it fails. */
  async add(caller: Caller, photo: Omit<NewPhoto, "uploaderId">): Promise<PhotoRow> {
    try {
      return await this.#addFor(uploaderOf(caller), photo);
    } catch (error) {
      await this.#ports.media.remove(photo.originalMediaId);
      throw error;
    }
  }

  /** Adds a photo that belongs to the site. */
  addForSite(photo: Omit<NewPhoto, "uploaderId">): Promise<PhotoRow> {
    return this.#addFor(null, photo);
  }

  /** Where a stored picture was taken, by its EXIF data; null for anything unreadable. */
  async exifPlace(mediaId: string): Promise<GeoPlace | null> {
    const { media, log } = this.#ports;
    try {
      const { exif } = await readPictureHead(await media.locate(mediaId));
      return exif === null ? null : readExifPlace(exif);
    } catch (error) {
      // What is wrong with the file is told by the photo's status.
      if (!isAppError(error)) log.warn({ err: error }, "EXIF data of a photo not read");
      return null;
    }
  }

  async #addFor(uploaderId: string | null, photo: Omit<NewPhoto, "uploaderId">): Promise<PhotoRow> {
    const { store, work, events } = this.#ports;
    const row = await store.add({ ...photo, uploaderId }, (id, transaction) =>
      work.queue(id, transaction),
    );
    events.changed(row);
    return row;
  }
}
