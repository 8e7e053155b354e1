import { expect, test } from "vitest";

import type { Point } from "../../app/api.ts";
import { namedDots, zoneLabel } from "./plan-labels.ts";

const zone = (name: string, widthM: number) => ({
  name,
  polygon_m: [
    [0, 0],
    [widthM, 0],
    [widthM, 2],
  ] as Point[],
});

test("a zone's label is as long as the zone is wide", () => {
  expect(zoneLabel(zone("East exit", 10), 3, 10)).toBe("East exit · 3");
  expect(zoneLabel(zone("East exit", 4), 3, 10)).toBe("East\nexit\n3");
  expect(zoneLabel(zone("East exit", 2), 3, 10)).toBe("3");
  expect(zoneLabel(zone("동쪽출구", 4), 3, 10)).toBe("3");
});

test("a name that would cover another is left out", () => {
  const dot = (x: number, y: number) => ({ positionM: [x, y] as Point });
  const [first, near, above] = [dot(0, 0), dot(1, 0), dot(1, 5)];
  expect(namedDots([first, near, above], 10)).toEqual([first, above]);
  expect(namedDots([first, near, above], 100)).toEqual([first, near, above]);
});
