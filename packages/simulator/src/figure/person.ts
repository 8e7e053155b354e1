import type { SpacePoint } from "../geometry.ts";
import { linearOf, type LinearColor } from "../color.ts";
import type { PersonLook } from "../site/index.ts";
import { addTube, type Mesh, type Ring } from "./mesh.ts";
import type { Pose } from "./pose.ts";

/** Height the figure's measures are given for, metres; others are scaled. */
export const PERSON_MEASURE_M = 1.75;

/** A look with its colours in linear light. */
export interface Wardrobe {
  readonly look: PersonLook;
  readonly shirt: LinearColor;
  readonly trousers: LinearColor;
  readonly shoes: LinearColor;
  readonly skin: LinearColor;
  readonly hair: LinearColor;
  readonly vest: LinearColor | null;
  readonly bag: LinearColor;
}

/** Prepares a look. */
export function wardrobeOf(look: PersonLook): Wardrobe {
  return {
    look,
    shirt: linearOf(look.shirt),
    trousers: linearOf(look.trousers),
    shoes: linearOf(look.shoes),
    skin: linearOf(look.skin),
    hair: linearOf(look.hair),
    vest: look.vest ? linearOf(look.vest) : null,
    bag: linearOf(look.bagColor ?? "#444444"),
  };
}

const SILVER: LinearColor = [0.75, 0.77, 0.78];
const HIP_M = 0.93;

/** Adds a person in a pose to the mesh, in the figure's frame and standard measure. */
export function addPerson(mesh: Mesh, wear: Wardrobe, pose: Pose): void {
  addTorso(mesh, wear, pose);
  addHead(mesh, wear, pose);
  for (const side of [1, -1] as const) {
    addLeg(mesh, wear, pose, side);
    addArm(mesh, wear, pose, side);
  }
  if (wear.look.legs === "skirt") addSkirt(mesh, wear, pose);
  if (wear.look.carries === "backpack") addBackpack(mesh, wear, pose);
}

/** A point of the upper body: leaning ahead and swaying sideways with height. */
function upper(pose: Pose, x: number, y: number, z: number): SpacePoint {
  const above = z - HIP_M;
  return [x + above * pose.leanRad, y + above * pose.swayRad, z];
}

function addTorso(mesh: Mesh, wear: Wardrobe, pose: Pose): void {
  const b = wear.look.build;
  const belly = Math.max(0, b - 1) * 0.16;
  const top = wear.vest ?? wear.shirt;
  const ring = (z: number, side: number, front: number, color: LinearColor, x = 0): Ring => ({
    at: upper(pose, x, 0, z),
    side: side * b,
    front,
    color,
  });
  const waist: readonly Ring[] = wear.vest
    ? [
        ring(1, 0.156, 0.112 + belly, top),
        ring(1.08, 0.15, 0.11 + belly, top),
        ring(1.081, 0.151, 0.111 + belly, SILVER),
        ring(1.13, 0.151, 0.112 + belly, SILVER),
        ring(1.131, 0.15, 0.112, top),
      ]
    : [ring(1, 0.152, 0.108 + belly, top), ring(1.1, 0.143, 0.105 + belly, top, belly / 2)];
  addTube(
    mesh,
    [
      ring(0.84, 0.06, 0.05, wear.trousers),
      ring(0.88, 0.135, 0.1, wear.trousers),
      ring(0.95, 0.16, 0.118, wear.trousers),
      ring(0.985, 0.156, 0.113 + belly, wear.trousers),
      ...waist,
      ring(1.23, 0.16, 0.115 + belly / 2, top),
      ring(1.34, 0.18, 0.116, top),
      ring(1.4, 0.182, 0.104, top),
      ring(1.445, 0.15, 0.086, top),
      ring(1.475, 0.085, 0.066, top),
      ring(1.48, 0.056, 0.056, wear.skin, 0.012),
      ring(1.56, 0.05, 0.055, wear.skin, 0.02),
    ],
    12,
  );
}

/** Height above the chin, half breadth and half depth of the head, and where hair ends in front. */
const HEAD: readonly (readonly [number, number, number, number])[] = [
  [0, 0.018, 0.025, -2],
  [0.012, 0.042, 0.056, -0.75],
  [0.04, 0.06, 0.075, -0.55],
  [0.08, 0.071, 0.088, -0.35],
  [0.125, 0.077, 0.098, -0.15],
  [0.165, 0.077, 0.099, 0.1],
  [0.2, 0.069, 0.09, 0.75],
  [0.226, 0.048, 0.062, 2],
  [0.238, 0.015, 0.02, 2],
];

function addHead(mesh: Mesh, wear: Wardrobe, pose: Pose): void {
  const { hairStyle } = wear.look;
  const [nodX, turn] = [pose.nodRad, pose.lookRad];
  const spot = (x: number, y: number, up: number): SpacePoint => {
    const [cx, cy] = [
      x * Math.cos(turn) - y * Math.sin(turn),
      x * Math.sin(turn) + y * Math.cos(turn),
    ];
    return upper(pose, 0.028 + cx + nodX * (up - 0.02), cy, 1.515 + up - nodX * cx * 0.8);
  };
  const axis: SpacePoint = [-Math.sin(turn), Math.cos(turn), 0];
  const bald = hairStyle === "bald";
  addTube(
    mesh,
    HEAD.map(([up, side, front, hairline]): Ring => {
      const covered = bald ? (up > 0.15 ? -2 : hairline - 0.2) : hairline;
      return {
        at: spot(0, 0, up),
        side,
        front,
        color: bald && up > 0.16 ? wear.skin : wear.hair,
        frontColor: wear.skin,
        frontFrom: covered,
      };
    }),
    12,
    axis,
  );
  addTube(
    mesh,
    [
      { at: spot(0.086, 0, 0.105), side: 0.008, front: 0.006, color: wear.skin },
      { at: spot(0.1, 0, 0.078), side: 0.014, front: 0.02, color: wear.skin },
      { at: spot(0.088, 0, 0.066), side: 0.008, front: 0.006, color: wear.skin },
    ],
    5,
    axis,
  );
  if (hairStyle === "long" || hairStyle === "bun" || hairStyle === "short") {
    addHairShell(mesh, wear, spot, axis);
  }
  if (hairStyle === "long") addLongHair(mesh, wear, spot, axis);
  if (hairStyle === "bun") addBall(mesh, spot(-0.115, 0, 0.19), 0.045, wear.hair);
  if (hairStyle === "cap" || hairStyle === "helmet") addHat(mesh, wear, spot, axis);
}

/** A point of the head: forward, to the side, and up from the chin, metres. */
type HeadSpot = (x: number, y: number, up: number) => SpacePoint;

function addHairShell(mesh: Mesh, wear: Wardrobe, spot: HeadSpot, axis: SpacePoint): void {
  const shell = wear.look.hairStyle === "short" ? 0.006 : 0.012;
  addTube(
    mesh,
    HEAD.slice(3)
      .map(([up, side, front]): Ring => ({
        at: spot(-0.014, 0, up + shell),
        side: side + shell,
        front: front + shell * 0.6,
        color: wear.hair,
        frontColor: wear.hair,
      }))
      .map((ring, index) =>
        index < 3
          ? {
              ...ring,
              at: spot(-0.03, 0, (HEAD[index + 3]?.[0] ?? 0) + shell),
              front: ring.front * 0.82,
            }
          : ring,
      ),
    10,
    axis,
  );
}

function addLongHair(mesh: Mesh, wear: Wardrobe, spot: HeadSpot, axis: SpacePoint): void {
  addTube(
    mesh,
    (
      [
        [0.19, 0.05, 0.03],
        [0.14, 0.086, 0.06],
        [0.05, 0.088, 0.062],
        [-0.05, 0.085, 0.05],
        [-0.13, 0.075, 0.036],
        [-0.17, 0.04, 0.015],
      ] as const
    ).map(([up, side, front]): Ring => ({
      at: spot(-0.055, 0, up),
      side,
      front,
      color: wear.hair,
    })),
    8,
    axis,
  );
}

function addBall(mesh: Mesh, at: SpacePoint, radius: number, color: LinearColor): void {
  addTube(
    mesh,
    [-1, -0.7, 0, 0.7, 1].map((level): Ring => {
      const across = radius * Math.sqrt(1 - level * level) + 0.002;
      return { at: [at[0], at[1], at[2] + radius * level], side: across, front: across, color };
    }),
    6,
  );
}

function addHat(
  mesh: Mesh,
  wear: Wardrobe,
  spot: (x: number, y: number, up: number) => SpacePoint,
  axis: SpacePoint,
): void {
  const helmet = wear.look.hairStyle === "helmet";
  const grow = helmet ? 0.026 : 0.008;
  const rise = helmet ? 0.022 : 0.012;
  const brim: readonly Ring[] = helmet
    ? [{ at: spot(0.012, 0, 0.148), side: 0.125, front: 0.16, color: wear.hair }]
    : [];
  addTube(
    mesh,
    [
      ...brim,
      ...(
        [
          [0.155, 0.078, 0.1],
          [0.19, 0.074, 0.096],
          [0.22, 0.06, 0.078],
          [0.242, 0.03, 0.04],
          [0.248, 0.008, 0.01],
        ] as const
      ).map(([up, side, front]): Ring => ({
        at: spot(0, 0, up + rise),
        side: side + grow,
        front: front + grow,
        color: wear.hair,
      })),
    ],
    12,
    axis,
  );
  if (helmet) return;
  addTube(
    mesh,
    [
      { at: spot(0.07, 0, 0.172), side: 0.07, front: 0.008, color: wear.hair },
      { at: spot(0.13, 0, 0.164), side: 0.062, front: 0.008, color: wear.hair },
      { at: spot(0.165, 0, 0.155), side: 0.03, front: 0.006, color: wear.hair },
    ],
    6,
    axis,
  );
}

function addLeg(mesh: Mesh, wear: Wardrobe, pose: Pose, side: 1 | -1): void {
  const { thighRad, kneeRad, footRad } = side === 1 ? pose.leftLeg : pose.rightLeg;
  const b = wear.look.build;
  const y = side * 0.088 * b;
  const shinRad = thighRad - kneeRad;
  const hip: SpacePoint = [0, y, HIP_M];
  const along = (from: SpacePoint, angle: number, length: number, inward = 0): SpacePoint => [
    from[0] + length * Math.sin(angle),
    from[1] - side * inward,
    from[2] - length * Math.cos(angle),
  ];
  const knee = along(hip, thighRad, 0.43, 0.012);
  const ankle = along(knee, shinRad, 0.41, 0.012);
  const bare = wear.look.legs !== "trousers";
  const cloth = wear.trousers;
  const lower = bare ? wear.skin : cloth;
  const wide = bare ? 0.8 : 1;
  addTube(
    mesh,
    [
      { at: hip, side: 0.078 * b, front: 0.095, color: cloth },
      { at: along(hip, thighRad, 0.15), side: 0.084 * b, front: 0.095, color: cloth },
      { at: along(hip, thighRad, 0.33), side: 0.066 * b, front: 0.074, color: cloth },
      ...(wear.look.legs === "shorts"
        ? [{ at: along(hip, thighRad, 0.335), side: 0.056, front: 0.062, color: wear.skin }]
        : []),
      { at: knee, side: 0.058, front: 0.062, color: lower },
      { at: along(knee, shinRad, 0.13), side: 0.056 * wide, front: 0.062 * wide, color: lower },
      { at: along(knee, shinRad, 0.3), side: 0.05 * wide, front: 0.052 * wide, color: lower },
      { at: along(knee, shinRad, 0.39), side: 0.049 * wide, front: 0.054 * wide, color: lower },
      { at: ankle, side: 0.03, front: 0.03, color: lower },
    ],
    8,
  );
  addShoe(mesh, wear.shoes, ankle, footRad);
}

function addShoe(mesh: Mesh, color: LinearColor, ankle: SpacePoint, footRad: number): void {
  const [cos, sin] = [Math.cos(footRad), Math.sin(footRad)];
  const spot = (ahead: number, up: number): SpacePoint => [
    ankle[0] + ahead * cos + up * sin,
    ankle[1],
    ankle[2] - ahead * sin + up * cos,
  ];
  addTube(
    mesh,
    [
      { at: spot(-0.07, -0.03), side: 0.02, front: 0.02, color },
      { at: spot(-0.055, -0.03), side: 0.036, front: 0.042, color },
      { at: spot(0.02, -0.028), side: 0.042, front: 0.045, color },
      { at: spot(0.1, -0.045), side: 0.046, front: 0.03, color },
      { at: spot(0.17, -0.052), side: 0.036, front: 0.022, color },
      { at: spot(0.19, -0.056), side: 0.012, front: 0.01, color },
    ],
    7,
  );
}

function addArm(mesh: Mesh, wear: Wardrobe, pose: Pose, side: 1 | -1): void {
  const { swingRad, elbowRad, outRad, inRad } = side === 1 ? pose.leftArm : pose.rightArm;
  const b = wear.look.build;
  const shoulder = upper(pose, pose.twistRad * -side * 0.18, side * 0.182 * b, 1.41);
  const along = (from: SpacePoint, angle: number, out: number, length: number): SpacePoint => [
    from[0] + length * Math.sin(angle) * Math.cos(out),
    from[1] + side * length * Math.sin(out),
    from[2] - length * Math.cos(angle) * Math.cos(out),
  ];
  const elbow = along(shoulder, swingRad, outRad, 0.29);
  const foreRad = swingRad + elbowRad;
  const wrist = along(elbow, foreRad, outRad - inRad, 0.24);
  const tip = along(wrist, foreRad, outRad - inRad, 0.16);
  const long = wear.look.sleeves === "long";
  const sleeve = wear.shirt;
  const lower = long ? sleeve : wear.skin;
  const mix = (a: SpacePoint, c: SpacePoint, t: number): SpacePoint => [
    a[0] + (c[0] - a[0]) * t,
    a[1] + (c[1] - a[1]) * t,
    a[2] + (c[2] - a[2]) * t,
  ];
  addTube(
    mesh,
    [
      {
        at: [shoulder[0], shoulder[1] - side * 0.02, shoulder[2] + 0.035],
        side: 0.02,
        front: 0.025,
        color: wear.vest ?? sleeve,
      },
      { at: shoulder, side: 0.052, front: 0.06, color: wear.vest ?? sleeve },
      { at: mix(shoulder, elbow, 0.3), side: 0.05 * b, front: 0.056, color: sleeve },
      { at: mix(shoulder, elbow, 0.62), side: long ? 0.045 : 0.05, front: 0.05, color: sleeve },
      {
        at: mix(shoulder, elbow, 0.63),
        side: long ? 0.045 : 0.039,
        front: long ? 0.05 : 0.042,
        color: lower,
      },
      { at: elbow, side: 0.04, front: 0.042, color: lower },
      { at: mix(elbow, wrist, 0.35), side: 0.04, front: 0.041, color: lower },
      { at: wrist, side: long ? 0.035 : 0.027, front: long ? 0.036 : 0.03, color: lower },
      { at: mix(wrist, tip, 0.02), side: 0.024, front: 0.03, color: wear.skin },
      { at: mix(wrist, tip, 0.45), side: 0.022, front: 0.042, color: wear.skin },
      { at: mix(wrist, tip, 0.85), side: 0.018, front: 0.032, color: wear.skin },
      { at: tip, side: 0.006, front: 0.01, color: wear.skin },
    ],
    7,
  );
  if (wear.look.carries === "bag" && side === -1) {
    addTube(
      mesh,
      (
        [
          [0, 0.02, 0.02],
          [-0.12, 0.03, 0.1],
          [-0.16, 0.05, 0.15],
          [-0.4, 0.06, 0.17],
          [-0.43, 0.03, 0.1],
        ] as const
      ).map(([up, half, front]): Ring => ({
        at: [tip[0], tip[1] - 0.02, tip[2] + 0.04 + up],
        side: half,
        front,
        color: wear.bag,
      })),
      8,
    );
  }
}

function addSkirt(mesh: Mesh, wear: Wardrobe, pose: Pose): void {
  const spread = 0.03 * Math.abs(Math.sin(pose.leftLeg.thighRad));
  addTube(
    mesh,
    (
      [
        [1.01, 0.15, 0.11],
        [0.92, 0.178, 0.14],
        [0.75, 0.2, 0.175],
        [0.56, 0.215, 0.2],
        [0.555, 0.19, 0.18],
      ] as const
    ).map(([z, side, front]): Ring => ({
      at: [0, 0, z],
      side,
      front: front + spread,
      color: wear.trousers,
    })),
    12,
  );
}

function addBackpack(mesh: Mesh, wear: Wardrobe, pose: Pose): void {
  addTube(
    mesh,
    (
      [
        [1.0, 0.06, 0.03],
        [1.01, 0.13, 0.075],
        [1.12, 0.145, 0.085],
        [1.3, 0.14, 0.08],
        [1.42, 0.115, 0.06],
        [1.46, 0.05, 0.02],
      ] as const
    ).map(([z, side, front]): Ring => ({
      at: upper(pose, -0.165, 0, z),
      side,
      front,
      color: wear.bag,
    })),
    10,
  );
}
