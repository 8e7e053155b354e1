import { createHash } from "node:crypto";

/** What the benches compare of a stored observation. */
export interface ObservationRow {
  readonly id: string;
  /** UTC milliseconds of the capture. */
  readonly captureTimeMs: number;
  readonly cameraId: string;
  readonly trackId: string;
  readonly objectClass: string;
  readonly score: number;
  /** `[x1, y1, x2, y2]` in pixels. */
  readonly boxPx: readonly [number, number, number, number];
  /** Metres in the site's frame. */
  readonly positionM: { readonly x: number; readonly y: number } | null;
  readonly zoneIds: readonly string[];
  readonly appearanceVecRef: string | null;
}

/** The columns that a COPY of {@link toCopyText} fills. */
export const COPY_STATEMENT =
  "COPY observations (id, ts, camera_id, track_id, object_class, score, bbox, x_m, y_m, zone_ids, " +
  "appearance_vec_ref) FROM STDIN";

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
