import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { createTracker } from "@whereabouts/mot";
import type { Detection } from "@whereabouts/mot";
import { GroundTracker } from "@whereabouts/mot/ground";
import { IdentityResolver } from "@whereabouts/mot/identity";
import type { Sighting } from "@whereabouts/mot/identity";

import { MeasuredLooks } from "../packages/mot/src/testing/measured-looks.ts";
import { seededRandom } from "./harness/index.ts";
import type { Bench, Figure, Ratio } from "./harness/index.ts";

/** A day of a quiet camera: 3 frames a second, 20 people who come and go. */
const DAY = { seconds: 86_400, fps: 3, people: 20 };
/** Pixels of the picture that are a metre of the floor. */
const PX_PER_M = 60;
const WIDTH_PX = 1920;
const MISS_SHARE = 0.1;
const CAMERAS = ["a", "b"] as const;
const SIGMA_M2 = 0.02;
/** What a day may add to the heap: noise of the collector, not a leak. */
const GROWTH_MB_MAX = 2;
/** More tracks than this for each person who is there means that the dead are kept. */
const TRACKS_PER_PERSON_MAX = 3;
/** Limits that are reached within the first hour, so that what grows afterwards is a leak. */
const IDENTITY_LIMITS = { tracksMax: 1000, subjectsMax: 300 };
/** People who come again and again, crops of each, and the share of sights with a crop. */
const REGULARS = { people: 200, views: 4, dimensions: 664, share: 0.3 };

interface DayRun {
  readonly heapMb: { readonly early: number; readonly late: number };
  readonly trackCountMax: number;
  readonly lastId: number;
  readonly digest: number;
}

/** Memory over a simulated day, of one camera's tracker, the ground tracker and identity. */
export const day: Bench = {
  name: "day",
  run: async ({ size }) => {
    const frames = (size === "tiny" ? 60 : DAY.seconds) * DAY.fps;
    const camera = live(frames, cameraStep());
    const plan = live(frames, groundStep());
    const identity = live(frames, identityStep());
    return {
      figures: [
        ...figuresOf("camera tracker", camera, "tracks"),
        ...figuresOf("ground tracker", plan, "tracks"),
        ...figuresOf("identity", identity, "subjects"),
      ],
      ratios: [
        ...ratiosOf("camera tracker", camera),
        ...ratiosOf("ground tracker", plan),
        ...ratiosOf("identity", identity),
      ],
      digest: [camera, plan, identity].map(({ digest }) => digest.toString(16)).join("-"),
    };
  },
};

interface Seen {
  readonly ids: readonly (number | null)[];
  readonly trackCount: number;
}
type Step = (timeMs: number, people: readonly Person[], random: () => number) => Seen;

function cameraStep(): Step {
  const tracker = createTracker();
  return (timeMs, people, random) => {
    const boxes = people.flatMap(({ x, y, height }): Detection[] => {
      if (random() < MISS_SHARE) return [];
      const left = x + 4 * random();
      return [{ box: [left, y - height, left + height * 0.4, y], score: 0.75 + 0.25 * random() }];
    });
    const { tracks } = tracker.update({ timeMs, boxes });
    return { ids: tracks.map(({ trackId }) => trackId), trackCount: tracker.trackCount };
  };
}

function groundStep(): Step {
  const tracker = new GroundTracker();
  return (timeMs, people, random) => {
    const observations = CAMERAS.flatMap((cameraId) =>
      people.flatMap(({ x, y }) => {
        if (random() < MISS_SHARE) return [];
        const positionM = [x / PX_PER_M + 0.2 * random(), y / PX_PER_M + 0.2 * random()] as const;
        return [{ cameraId, positionM, covarianceM2: [SIGMA_M2, 0, SIGMA_M2] as const }];
      }),
    );
    const { worldIds, tracks } = tracker.update({ timeMs, observations });
    return { ids: worldIds, trackCount: tracks.length };
  };
}

/** The resolver behind a tracker that never errs; everybody is one of the regulars. */
function identityStep(): Step {
  const resolver = new IdentityResolver({ ...IDENTITY_LIMITS, subjectKeyOf: String });
  const views = viewsOfRegulars();
  let [trackCount, step] = [0, 0];
  const present = new Map<Person, { readonly trackKey: string; readonly own: Float32Array[] }>();
  return (timeMs, people, random) => {
    const gone = [...present.keys()].filter((person) => !people.includes(person));
    const endedTrackKeys = gone.map((person) => present.get(person)!.trackKey);
    for (const person of gone) present.delete(person);
    const sightings = people.flatMap((person): Sighting[] => {
      if (random() < MISS_SHARE) return [];
      const own = views[Math.floor(random() * views.length)]!;
      const track = present.get(person) ?? { trackKey: `t${++trackCount}`, own };
      present.set(person, track);
      const { x, y, height } = person;
      const view = track.own[Math.floor(random() * track.own.length)]!;
      const isDescribed = random() < REGULARS.share;
      return [
        {
          trackKey: track.trackKey,
          classId: 0,
          score: 0.9,
          boxPx: [x, y - height, x + height * 0.4, y],
          positionM: [x / PX_PER_M + 0.2 * random(), y / PX_PER_M + 0.2 * random()],
          covarianceM2: [SIGMA_M2, 0, SIGMA_M2],
          ...(isDescribed ? { appearance: view.slice(), quality: random() } : {}),
        },
      ];
    });
    const cycle = { cameraKey: CAMERAS[0], planeKey: "floor", timeMs, sightings, endedTrackKeys };
    resolver.observe({ ...cycle, descriptor: "mobilenet-hsv" });
    const ids = sightings.map(({ trackKey }) => Number(resolver.subjectOf(trackKey) ?? 0));
    return { ids, trackCount: step++ % DAY.fps === 0 ? resolver.stats().liveTracks : 0 };
  };
}

function viewsOfRegulars(): Float32Array[][] {
  const looks = new MeasuredLooks(REGULARS.dimensions, seededRandom(3));
  return Array.from({ length: REGULARS.people }, () => {
    const [look, cast] = [looks.person(), looks.cast()];
    return Array.from({ length: REGULARS.views }, () => looks.view(look, cast));
  });
}

interface Person {
  x: number;
  readonly y: number;
  readonly height: number;
  readonly pxPerFrame: number;
}

/** Lets people walk through the picture; whoever leaves it is followed by somebody new. */
function live(frames: number, step: Step): DayRun {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const random = seededRandom(11);
  const people = Array.from({ length: DAY.people }, () => enter(random, random() * WIDTH_PX));
  const heapMb = { early: 0, late: 0 };
  let [trackCountMax, lastId, digest] = [0, 0, 0];
  for (let frame = 0; frame < frames; frame++) {
    people.forEach((person, i) => {
      person.x += person.pxPerFrame;
      if (person.x < 0 || person.x > WIDTH_PX) people[i] = enter(random);
    });
    const { ids, trackCount } = step((frame * 1000) / DAY.fps, people, random);
    trackCountMax = Math.max(trackCountMax, trackCount);
    for (const id of ids) {
      lastId = Math.max(lastId, id ?? 0);
      digest = Math.imul(digest ^ (id ?? 0), 16777619);
    }
    const isEarly = frame === Math.floor(frames / 24);
    if (!isEarly && frame !== frames - 1) continue;
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    heapMb[isEarly ? "early" : "late"] = (heapUsed + arrayBuffers) / 2 ** 20;
  }
  return { heapMb, trackCountMax, lastId, digest: digest >>> 0 };
}

function enter(random: () => number, x?: number): Person {
  const speed = 20 + 60 * random();
  const isRightwards = random() < 0.5;
  return {
    x: x ?? (isRightwards ? 0 : WIDTH_PX),
    y: 300 + 700 * random(),
    height: 120 + 120 * random(),
    pxPerFrame: ((isRightwards ? 1 : -1) * speed) / DAY.fps,
  };
}

function figuresOf(
  name: string,
  { heapMb, trackCountMax, lastId }: DayRun,
  numbered: "tracks" | "subjects",
): Figure[] {
  return [
    { name: `${name}, heap after the first hour`, value: heapMb.early, unit: "MB" },
    { name: `${name}, heap at the end`, value: heapMb.late, unit: "MB" },
    { name: `${name}, most tracks held`, value: trackCountMax, unit: "tracks" },
    { name: `${name}, ${numbered} numbered`, value: lastId, unit: numbered },
  ];
}

function ratiosOf(name: string, { heapMb, trackCountMax }: DayRun): Ratio[] {
  return [
    {
      name: `${name}, MB added by 23 hours`,
      value: heapMb.late - heapMb.early,
      wanted: { atMost: GROWTH_MB_MAX },
    },
    {
      name: `${name}, tracks held per person`,
      value: trackCountMax / DAY.people,
      wanted: { atMost: TRACKS_PER_PERSON_MAX },
    },
  ];
}
