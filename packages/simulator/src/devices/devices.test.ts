import { describe, expect, test } from "vitest";
import { distanceM } from "../geometry.ts";
import { createScene } from "../scene.ts";
import { tagReadings } from "./tags.ts";
import { ROADS, vehiclesAt } from "./vehicles.ts";

const START_MS = Date.UTC(2026, 0, 5, 9);
const scene = createScene({ environment: "campus" });

describe("tagReadings", () => {
  const minute = tagReadings(scene, START_MS, START_MS + 60_000);

  test("two halves of a span hold exactly what the span holds", () => {
    const halves = [
      ...tagReadings(scene, START_MS, START_MS + 30_000),
      ...tagReadings(scene, START_MS + 30_000, START_MS + 60_000),
    ];
    expect(halves).toEqual(minute);
    expect(minute.length).toBeGreaterThan(100);
  });

  test("near gateways hear louder than far ones on average", () => {
    const mean = (low: number, high: number): number => {
      const heard = minute.filter(({ truth }) => truth.distanceM >= low && truth.distanceM < high);
      return heard.reduce((sum, reading) => sum + reading.rssiDbm, 0) / heard.length;
    };
    expect(mean(0, 8)).toBeGreaterThan(mean(14, 40) + 5);
  });

  test("levels stay between the sensitivity and what one metre can give", () => {
    for (const { rssiDbm } of minute) expect(rssiDbm >= -96 && rssiDbm <= -35).toBe(true);
  });
});

describe("vehiclesAt", () => {
  test("vehicles keep to their speed and on the streets, over the end of a lap too", () => {
    for (let step = 0; step < 3000; step++) {
      const timeMs = START_MS + step * 200;
      const before = vehiclesAt(scene, timeMs - 200);
      for (const [index, vehicle] of vehiclesAt(scene, timeMs).entries()) {
        const movedM = distanceM(before[index]?.planM ?? [0, 0], vehicle.planM);
        expect(movedM).toBeLessThan(vehicle.speedMps * 0.2 + 0.01);
        const offStreetM = Math.min(
          ...ROADS.nodes.flatMap(({ at }) => [
            Math.abs(at[0] - vehicle.planM[0]),
            Math.abs(at[1] - vehicle.planM[1]),
          ]),
        );
        expect(offStreetM).toBeLessThan(1);
      }
    }
  });
});
