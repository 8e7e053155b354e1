import { describe, expect, test } from "vitest";

import { decisionOf, remarksOn, type BurstFrame } from "./burst-reasons.ts";

const SUBJECT = {
  object_class: "dog",
  confidence: 0.9,
  area_share: 0.2,
  off_centre: 0.1,
  is_cut_off: false,
  score: 0.8,
  count: 1,
};
const JUDGEMENT = {
  sharpness: 100,
  exposure: 0.9,
  mean_luma: 118,
  dark_share: 0,
  bright_share: 0,
  blur_strength: 0.1,
  blur_direction_deg: null,
  subject: SUBJECT,
  subject_note: null,
};

function frame(index: number, change: Partial<BurstFrame> = {}): BurstFrame {
  return {
    index,
    file_name: `${index}.jpg`,
    is_chosen: false,
    sharpness: 100,
    smart_score: null,
    duplicate_of: null,
    judgement: JUDGEMENT,
    error: null,
    thumbnail_url: null,
    ...change,
  };
}

describe("remarks on a picture of a burst", () => {
  const best = frame(0, { sharpness: 200 });
  test.each([
    ["the sharpest", best, ["sharpest"]],
    ["soft beside it", frame(1, { sharpness: 149 }), ["lessSharp"]],
    ["close to it", frame(1, { sharpness: 151 }), []],
    ["the same again", frame(1, { sharpness: 190, duplicate_of: 0 }), ["duplicate"]],
    ["dark", frame(1, { sharpness: 190, judgement: { ...JUDGEMENT, mean_luma: 40 } }), ["dark"]],
    [
      "burnt out",
      frame(1, { sharpness: 190, judgement: { ...JUDGEMENT, bright_share: 0.4 } }),
      ["bright"],
    ],
    [
      "smeared",
      frame(1, { sharpness: 190, judgement: { ...JUDGEMENT, blur_strength: 0.7 } }),
      ["smeared"],
    ],
    [
      "without the subject",
      frame(1, { sharpness: 190, judgement: { ...JUDGEMENT, subject: null } }),
      ["noSubject"],
    ],
    [
      "with half of it",
      frame(1, {
        sharpness: 190,
        judgement: { ...JUDGEMENT, subject: { ...SUBJECT, is_cut_off: true } },
      }),
      ["cutOff"],
    ],
    ["torn", frame(1, { sharpness: 0, judgement: null, error: "torn" }), ["unreadable"]],
  ] as const)("%s", (_name, shown, remarks) => {
    expect(remarksOn(shown, [best, shown])).toEqual(remarks);
  });

  test("nothing is missed where no picture has a subject", () => {
    const empty = { ...JUDGEMENT, subject: null };
    const [left, right] = [frame(0, { judgement: empty }), frame(1, { judgement: empty })];
    expect(remarksOn(right, [left, right])).toEqual(["sharpest"]);
  });
});

describe("decision", () => {
  test("names the sharpness where the contract chose", () => {
    const burst = [frame(0), frame(1, { sharpness: 120, is_chosen: true }), frame(2)];
    expect(decisionOf(burst)).toEqual({ by: "contract", value: 120, next: 100 });
  });

  test("names the score in all of a burst judged in full, without the torn ones", () => {
    const burst = [
      frame(0, { smart_score: 0.7, is_chosen: true }),
      frame(1, { sharpness: 300, smart_score: 0.6 }),
      frame(2, { error: "torn", judgement: null }),
    ];
    expect(decisionOf(burst)).toEqual({ by: "smart", value: 0.7, next: 0.6 });
  });

  test("has nothing to compare a lone picture with", () => {
    expect(decisionOf([frame(0, { is_chosen: true })])?.next).toBeNull();
    expect(decisionOf([frame(0)])).toBeNull();
  });
});
