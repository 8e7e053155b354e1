import type { SpacePoint } from "../geometry.ts";
import type { ActorMotion } from "../motion/index.ts";
import { linearOf, type LinearColor } from "../color.ts";
import type { AnimalLook } from "../site/index.ts";
import { addTube, type Mesh, type Ring } from "./mesh.ts";

/** A look with its colours in linear light. */
export interface Coat {
  readonly look: AnimalLook;
  readonly coat: LinearColor;
  readonly markings: LinearColor;
}

/** Prepares a look. */
export function coatOf(look: AnimalLook): Coat {
  return { look, coat: linearOf(look.coat), markings: linearOf(look.markings) };
}

/** Adds an animal, in units of its shoulder height: scale it by that. */
export function addAnimal(mesh: Mesh, coat: Coat, motion: ActorMotion, timeS: number): void {
  const cat = coat.look.species === "cat";
  const phase = (2 * Math.PI * motion.walkedM) / (coat.look.shoulderM * (cat ? 1.9 : 1.7));
  const bob = 0.02 * motion.stride * Math.sin(2 * phase);
  addBody(mesh, coat, cat, bob);
  addHead(mesh, coat, cat, bob + 0.05 * (1 - motion.stride) * Math.sin(timeS * 0.7));
  addTail(mesh, coat, cat, Math.sin(timeS * (cat ? 1.6 : 7)) * (cat ? 0.12 : 0.16));
  for (const [ahead, side, offset] of [
    [1, 1, 0],
    [1, -1, Math.PI],
    [-1, 1, Math.PI],
    [-1, -1, 0],
  ] as const) {
    addLeg(mesh, coat, {
      ahead,
      side,
      phase: phase + offset,
      stride: motion.stride,
      thick: cat ? 0.85 : 1,
    });
  }
}

function addBody(mesh: Mesh, { coat, markings }: Coat, cat: boolean, bob: number): void {
  const stretch = cat ? 1.12 : 1;
  const rings: readonly (readonly [number, number, number, number])[] = [
    [-0.62, 0.82, 0.03, 0.03],
    [-0.56, 0.8, 0.12, 0.14],
    [-0.38, 0.79, 0.155, 0.19],
    [-0.12, 0.77, 0.15, 0.17],
    [0.14, 0.75, 0.165, 0.2],
    [0.36, 0.77, 0.165, 0.225],
    [0.5, 0.82, 0.13, 0.18],
    [0.57, 0.87, 0.06, 0.09],
  ];
  addTube(
    mesh,
    rings.map(([x, z, side, front]): Ring => ({
      at: [x * stretch, 0, z + bob],
      side,
      front,
      color: coat,
      frontColor: markings,
      frontFrom: 0.75,
    })),
    10,
  );
}

function addHead(mesh: Mesh, { coat, markings }: Coat, cat: boolean, lift: number): void {
  const up = cat ? 1.06 : 1.16;
  const spot = (x: number, y: number, z: number): SpacePoint => [x, y, z + lift];
  addTube(
    mesh,
    [
      { at: spot(0.4, 0, 0.84), side: 0.14, front: 0.17, color: coat },
      { at: spot(0.54, 0, 1), side: 0.11, front: 0.13, color: coat },
      { at: spot(0.64, 0, up), side: 0.09, front: 0.1, color: coat },
    ],
    8,
  );
  const long = cat ? 0.6 : 1;
  const size = cat ? 1.15 : 1;
  const head: readonly (readonly [number, number, number, LinearColor])[] = [
    [-0.1, 0.05, 0.05, coat],
    [-0.05, 0.115, 0.115, coat],
    [0.05, 0.125, 0.125, coat],
    [0.14, 0.1, 0.1, coat],
    [0.19, 0.07, 0.07, coat],
    [0.3, 0.06, 0.055, markings],
    [0.36, 0.035, 0.035, markings],
    [0.38, 0.012, 0.012, markings],
  ];
  addTube(
    mesh,
    head.map(([x, side, front, color]): Ring => ({
      at: spot(0.68 + x * long, 0, up + 0.06 - Math.max(0, x) * 0.22),
      side: side * size,
      front: front * size,
      color,
    })),
    8,
  );
  for (const side of [1, -1] as const) {
    const ear: readonly SpacePoint[] = cat
      ? [
          spot(0.66, side * 0.07, up + 0.14),
          spot(0.66, side * 0.095, up + 0.2),
          spot(0.66, side * 0.11, up + 0.3),
        ]
      : [
          spot(0.64, side * 0.07, up + 0.15),
          spot(0.63, side * 0.14, up + 0.16),
          spot(0.65, side * 0.17, up - 0.02),
        ];
    addTube(
      mesh,
      ear.map((at, index): Ring => ({
        at,
        side: [0.035, 0.05, 0.008][index] ?? 0.02,
        front: [0.03, 0.028, 0.006][index] ?? 0.02,
        color: cat ? coat : markings,
      })),
      5,
      [1, 0, 0],
    );
  }
}

function addTail(mesh: Mesh, { coat, markings }: Coat, cat: boolean, sway: number): void {
  const path: readonly (readonly [number, number, number])[] = cat
    ? [
        [-0.66, 0.84, 0.045],
        [-0.86, 0.9, 0.042],
        [-1, 1.1, 0.04],
        [-1.02, 1.36, 0.036],
        [-1.1, 1.5, 0.012],
      ]
    : [
        [-0.58, 0.86, 0.05],
        [-0.74, 0.98, 0.048],
        [-0.86, 1.12, 0.04],
        [-0.9, 1.24, 0.012],
      ];
  addTube(
    mesh,
    path.map(([x, z, radius], index): Ring => ({
      at: [x, sway * index, z],
      side: radius,
      front: radius,
      color: index === path.length - 1 ? markings : coat,
    })),
    6,
  );
}

interface Paw {
  readonly ahead: 1 | -1;
  readonly side: 1 | -1;
  readonly phase: number;
  readonly stride: number;
  readonly thick: number;
}

function addLeg(mesh: Mesh, { coat, markings }: Coat, paw: Paw): void {
  const { ahead, side, stride, thick } = paw;
  const lift = Math.max(0, Math.cos(paw.phase)) * stride;
  const upperRad = ahead * 0.12 + 0.36 * stride * Math.sin(paw.phase);
  const bend = ahead * (0.25 + 0.7 * lift);
  const lowerRad = upperRad - bend;
  const hip: SpacePoint = [ahead * 0.4 - 0.02, side * 0.1, 0.78];
  const down = (from: SpacePoint, angle: number, length: number): SpacePoint => [
    from[0] + length * Math.sin(angle),
    from[1],
    from[2] - length * Math.cos(angle),
  ];
  const knee = down(hip, upperRad, 0.38);
  const ankle = down(knee, lowerRad, 0.34);
  const ring = (at: SpacePoint, radius: number, color: LinearColor): Ring => ({
    at,
    side: radius * thick * 0.85,
    front: radius * thick,
    color,
  });
  addTube(
    mesh,
    [
      ring(hip, 0.1, coat),
      ring(down(hip, upperRad, 0.16), 0.1, coat),
      ring(knee, 0.058, coat),
      ring(down(knee, lowerRad, 0.16), 0.044, coat),
      ring(ankle, 0.04, markings),
      ring([ankle[0] + 0.03, ankle[1], ankle[2] - 0.045], 0.052, markings),
      ring([ankle[0] + 0.05, ankle[1], ankle[2] - 0.075], 0.02, markings),
    ],
    6,
  );
}
