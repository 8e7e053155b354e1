/** Hues that stay apart on dark video and on both plan backgrounds. */
const COLORS = [
  [76, 201, 240],
  [255, 183, 77],
  [129, 230, 140],
  [240, 130, 190],
  [180, 150, 255],
  [255, 120, 100],
  [240, 225, 90],
  [90, 220, 200],
  [120, 165, 255],
  [190, 220, 110],
  [255, 160, 205],
  [215, 170, 125],
] as const;
/** Nobody has decided yet who this is. */
const UNDECIDED = [168, 182, 190] as const;

export type Rgb = readonly [number, number, number];

/** What the live feed tells of who a box shows. */
export interface Identified {
  readonly track_id: string;
  readonly subject_id: string | null;
  readonly global_id: string | null;
}

/** Same for every box of one subject, whichever camera sees it; else the box's own track. */
export function identityKey({ subject_id, global_id, track_id }: Identified): string {
  return subject_id ?? global_id ?? track_id;
}

/** The colour of one subject, the same on every picture, plan and page of this console. */
export function identityColor(box: Pick<Identified, "subject_id" | "global_id">): Rgb {
  const key = box.subject_id ?? box.global_id;
  if (key === null) return UNDECIDED;
  let hash = 2166136261;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 16777619);
  }
  return COLORS[(hash >>> 8) % COLORS.length] ?? COLORS[0];
}

export function cssColor([r, g, b]: Rgb, alpha = 1): string {
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}
