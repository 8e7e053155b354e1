import type { TrackTable } from "../core/track-table.ts";

/**
 * Share of a track's box that seen tracks standing in front of it cover. On a floor, who stands in
 * front has the lower foot.
 *
 * @returns 0 for a free view; overlapping coverers are counted twice, so it may exceed 1.
 */
export function coveredShare(tracks: TrackTable, row: number): number {
  const box = tracks.box.data;
  const at = row * 4;
  const area = (box[at + 2]! - box[at]!) * (box[at + 3]! - box[at + 1]!);
  let covered = 0;
  for (let other = 0; other < tracks.count; other++) {
    if (other === row || tracks.detection.data[other]! < 0) continue;
    const from = other * 4;
    if (box[from + 3]! < box[at + 3]!) continue;
    const width = Math.min(box[from + 2]!, box[at + 2]!) - Math.max(box[from]!, box[at]!);
    const height = Math.min(box[from + 3]!, box[at + 3]!) - Math.max(box[from + 1]!, box[at + 1]!);
    if (width > 0 && height > 0) covered += width * height;
  }
  return area > 0 ? covered / area : 0;
}
