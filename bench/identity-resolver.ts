import { IdentityResolver } from "@whereabouts/mot/identity";
import type { CameraCycle, RememberedSubject } from "@whereabouts/mot/identity";

import { IdentityWorld } from "../packages/mot/src/testing/identity-world.ts";
import { MeasuredLooks } from "../packages/mot/src/testing/measured-looks.ts";
import { percentile, seededRandom } from "./harness/index.ts";
import type { Bench } from "./harness/index.ts";

/** A floor of eight overlapping cameras whose gallery remembers a week of visitors. */
const LOAD = { people: 20, fps: 3, remembered: 500, exemplars: 8, dimensions: 664 };
const FLOOR_M = [31, 17] as const;
const DESCRIPTOR = "mobilenet-hsv";
const AGO_MS = 600_000;
/** The same again, so that the shortest time of a cycle is that without other work. */
const RUNS = 3;
const WANTED = { meanMs: 1, p99Ms: 10 };

interface Run {
  readonly resolver: IdentityResolver;
  readonly cyclesMs: readonly number[];
  readonly coreMs: number;
  readonly digest: number;
}

/** What a camera's cycle costs the resolver, with a gallery of people who are not there. */
export const identityResolver: Bench = {
  name: "identity-resolver",
  run: async ({ size }) => {
    const tiny = size === "tiny";
    const cycles = cyclesOf(tiny ? 5 : 180);
    const gallery = galleryOf(tiny ? 20 : LOAD.remembered);
    const runs = Array.from({ length: tiny ? 1 : RUNS }, () => run(gallery, cycles));
    const { resolver, digest } = runs[0]!;
    const cyclesMs = cycles.map((_, i) => Math.min(...runs.map((one) => one.cyclesMs[i]!)));
    const meanMs = Math.min(...runs.map(({ coreMs }) => coreMs)) / cycles.length;
    const [p50Ms, p99Ms] = [percentile(cyclesMs, 0.5), percentile(cyclesMs, 0.99)];
    return {
      figures: [
        { name: "cycle of one camera p50", value: p50Ms, unit: "ms" },
        { name: "cycle of one camera p99", value: p99Ms, unit: "ms" },
        { name: "cycle of one camera mean, core time", value: meanMs, unit: "ms" },
        { name: "decisions", value: resolver.stats().decisions, unit: "links" },
        {
          name: "remembered subjects met by mistake",
          value: mistakenOf(resolver),
          unit: "subjects",
        },
      ],
      ratios: [
        {
          name: "core time of a cycle / wanted",
          value: meanMs / WANTED.meanMs,
          wanted: { atMost: 1 },
        },
        { name: "cycle p99 / wanted", value: p99Ms / WANTED.p99Ms, wanted: { atMost: 1 } },
      ],
      digest: (digest >>> 0).toString(16),
    };
  },
};

function run(gallery: readonly RememberedSubject[], cycles: readonly CameraCycle[]): Run {
  const resolver = new IdentityResolver({ subjectKeyOf: (count) => `S${count}` });
  resolver.restore(gallery);
  const cyclesMs: number[] = [];
  let digest = 0;
  const core = process.threadCpuUsage();
  for (const cycle of cycles) {
    const startMs = performance.now();
    const decisions = resolver.observe(cycle);
    cyclesMs.push(performance.now() - startMs);
    for (const { trackKey, subjectKey, score } of decisions) {
      digest = hashed(digest, `${trackKey} ${subjectKey} ${score.toFixed(4)}`);
    }
  }
  const { user, system } = process.threadCpuUsage(core);
  return { resolver, cyclesMs, coreMs: (user + system) / 1000, digest };
}

function cyclesOf(seconds: number): CameraCycle[] {
  const cameras = Array.from({ length: 8 }, (_, i) => {
    const [x, y] = [(i % 4) * 7, Math.floor(i / 4) * 7];
    return { key: `c${i}`, viewM: [x, y, x + 10, y + 10] as const, isCalibrated: true };
  });
  const world = new IdentityWorld({
    seed: 2,
    people: LOAD.people,
    durationMs: seconds * 1000,
    frameMs: 1000 / LOAD.fps,
    cameras,
    sizeM: FLOOR_M,
    dimensions: LOAD.dimensions,
    looks: looksOf(),
  });
  return [...world.cycles()].map((cycle) => ({ ...cycle, descriptor: DESCRIPTOR }));
}

function galleryOf(subjects: number): RememberedSubject[] {
  const looks = looksOf();
  for (let i = 0; i < LOAD.people; i++) looks.person();
  return Array.from({ length: subjects }, (_, i) => {
    const look = looks.person();
    const exemplars = Array.from({ length: LOAD.exemplars }, (__, k) => ({
      descriptor: DESCRIPTOR,
      appearance: looks.view(look, looks.cast()),
      quality: 0.8,
      pictureRef: null,
      trackKey: `earlier/${i}/${k}`,
      timeMs: -AGO_MS,
    }));
    return {
      subjectKey: `R${i}`,
      classId: 0,
      isConfirmed: false,
      trackCount: 3,
      exemplars,
      mean: { descriptor: DESCRIPTOR, appearance: look },
      lastSeen: {
        cameraKey: `c${i % 8}`,
        planeKey: "floor",
        timeMs: (i - subjects) * 1000 - AGO_MS,
        positionM: [1, 1],
      },
      cannotLinkSubjectKeys: [],
    };
  });
}

/** The same directions for those who are there and those who were. */
function looksOf(): MeasuredLooks {
  return new MeasuredLooks(LOAD.dimensions, seededRandom(5));
}

function mistakenOf(resolver: IdentityResolver): number {
  let mistaken = 0;
  for (let i = 0; i < LOAD.remembered; i++) {
    if ((resolver.remembered(`R${i}`)?.trackCount ?? 0) > 3) mistaken++;
  }
  return mistaken;
}

function hashed(digest: number, text: string): number {
  let next = digest;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), 16777619);
  return next;
}
