import { expect, test } from "vitest";

import type { Point } from "../../app/api.ts";
import { namedDots, zoneLabel } from "./plan-labels.ts";

const zone = (name: string, widthM: number, heightM = 6) => ({
  name,
  polygon_m: [
    [0, 0],
    [widthM, 0],
    [widthM, heightM],
  ] as Point[],
});

test("a zone's label fits into the zone", () => {
  expect(zoneLabel(zone("East exit", 10, 2), 3, 10)).toBe("East exit · 3");
  expect(zoneLabel(zone("East exit", 7), 3, 10)).toBe("East exit\n3");
  expect(zoneLabel(zone("East exit", 6), 3, 10)).toBe("East\nexit · 3");
  expect(zoneLabel(zone("East exit", 4), 3, 10)).toBe("East\nexit\n3");
  expect(zoneLabel(zone("East exit", 4, 4), 3, 10)).toBe("3");
  expect(zoneLabel(zone("East exit", 2), 3, 10)).toBe("3");
  expect(zoneLabel(zone("동쪽출구", 4), 3, 10)).toBe("3");
});

test("a name that would cover another is left out", () => {
  const dot = (x: number, y: number) => ({ positionM: [x, y] as Point });
  const [first, near, above] = [dot(0, 0), dot(1, 0), dot(1, 5)];
  expect(namedDots([first, near, above], 10)).toEqual([first, above]);
  expect(namedDots([first, near, above], 100)).toEqual([first, near, above]);
});
