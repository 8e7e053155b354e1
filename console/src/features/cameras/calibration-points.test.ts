import { expect, test } from "vitest";

import {
  completePairs,
  draftsOf,
  movePoint,
  placePoint,
  removePoint,
} from "./calibration-points.ts";

test("placePoint completes the open pair before it begins another", () => {
  let drafts = placePoint([], "imagePx", [10, 20]);
  drafts = placePoint(drafts, "planM", [1, 2]);
  expect(drafts).toEqual([{ id: 0, imagePx: [10, 20], planM: [1, 2] }]);
  drafts = placePoint(drafts, "planM", [3, 4]);
  drafts = placePoint(drafts, "planM", [5, 6]);
  drafts = placePoint(drafts, "imagePx", [7, 8]);
  expect(drafts.map((d) => [d.imagePx, d.planM])).toEqual([
    [
      [10, 20],
      [1, 2],
    ],
    [
      [7, 8],
      [3, 4],
    ],
    [undefined, [5, 6]],
  ]);
  expect(completePairs(drafts)).toHaveLength(2);
});

test("ids stay unique after a removal", () => {
  const drafts = draftsOf([
    { image_px: [0, 0], plan_m: [0, 0] },
    { image_px: [1, 1], plan_m: [1, 1] },
  ]);
  const next = placePoint(removePoint(drafts, 0), "imagePx", [2, 2]);
  expect(next.map((d) => d.id)).toEqual([1, 2]);
  expect(movePoint(next, 1, { planM: [9, 9] })[0]?.planM).toEqual([9, 9]);
});
