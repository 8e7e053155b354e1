import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IdentifiedBox, IdentifiedFrame, WorldPoint, Zone } from "../../model/index.ts";
import { distanceOutsideM, preparePolygon } from "./polygon.ts";
import { createZones, type ZonesOptions } from "./zones.ts";

const SQUARE: readonly WorldPoint[] = [
  [2, 2],
  [6, 2],
  [6, 6],
  [2, 6],
];
const zone = (code: string, polygonM = SQUARE): Zone => ({
  id: `id-of-${code}`,
  floorId: "floor",
  code,
  name: code,
  kind: "area",
  color: null,
  polygonM,
});

function box(positionM: WorldPoint | null, trackId = "t1"): IdentifiedBox {
  return {
    trackId,
    sourceTrackId: "1",
    isNew: false,
    trackClass: "person",
    objectClass: "person",
    boxPx: [0, 0, 1, 1],
    score: 1,
    subjectId: null,
    globalId: null,
    subjectPositionM: null,
    positionM,
    covarianceM2: null,
  };
}

function frame(
  boxes: readonly IdentifiedBox[],
  captureTimeMs = 0,
  ended: string[] = [],
): IdentifiedFrame {
  return {
    cameraId: "camera",
    captureTimeMs,
    size: null,
    origin: "camera",
    boxes,
    endedTrackIds: ended,
    siteId: "site",
    floorId: "floor",
  };
}

function keeper(options: Partial<ZonesOptions> = {}) {
  let nowMs = 0;
  const zones = [zone("hall")];
  const stage = createZones({
    zonesOf: () => zones,
    clock: { monotonicMs: () => nowMs },
    ...options,
  });
  return { stage, zones, advance: (ms: number) => (nowMs += ms) };
}

describe("zones", () => {
  it("reports enter, stay and leave with the time inside", () => {
    const { stage } = keeper();
    expect(stage.assign(frame([box([1, 1])], 1000)).presenceChanges).toEqual([]);
    const entered = stage.assign(frame([box([3, 3])], 2000));
    expect(entered.boxes[0]?.zoneIds).toEqual(["id-of-hall"]);
    expect(entered.presenceChanges).toMatchObject([
      { kind: "enter", atMs: 2000, zoneCode: "hall" },
    ]);
    expect(stage.assign(frame([box([3, 4])], 5000)).presenceChanges).toEqual([]);
    expect(stage.assign(frame([box([3, 4])], 12_000)).presenceChanges).toMatchObject([
      { kind: "stay", atMs: 12_000 },
    ]);
    const left = stage.assign(frame([box([9, 9])], 13_000));
    expect(left.boxes[0]?.zoneIds).toEqual([]);
    expect(left.presenceChanges).toMatchObject([
      { kind: "leave", enteredAtMs: 2000, atMs: 13_000 },
    ]);
    expect(left.presenceChanges[0]?.presenceId).toBe(entered.presenceChanges[0]?.presenceId);
  });

  it("holds its border, and a thing inside until it is clearly past it", () => {
    const { stage } = keeper();
    const zonesAt = (at: WorldPoint) => stage.assign(frame([box(at)])).boxes[0]?.zoneIds.length;
    expect(zonesAt([2, 4])).toBe(1);
    expect(zonesAt([1.8, 4])).toBe(1);
    expect(zonesAt([1.6, 4])).toBe(0);
    expect(zonesAt([1.9, 4])).toBe(0);
    expect(zonesAt([2, 2])).toBe(1);
  });

  it("leaves with the end of the track, the zone, and after silence", () => {
    const ended = keeper();
    ended.stage.assign(frame([box([3, 3])], 100));
    expect(ended.stage.assign(frame([], 200, ["t1"])).presenceChanges).toMatchObject([
      { kind: "leave", atMs: 100 },
    ]);
    const removed = keeper();
    removed.stage.assign(frame([box([3, 3])]));
    removed.zones.length = 0;
    expect(removed.stage.assign(frame([box([3, 3])])).presenceChanges).toMatchObject([
      { kind: "leave" },
    ]);
    const silent = keeper();
    silent.stage.assign(frame([box([3, 3])]));
    silent.advance(59_000);
    silent.stage.hold("camera");
    silent.advance(59_000);
    expect(silent.stage.sweep()).toEqual([]);
    silent.advance(2000);
    expect(silent.stage.sweep()).toMatchObject([{ kind: "leave" }]);
    expect(silent.stage.sweep()).toEqual([]);
  });

  it("keeps a stay while the place is unknown, and bounds what it remembers", () => {
    const { stage } = keeper({ beingLimit: 2 });
    stage.assign(frame([box([3, 3])]));
    expect(stage.assign(frame([box(null)])).presenceChanges).toEqual([]);
    const full = stage.assign(frame([box([3, 3], "t2"), box([3, 3], "t3")]));
    expect(full.presenceChanges.map(({ kind, trackId }) => [kind, trackId])).toEqual([
      ["enter", "t2"],
      ["enter", "t3"],
      ["leave", "t1"],
    ]);
    expect(stage.stats()).toEqual({ beings: 2, limit: 2, dropped: 1 });
  });

  it("counts somebody whom two cameras see once, until neither does", () => {
    const { stage } = keeper();
    const seen = (trackId: string, at: WorldPoint, subjectId: string | null) => ({
      ...box(at, trackId),
      subjectId,
      subjectPositionM: subjectId === null ? null : ([3, 3] as const),
    });
    const kinds = (boxes: readonly IdentifiedBox[], ended: string[] = []) =>
      stage
        .assign(frame(boxes, 0, ended))
        .presenceChanges.map(({ kind, trackId, subjectId }) => [kind, trackId, subjectId]);
    expect(kinds([seen("a", [3, 3], null)])).toEqual([["enter", "a", null]]);
    expect(kinds([seen("a", [3, 3], "s"), seen("b", [3, 3], null)])).toEqual([
      ["stay", "a", "s"],
      ["enter", "b", null],
    ]);
    expect(kinds([seen("b", [9, 9], "s")])).toEqual([["leave", "b", "s"]]);
    expect(stage.stats().beings).toBe(1);
    expect(kinds([], ["a"])).toEqual([]);
    expect(kinds([seen("b", [3, 3], "other")])).toEqual([["stay", "a", "other"]]);
    expect(kinds([], ["b"])).toEqual([["leave", "a", "other"]]);
    expect(stage.stats().beings).toBe(0);
  });

  it("parts what was taken for one", () => {
    const { stage } = keeper();
    const of = (trackId: string, subjectId: string) => ({ ...box([3, 3], trackId), subjectId });
    stage.assign(frame([of("a", "s"), of("b", "s")]));
    expect(stage.assign(frame([of("b", "t")])).presenceChanges).toMatchObject([
      { kind: "enter", trackId: "b", subjectId: "t" },
    ]);
    expect(stage.assign(frame([], 0, ["a"])).presenceChanges).toMatchObject([
      { kind: "leave", trackId: "a", subjectId: "s" },
    ]);
  });

  it("never flaps for jitter smaller than its margin", () => {
    const coordinate = fc.double({ min: 0, max: 8, noNaN: true });
    const jitter = fc.array(fc.tuple(angle(), fc.double({ min: 0, max: 0.14, noNaN: true })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(coordinate, coordinate, jitter, (x, y, steps) => {
        const { stage } = keeper();
        const changes = steps.flatMap(([direction, away]) => {
          const at = [x + away * Math.cos(direction), y + away * Math.sin(direction)] as const;
          return stage.assign(frame([box(at)])).presenceChanges;
        });
        expect(changes.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("pairs every enter with at most one leave, in order, whatever the walk", () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (walk) => {
        const { stage, zones } = keeper();
        zones.push(
          zone("overlap", [
            [4, 4],
            [8, 4],
            [8, 8],
            [4, 8],
          ]),
        );
        const inside = new Map<string, string>();
        walk.forEach((at, index) => {
          const result = stage.assign(frame([box(at)], index));
          for (const change of result.presenceChanges) {
            const isEnter = change.kind === "enter";
            // What goes on or ends is the stay that began; what begins was not yet there.
            expect(inside.get(change.zoneId)).toBe(isEnter ? undefined : change.presenceId);
            if (isEnter) inside.set(change.zoneId, change.presenceId);
            if (change.kind === "leave") inside.delete(change.zoneId);
          }
          expect(new Set(result.boxes[0]?.zoneIds)).toEqual(new Set(inside.keys()));
        });
      }),
    );
  });
});

describe("distanceOutsideM", () => {
  it("is 0 inside and on the border, and grows with the way out", () => {
    const polygon = preparePolygon(SQUARE);
    const corner = fc.constantFrom(0, 1, 2, 3);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(corner, share, fc.double({ min: 0.01, max: 5, noNaN: true }), (i, t, away) => {
        const [a, b] = [SQUARE[i]!, SQUARE[(i + 1) % 4]!];
        const on = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] as const;
        expect(distanceOutsideM(polygon, on)).toBe(0);
        const normal = [Math.sign(b[1] - a[1]), -Math.sign(b[0] - a[0])] as const;
        const out = [on[0] + away * normal[0], on[1] + away * normal[1]] as const;
        expect(distanceOutsideM(polygon, out)).toBeCloseTo(away, 6);
      }),
    );
  });

  it("knows the notch of a concave zone", () => {
    const polygon = preparePolygon([
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 1],
      [0, 4],
    ]);
    expect(distanceOutsideM(polygon, [1, 1])).toBe(0);
    expect(distanceOutsideM(polygon, [2, 3])).toBeGreaterThan(0.5);
  });
});

function angle() {
  return fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
}
