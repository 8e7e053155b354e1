import { createHash, randomUUID } from "node:crypto";

import type { ObservationRow } from "../../server/src/db/index.ts";
import { seededRandom } from "./statistics.ts";

const PEOPLE_PER_FRAME = 100;
const FRAME_INTERVAL_MS = 333;

/** The columns that a COPY of {@link toCopyText} fills. */
export const COPY_STATEMENT =
  "COPY observations (id, ts, camera_id, track_id, object_class, score, bbox, x_m, y_m, zone_ids, " +
  "appearance_vec_ref) FROM STDIN";

/** People walking on one camera, always the same for the same seed but for the row ids. */
export function observationRows(
  count: number,
  place: { cameraId: string; startMs: number },
): readonly ObservationRow[] {
  const random = seededRandom(7);
  const trackIds = Array.from({ length: PEOPLE_PER_FRAME }, () => randomUUID());
  return Array.from({ length: count }, (_, index) => {
    const [x, y] = [random() * 1800, random() * 900];
    return {
      id: randomUUID(),
      captureTimeMs: place.startMs + Math.floor(index / PEOPLE_PER_FRAME) * FRAME_INTERVAL_MS,
      cameraId: place.cameraId,
      trackId: trackIds[index % PEOPLE_PER_FRAME]!,
      objectClass: "person",
      score: Math.round(random() * 1000) / 1000,
      boxPx: [x, y, x + 60, y + 160],
      positionM: { x: x / 100, y: y / 100 },
      floorId: null,
      zoneIds: [],
    };
  });
}

/** The same rows as lines of COPY's text format. */
export function toCopyText(rows: readonly ObservationRow[]): string {
  return rows
    .map((row) =>
      [
        row.id,
        new Date(row.captureTimeMs).toISOString(),
        row.cameraId,
        row.trackId,
        row.objectClass,
        row.score,
        `{${row.boxPx.join(",")}}`,
        row.positionM?.x ?? "\\N",
        row.positionM?.y ?? "\\N",
        `{${row.zoneIds.join(",")}}`,
        row.appearanceVecRef ?? "\\N",
      ].join("\t"),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** Digest over what is the same in every run: times, scores and boxes. */
export function digestOfRows(rows: readonly ObservationRow[]): string {
  const hash = createHash("sha256");
  const startMs = rows[0]?.captureTimeMs ?? 0;
  for (const { captureTimeMs, score, boxPx } of rows) {
    hash.update(JSON.stringify([captureTimeMs - startMs, score, boxPx]));
  }
  return `${rows.length} rows ${hash.digest("hex").slice(0, 16)}`;
}
