import type { StoredPhotoDetail } from "../../app/api.ts";

export type BurstFrame = StoredPhotoDetail["burst"][number];

/** Something a person can see in a picture of a burst; each has its words. */
export type FrameRemark =
  | "sharpest"
  | "lessSharp"
  | "dark"
  | "bright"
  | "smeared"
  | "noSubject"
  | "cutOff"
  | "duplicate"
  | "unreadable";

/** A picture below this share of the burst's best sharpness looks soft beside it. */
const SOFT_SHARE = 0.75;
/** Shares of black and of white pixels from which a picture lacks what lies in them. */
const LOST_SHARE = 0.25;
const MEAN_DARK = 60;
const MEAN_BRIGHT = 195;
const SMEARED = 0.5;

/** Remarks on one picture beside the others, the gravest first. */
export function remarksOn(frame: BurstFrame, burst: readonly BurstFrame[]): FrameRemark[] {
  const { judgement, sharpness } = frame;
  if (judgement === null && frame.error !== null) return ["unreadable"];
  const best = Math.max(...burst.map((other) => other.sharpness));
  const isSubjectSeen = burst.some((other) => other.judgement?.subject != null);
  const found: readonly (readonly [FrameRemark, boolean])[] = [
    ["duplicate", frame.duplicate_of !== null],
    ["sharpest", sharpness === best && burst.length > 1],
    ["lessSharp", sharpness < SOFT_SHARE * best],
    [
      "dark",
      isAbove(judgement?.dark_share, LOST_SHARE) || isAbove(MEAN_DARK, judgement?.mean_luma),
    ],
    [
      "bright",
      isAbove(judgement?.bright_share, LOST_SHARE) || isAbove(judgement?.mean_luma, MEAN_BRIGHT),
    ],
    ["smeared", isAbove(judgement?.blur_strength, SMEARED)],
    ["noSubject", isSubjectSeen && judgement !== null && judgement.subject === null],
    ["cutOff", judgement?.subject?.is_cut_off === true],
  ];
  return found.flatMap(([remark, holds]) => (holds ? [remark] : []));
}

/** Why the kept picture won: its value and that of the best of the others, null for a lone one. */
export function decisionOf(burst: readonly BurstFrame[]): {
  readonly by: "smart" | "contract";
  readonly value: number;
  readonly next: number | null;
} | null {
  const chosen = burst.find((frame) => frame.is_chosen);
  if (chosen === undefined) return null;
  const by = chosen.smart_score === null ? "contract" : "smart";
  const valueOf = (frame: BurstFrame) =>
    by === "smart" ? frame.smart_score : frame.error === null ? frame.sharpness : null;
  const others = burst.flatMap((frame) => (frame === chosen ? [] : (valueOf(frame) ?? [])));
  const next = others.length === 0 ? null : Math.max(...others);
  return { by, value: valueOf(chosen) ?? chosen.sharpness, next };
}

function isAbove(value: number | undefined, limit: number | undefined): boolean {
  return value !== undefined && limit !== undefined && value > limit;
}
