import type { PhotoStatus } from "@whereabouts/contracts";
import type { Clock } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { PhotoRow } from "./photo-store.ts";

/** Tells the live bus what becomes of photos. */
export class PhotoEvents {
  readonly #bus: Bus;
  readonly #clock: Pick<Clock, "nowMs">;

  constructor(bus: Bus, clock: Pick<Clock, "nowMs">) {
    this.#bus = bus;
    this.#clock = clock;
  }

  changed(row: PhotoRow): void {
    this.#publish(row, row.status as PhotoStatus);
  }

  deleted(row: PhotoRow): void {
    this.#publish(row, "deleted");
  }

  #publish(row: PhotoRow, status: PhotoStatus | "deleted"): void {
    this.#bus.publish(`photos.${row.uploader_id ?? "site"}.${row.id}`, {
      photoId: row.id,
      uploaderId: row.uploader_id,
      status,
      tilesDone: row.tiles_done,
      tilesTotal: row.tiles_total,
      atMs: this.#clock.nowMs(),
    });
  }
}
