import fc from "fast-check";
import { expect, test } from "vitest";
import { planTiles } from "./tile-plan.ts";

const side = fc.integer({ min: 1, max: 4_096 });

test.each([
  [{ widthPx: 1080, heightPx: 810 }, 4, 3, { widthPx: 272, heightPx: 272 }],
  [{ widthPx: 288, heightPx: 289 }, 1, 2, { widthPx: 288, heightPx: 160 }],
  [{ widthPx: 1, heightPx: 1 }, 1, 1, { widthPx: 16, heightPx: 16 }],
])("%j is cut into equal tiles", (picture, columns, rows, cell) => {
  const plan = planTiles(picture, { cellPxMax: 288, overlapPx: 24 });
  expect(plan.cell).toEqual(cell);
  expect(plan.tiles.length).toBe(columns * rows);
});

test("tiles cover a picture of any size once, and look beyond themselves", () => {
  fc.assert(
    fc.property(side, side, fc.constantFrom(144, 288), (widthPx, heightPx, cellPxMax) => {
      const { cell, tiles } = planTiles({ widthPx, heightPx }, { cellPxMax, overlapPx: 24 });
      const areaPx = tiles.reduce((sum, { core }) => sum + core.widthPx * core.heightPx, 0);
      const areGood = tiles.every(
        ({ core, shown }) =>
          core.leftPx + core.widthPx <= widthPx &&
          core.topPx + core.heightPx <= heightPx &&
          core.leftPx - shown.leftPx >= 16 &&
          shown.leftPx >= -16 &&
          shown.topPx + shown.heightPx <= heightPx + 16,
      );
      const areAligned = cell.widthPx % 16 === 0 && cell.heightPx % 16 === 0;
      return areGood && areAligned && areaPx === widthPx * heightPx;
    }),
  );
});
