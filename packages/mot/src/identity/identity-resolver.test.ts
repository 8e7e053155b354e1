import { describe, expect, it } from "vitest";

import { seededRandom } from "../core/random.ts";
import { IdentityError, IdentityResolver } from "./index.ts";
import type { CameraCycle, IdentityDecision, IdentityOptions, Sighting } from "./index.ts";

const STEP_MS = 250;
const RED = Float32Array.of(1, 0, 0, 0);
const BLUE = Float32Array.of(0, 1, 0, 0);

/** A site under test: every call is one camera's cycle. */
class Site {
  readonly resolver: IdentityResolver;
  readonly told: IdentityDecision[] = [];

  constructor(options: Partial<IdentityOptions> = {}) {
    this.resolver = new IdentityResolver({ subjectKeyOf: (count) => `S${count}`, ...options });
  }

  see(
    cameraKey: string,
    timeMs: number,
    sightings: readonly Sighting[],
    more: Partial<CameraCycle> = {},
  ) {
    const cycle = { cameraKey, planeKey: null, timeMs, sightings, endedTrackKeys: [], ...more };
    const told = this.resolver.observe(cycle);
    this.told.push(...told);
    return told;
  }

  /** One track from one time to another, in place. @returns when it was last seen. */
  stay(
    cameraKey: string,
    track: Partial<Sighting> & { trackKey: string },
    span: readonly [number, number],
  ) {
    for (let timeMs = span[0]; timeMs <= span[1]; timeMs += STEP_MS) {
      this.see(cameraKey, timeMs, [sightingOf(track)]);
    }
    return span[1];
  }

  leave(cameraKey: string, timeMs: number, trackKey: string) {
    return this.see(cameraKey, timeMs, [], { endedTrackKeys: [trackKey] });
  }

  subjectOf(trackKey: string): string | undefined {
    return this.resolver.subjectOf(trackKey);
  }
}

function sightingOf(part: Partial<Sighting> & { trackKey: string }): Sighting {
  return { classId: 0, boxPx: [100, 100, 150, 250], score: 0.9, ...part };
}

/** Two people who were seen in camera a, one after the other, and are gone. */
function siteOfTwo(): Site {
  const site = new Site();
  const boxes = { red: [100, 100, 150, 250], blue: [900, 100, 950, 250] } as const;
  const red = { trackKey: "red", appearance: RED, quality: 0.9, pictureRef: "red.jpg" };
  const blue = { trackKey: "blue", appearance: BLUE, quality: 0.9, pictureRef: "blue.jpg" };
  for (let timeMs = 0; timeMs <= 4000; timeMs += STEP_MS) {
    site.see("a", timeMs, [
      sightingOf({ ...red, boxPx: boxes.red }),
      sightingOf({ ...blue, boxPx: boxes.blue }),
    ]);
  }
  site.see("a", 5000, [], { endedTrackKeys: ["red", "blue"] });
  return site;
}

describe("a decision", () => {
  it("waits at first, then makes somebody new, and says so once", () => {
    const site = new Site({ waitMsMax: 1000 });
    site.stay("a", { trackKey: "first" }, [0, 2000]);
    site.see("a", 3000, [sightingOf({ trackKey: "first" }), sightingOf({ trackKey: "x" })]);
    expect(site.subjectOf("x")).toBeUndefined();
    site.see("a", 3250, [sightingOf({ trackKey: "x" })]);
    site.see("a", 4250, [sightingOf({ trackKey: "x" })]);
    expect(site.subjectOf("x")).toBe("S2");
    const told = site.told.filter(({ trackKey }) => trackKey === "x");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: "new", previousSubjectKey: null, isFinal: false });
  });

  it("finds somebody again in another camera by the look, with both crops", () => {
    const site = siteOfTwo();
    const again = { trackKey: "again", appearance: RED, quality: 0.8, pictureRef: "again.jpg" };
    site.stay("b", again, [15_000, 16_000]);
    expect(site.subjectOf("again")).toBe(site.subjectOf("red"));
    const told = site.told.find(({ trackKey }) => trackKey === "again")!;
    expect(told.kind).toBe("appearance");
    expect(told.score).toBeGreaterThan(0.9);
    expect(told.evidence.geometry).toBeUndefined();
    expect(told.evidence.appearance).toEqual({
      similarity: 1,
      ownPictureRef: "again.jpg",
      otherPictureRef: "red.jpg",
      exemplarCount: 1,
    });
    const { travel } = told.evidence;
    expect(travel).toMatchObject({ fromCameraKey: "a", toCameraKey: "b", elapsedMs: 11_000 });
    expect(travel!.expectedMs).toBeNull();
    expect(travel!.likelihood).toBeGreaterThan(0.8);
  });

  it("names the runners-up", () => {
    const site = siteOfTwo();
    const between = Float32Array.of(Math.SQRT1_2, Math.SQRT1_2, 0, 0);
    site.stay("b", { trackKey: "who", appearance: between, quality: 0.9 }, [15_000, 18_000]);
    const told = site.told.find(({ trackKey }) => trackKey === "who")!;
    const rivals = told.evidence.runnersUp;
    expect(rivals.length).toBeGreaterThan(0);
    for (const { subjectKey, score, similarity } of rivals) {
      expect(["S1", "S2"]).toContain(subjectKey);
      expect(score).toBeLessThan(0.5);
      expect(similarity).toBeCloseTo(Math.SQRT1_2, 5);
    }
  });

  it("shares two subjects out between two tracks that both could be the first", () => {
    const site = siteOfTwo();
    const nearRed = Float32Array.of(0.9, 0.436, 0, 0);
    for (let timeMs = 12_000; timeMs < 15_000; timeMs += STEP_MS) {
      site.see("b", timeMs, [
        sightingOf({ trackKey: "x", appearance: RED, quality: 0.9 }),
        sightingOf({ trackKey: "y", appearance: nearRed, quality: 0.9 }),
      ]);
    }
    expect(site.subjectOf("x")).toBe(site.subjectOf("red"));
    expect(site.subjectOf("y")).not.toBe(site.subjectOf("x"));
  });

  it("joins a broken track of one camera by place and time alone", () => {
    const site = new Site();
    site.stay("a", { trackKey: "other", boxPx: [900, 100, 950, 250] }, [0, 3000]);
    site.stay("a", { trackKey: "before" }, [0, 3000]);
    site.see("a", 3250, [sightingOf({ trackKey: "after" })], { endedTrackKeys: ["before"] });
    site.see("a", 3500, [sightingOf({ trackKey: "after", boxPx: [104, 100, 154, 250] })]);
    expect(site.subjectOf("after")).toBe(site.subjectOf("before"));
    expect(site.told.find(({ trackKey }) => trackKey === "after")!.kind).toBe("travel");
  });

  it("never mixes classes, but for those of one group", () => {
    const site = new Site({ classGroups: [[15, 16]] });
    site.stay("a", { trackKey: "cat", classId: 15, appearance: RED, quality: 1 }, [0, 3000]);
    site.leave("a", 3250, "cat");
    site.stay("a", { trackKey: "dog", classId: 16, appearance: RED, quality: 1 }, [3500, 5000]);
    site.leave("a", 5250, "dog");
    site.stay("a", { trackKey: "man", classId: 0, appearance: RED, quality: 1 }, [5500, 9000]);
    expect(site.subjectOf("dog")).toBe(site.subjectOf("cat"));
    expect(site.subjectOf("man")).not.toBe(site.subjectOf("cat"));
  });

  it("does not compare vectors of different descriptors", () => {
    const site = new Site();
    const look = { appearance: RED, quality: 0.9 };
    for (const [from, descriptor] of [
      [0, "one"],
      [10_000, "two"],
    ] as const) {
      for (let timeMs = from; timeMs <= from + 3000; timeMs += STEP_MS) {
        site.see("a", timeMs, [sightingOf({ trackKey: descriptor, ...look })], { descriptor });
      }
      site.leave("a", from + 3500, descriptor);
    }
    const told = site.told.filter(({ trackKey }) => trackKey === "two");
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ evidence }) => evidence.appearance === undefined)).toBe(true);
  });
});

describe("the plane", () => {
  const at = (trackKey: string, x: number, y: number): Sighting =>
    sightingOf({ trackKey, positionM: [x, y], covarianceM2: [0.02, 0, 0.02] });

  it("joins what two cameras see in one place, with its evidence", () => {
    const site = new Site();
    for (let i = 0; i < 12; i++) {
      site.see("a", i * 200, [at("a/1", 1 + 0.2 * i, 5), at("a/2", 9, 9)], { planeKey: "p" });
      site.see("b", i * 200 + 100, [at("b/1", 1.1 + 0.2 * i, 5.1)], { planeKey: "p" });
    }
    expect(site.subjectOf("b/1")).toBe(site.subjectOf("a/1"));
    expect(site.subjectOf("a/2")).not.toBe(site.subjectOf("a/1"));
    const told = site.told.findLast(
      ({ kind, trackKey }) => kind === "geometry" && trackKey.endsWith("/1"),
    )!;
    const { geometry } = told.evidence;
    expect(["a/1", "b/1"]).toContain(geometry!.otherTrackKey);
    expect(geometry!.distanceM).toBeLessThan(0.6);
    expect(geometry!.mahalanobis2).toBeLessThan(9.3);
    expect(geometry!.sharedMs).toBeGreaterThan(0);
  });

  it("revises when two newcomers turn out to be one, and says whose it was", () => {
    const site = new Site();
    for (let i = 0; i < 40; i++) {
      // They come from opposite ends and meet in the view of both.
      const x = Math.min(10, i * 0.5);
      site.see("a", i * 200, [at("a/1", x, 5)], { planeKey: "p" });
      site.see("b", i * 200 + 100, [at("b/1", Math.max(x, 5), 5)], { planeKey: "p" });
    }
    expect(site.subjectOf("b/1")).toBe(site.subjectOf("a/1"));
    const moved = site.told.filter(({ previousSubjectKey }) => previousSubjectKey !== null);
    expect(moved).toHaveLength(1);
    expect(moved[0]!.previousSubjectKey).not.toBe(moved[0]!.subjectKey);
    expect(site.resolver.stats().revisions).toBe(1);
  });

  it("parts a link that the plane contradicts", () => {
    const site = new Site();
    for (let i = 0; i < 80; i++) {
      // Side by side at first, in one camera each, then each goes its own way.
      const apart = Math.max(0, i - 15) * 0.25;
      site.see("a", i * 200, [at("a/1", 5, 5)], { planeKey: "p" });
      site.see("b", i * 200 + 100, [at("b/1", 5.2 + apart, 5)], { planeKey: "p" });
    }
    expect(site.told.some(({ kind }) => kind === "geometry")).toBe(true);
    expect(site.subjectOf("b/1")).not.toBe(site.subjectOf("a/1"));
  });
});

/** People who go from camera a to camera b, one after another. @returns how many late ones were known. */
function passersBy(site: Site, count: number): number {
  const random = seededRandom(3);
  let right = 0;
  for (let i = 0; i < count; i++) {
    const from = i * 40_000;
    const gone = site.stay("a", { trackKey: `a/${i}` }, [from, from + 4000]);
    site.leave("a", gone + 1000, `a/${i}`);
    const there = gone + 8000 + Math.round(1500 * random());
    site.stay("b", { trackKey: `b/${i}` }, [there, there + 4000]);
    site.leave("b", there + 5000, `b/${i}`);
    if (i >= count - 20 && site.subjectOf(`a/${i}`) === site.subjectOf(`b/${i}`)) right++;
  }
  return right;
}

describe("travel times", () => {
  it("are learned from those who came before, without looks or a plan", () => {
    const site = new Site();
    expect(passersBy(site, 60)).toBeGreaterThanOrEqual(18);
    const { travel } = site.told.findLast(({ trackKey }) => trackKey === "b/59")!.evidence;
    expect(travel!.expectedMs).toBeGreaterThan(7500);
    expect(travel!.expectedMs).toBeLessThan(12_000);
  });

  it("survive a restart as JSON, so that the first to come is known by them", () => {
    const before = new Site();
    passersBy(before, 60);
    const kept = JSON.stringify(before.resolver.rememberedModel());
    const after = new Site();
    after.resolver.restoreModel(JSON.parse(kept));
    expect(JSON.stringify(after.resolver.rememberedModel())).toBe(kept);
    expect(passersBy(after, 20)).toBeGreaterThan(passersBy(new Site(), 20));
    expect(after.resolver.stats().travelPairs).toBe(before.resolver.stats().travelPairs);
  });

  it("are restored within the limits, and without numbers that are none", () => {
    const site = new Site({ travelPairsMax: 2 });
    const residual = { mean: 0.5, variance: 0.1, weight: 9, samples: 6 };
    const way = { fromCameraKey: "a", group: 0, residual, journeys: 3 };
    const ways = ["b", "c", "d"].map((toCameraKey) => ({ ...way, toCameraKey }));
    const broken = { ...way, toCameraKey: "e", residual: { ...residual, variance: Number.NaN } };
    const looks = [{ descriptor: "x", same: residual, different: { ...residual, weight: -1 } }];
    site.resolver.restoreModel({ looks, ways: [...ways, broken] });
    const { travelPairs, forgottenTravelPairs, refusedParts } = site.resolver.stats();
    expect({ travelPairs, forgottenTravelPairs, refusedParts }).toEqual({
      travelPairs: 2,
      forgottenTravelPairs: 1,
      refusedParts: 2,
    });
  });
});

describe("a person's word", () => {
  it("confirms: final, and kept from being forgotten", () => {
    const site = siteOfTwo();
    const [told] = site.resolver.confirm("red", 6000);
    expect(told).toMatchObject({ kind: "manual", score: 1, isFinal: true, subjectKey: "S2" });
    expect(told!.previousSubjectKey).toBeNull();
    expect(site.resolver.remembered("S2")!.isConfirmed).toBe(true);
  });

  it("assigns a waiting track, and teaches the gallery its look", () => {
    const site = siteOfTwo();
    const green = Float32Array.of(0, 0, 1, 0);
    const red = site.subjectOf("red")!;
    site.see("b", 9000, [sightingOf({ trackKey: "x", appearance: green, quality: 0.9 })]);
    const [told] = site.resolver.assign("x", red, 9100);
    expect(told).toMatchObject({ trackKey: "x", subjectKey: red, kind: "manual" });
    site.see("b", 9500, [], { endedTrackKeys: ["x"] });
    site.stay("c", { trackKey: "y", appearance: green, quality: 0.9 }, [20_000, 23_000]);
    expect(site.subjectOf("y")).toBe(red);
  });

  it("assigning takes the subject from a track that cannot be it as well", () => {
    const site = siteOfTwo();
    const blue = site.subjectOf("blue")!;
    const told = site.resolver.assign("red", blue, 6000);
    expect(told.map(({ trackKey }) => trackKey)).toEqual(["red", "blue"]);
    expect(told[1]!.previousSubjectKey).toBe(blue);
    expect(site.subjectOf("red")).toBe(blue);
    expect(site.subjectOf("blue")).not.toBe(blue);
    expect(() => site.resolver.assign("blue", blue, 6000)).toThrow(/split that one first/);
  });

  it("splits for good: the track is somebody new and its looks go with it", () => {
    const site = siteOfTwo();
    site.stay("b", { trackKey: "x", appearance: RED, quality: 0.9 }, [12_000, 13_000]);
    const red = site.subjectOf("red")!;
    expect(site.subjectOf("x")).toBe(red);
    const [told] = site.resolver.split("x", 13_100);
    expect(told!.previousSubjectKey).toBe(red);
    site.stay("b", { trackKey: "x", appearance: RED, quality: 1 }, [13_250, 30_000]);
    const own = site.subjectOf("x")!;
    expect(own).toBe(told!.subjectKey);
    expect(site.resolver.remembered(own)!.cannotLinkSubjectKeys).toEqual([red]);
    expect(site.resolver.remembered(red)!.cannotLinkSubjectKeys).toEqual([own]);
    const views = site.resolver.remembered(red)!.exemplars;
    expect(views.some(({ trackKey }) => trackKey === "x")).toBe(false);
  });

  it("merges: all tracks and looks, and the name is gone", () => {
    const site = siteOfTwo();
    const odd = Float32Array.of(0, 0, 0, 1);
    site.stay("b", { trackKey: "x", appearance: odd, quality: 0.9 }, [40_000, 44_000]);
    const [from, into] = [site.subjectOf("x")!, site.subjectOf("red")!];
    expect(from).not.toBe(into);
    const told = site.resolver.merge(from, into, 44_100);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ subjectKey: into, previousSubjectKey: from, kind: "manual" });
    expect(site.resolver.remembered(from)).toBeUndefined();
    expect(site.resolver.remembered(into)!.exemplars).toHaveLength(2);
    expect(site.resolver.remembered(into)!.trackCount).toBe(2);
  });

  it("is refused where it cannot be followed", () => {
    const site = siteOfTwo();
    const { resolver } = site;
    site.see("b", 9000, [sightingOf({ trackKey: "waiting" })]);
    site.stay("d", { trackKey: "dog", classId: 16 }, [9000, 12_000]);
    const dog = site.subjectOf("dog")!;
    const cases: readonly [() => unknown, IdentityError["code"]][] = [
      [() => resolver.confirm("nobody", 0), "unknown-track"],
      [() => resolver.split("waiting", 0), "undecided-track"],
      [() => resolver.assign("waiting", "S99", 0), "unknown-subject"],
      [() => resolver.assign("waiting", dog, 0), "class-mismatch"],
      [() => resolver.merge("S1", "S1", 0), "same-subject"],
      [() => resolver.merge("S1", "S2", 0), "seen-together"],
    ];
    for (const [act, code] of cases) {
      expect(act).toThrow(IdentityError);
      expect(act).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe("memory", () => {
  it("survives a restart: subjects come back by look, names are not given twice", () => {
    const before = siteOfTwo();
    const stored = ["S1", "S2"].map((key) => before.resolver.remembered(key)!);
    expect(structuredClone(stored)).toEqual(stored);
    const after = new Site();
    after.resolver.restore(stored);
    expect(after.resolver.remembered("S2")).toEqual(stored[1]);
    after.stay("b", { trackKey: "x", appearance: RED, quality: 0.9 }, [15_000, 18_000]);
    expect(after.subjectOf("x")).toBe(before.subjectOf("red"));
    const green = Float32Array.of(0, 0, 1, 0);
    after.stay("c", { trackKey: "y", appearance: green, quality: 0.9 }, [15_000, 19_000]);
    expect(after.subjectOf("y")).toBe("S3");
  });

  it("refuses what is no limit, and a name giver that runs dry", () => {
    expect(() => new Site({ tracksMax: 0 })).toThrow(/tracksMax 0/);
    expect(() => new Site({ waitMsMax: Number.NaN })).toThrow(/waitMsMax NaN/);
    const site = new Site({ subjectKeyOf: () => "only" });
    expect(() => {
      site.stay("a", { trackKey: "x" }, [0, 5000]);
      site.stay("b", { trackKey: "y", appearance: BLUE }, [0, 5000]);
    }).toThrow(/subjectKeyOf/);
    expect(() => site.see("a", Number.NaN, [])).toThrow(/finite time/);
  });

  it("stays flat over a day of passers-by", { timeout: 120_000 }, () => {
    const limits = { subjectsMax: 40, tracksMax: 100, exemplarsMax: 3 };
    const site = new Site(limits);
    const random = seededRandom(8);
    const counts: number[] = [];
    for (let second = 0; second < 86_400; second += 60) {
      // Twenty places, each held by somebody for a while; at a change the track ends.
      const cameraKey = "ab"[(second / 60) % 2]!;
      const sightings: Sighting[] = [];
      const endedTrackKeys: string[] = [];
      for (let place = 0; place < 5; place++) {
        const turn = Math.floor((second + 37 * place) / 300);
        if ((second + 37 * place) % 300 < 120)
          endedTrackKeys.push(`${cameraKey}${place}/${turn - 1}`);
        const own = seededRandom(1000 * turn + place);
        const appearance = Float32Array.from({ length: 16 }, () => own() - 0.5);
        sightings.push(
          sightingOf({
            trackKey: `${cameraKey}${place}/${turn}`,
            boxPx: [100 * place, 100, 100 * place + 50, 250],
            ...(random() < 0.2 ? { appearance, quality: random() } : {}),
          }),
        );
      }
      site.resolver.observe({
        cameraKey,
        planeKey: null,
        timeMs: second * 1000,
        sightings,
        endedTrackKeys,
      });
      if (second % 21_600 === 0) {
        const { subjects, exemplars, endedTracks, liveTracks } = site.resolver.stats();
        counts.push(subjects + exemplars + endedTracks + liveTracks);
      }
    }
    const stats = site.resolver.stats();
    expect(stats.subjects).toBeLessThanOrEqual(limits.subjectsMax);
    expect(stats.exemplars).toBeLessThanOrEqual(limits.subjectsMax * limits.exemplarsMax);
    expect(stats.endedTracks + stats.liveTracks).toBeLessThanOrEqual(limits.tracksMax);
    expect(stats.forgottenTracks).toBeGreaterThan(1000);
    expect(counts.at(-1)!).toBeLessThan(1.2 * counts[1]!);
  });
});
