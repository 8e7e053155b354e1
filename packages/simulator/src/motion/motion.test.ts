import { describe, expect, test } from "vitest";
import { createScene } from "../scene.ts";
import { ENVIRONMENT_CODES, SITES } from "../site/index.ts";
import { distanceM } from "../geometry.ts";
import { truthAt } from "../truth.ts";
import { buildWalkGraph, crossesSolid } from "./index.ts";

const START_MS = Date.UTC(2026, 0, 5, 9);
const STEP_MS = 200;
const LIMIT_MPS = { person: 1.7, dog: 2.6, cat: 1.7 } as const;

describe.each(ENVIRONMENT_CODES)("motion on the %s", (environment) => {
  const scene = createScene({ environment });
  const steps = Array.from({ length: 4500 }, (_, i) => truthAt(scene, START_MS + i * STEP_MS));

  test("every node of the walk graph reaches every other", () => {
    const graph = buildWalkGraph(SITES[environment]);
    for (const from of graph.nodes.keys()) {
      const lengthsM = [...graph.nodes.keys()].map((to) => graph.routeLengthM(from, to));
      expect(Math.max(...lengthsM)).toBeLessThan(120);
    }
  });

  test("nobody jumps or outruns its kind", () => {
    const offences = steps.flatMap((now, index) => {
      const before = new Map((steps[index - 1] ?? []).map((actor) => [actor.actorId, actor]));
      return now.filter((actor) => {
        const last = before.get(actor.actorId);
        const movedM = last ? distanceM(last.planM, actor.planM) : 0;
        return movedM / (STEP_MS / 1000) > LIMIT_MPS[actor.actorClass];
      });
    });
    expect(offences).toEqual([]);
  });

  test("people keep out of walls and furniture", () => {
    const { nodes, solids } = SITES[environment];
    const doors = nodes.filter((node) => node.role === "door");
    const offences = steps
      .filter((_, index) => index % 5 === 0)
      .flat()
      .filter((actor) => actor.actorClass === "person")
      .filter((actor) => doors.every((door) => distanceM(door.at, actor.planM) > 2.2))
      .filter(({ planM }) => solids.some((solid) => crossesSolid(planM, planM, solid, 0.05)));
    expect(offences).toEqual([]);
  });

  test("everybody comes, leaves and comes again", () => {
    const visits = SITES[environment].actors.map(({ id }) => {
      const present = steps.map((now) => now.some((each) => each.actorId === id));
      const arrivals = present.filter((here, i) => here && present[i - 1] === false).length;
      const departures = present.filter((here, i) => !here && present[i - 1] === true).length;
      return { id, arrivals, departures };
    });
    expect(visits.filter(({ arrivals, departures }) => arrivals < 2 || departures < 2)).toEqual([]);
  });

  test("another scene of the same seed agrees at any instant, another seed does not", () => {
    const again = createScene({ environment });
    const other = createScene({ environment, seed: 21 });
    for (const index of [4000, 17, 2900]) {
      expect(truthAt(again, START_MS + index * STEP_MS)).toEqual(steps[index]);
      expect(truthAt(other, START_MS + index * STEP_MS)).not.toEqual(steps[index]);
    }
  });

  test("most of the inhabitants are about, in many zones", () => {
    const mean = steps.reduce((sum, now) => sum + now.length, 0) / steps.length;
    expect(mean).toBeGreaterThan(SITES[environment].actors.length * 0.6);
    const zones = new Set(steps.flatMap((now) => now.map((actor) => actor.zoneCode)));
    for (const zone of SITES[environment].zones) expect(zones).toContain(zone.code);
  });
});
