import type { Photo, PhotoStatus } from "@whereabouts/contracts";
import type { PhotoRow } from "./photo-store.ts";

/** Numbers that always carry a fraction on the wire (photo contract, section 12). */
export const FRACTIONS: ReadonlySet<string> = new Set(["latitude", "longitude", "score"]);
export const JSON_TYPE = "application/json; charset=utf-8";

/** A row as the photo contract shows it, section 6. The paths are texts, not addresses. */
export function photoView(row: PhotoRow): Photo {
  const isDone = row.status === "completed";
  return {
    id: row.id,
    original_path: `storage/originals/${row.id}.jpg`,
    upscaled_path: isDone ? `storage/upscaled/${row.id}.jpg` : null,
    status: row.status as PhotoStatus,
    error_message: row.error_message,
    created_at: row.created_at.toISOString(),
    latitude: row.latitude,
    longitude: row.longitude,
  };
}
