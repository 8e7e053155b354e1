import type { SpacePoint } from "../geometry.ts";
import { createRandom } from "../random.ts";
import type {
  BoxSolid,
  CylinderSolid,
  EllipsoidSolid,
  HexColor,
  Solid,
  Surface,
} from "./definition.ts";

interface Finish {
  readonly surface: Surface;
  readonly color: HexColor;
  readonly passable?: boolean;
}

/** A box that fills `[x1, y1, x2, y2]` between two heights. */
export function block(
  rectangle: readonly [number, number, number, number],
  fromToM: readonly [number, number],
  finish: Finish,
): BoxSolid {
  const [x1, y1, x2, y2] = rectangle;
  return {
    kind: "box",
    base: [(x1 + x2) / 2, (y1 + y2) / 2, fromToM[0]],
    sizeM: [x2 - x1, y2 - y1, fromToM[1] - fromToM[0]],
    yawDeg: 0,
    ...finish,
  };
}

/** A box given by the middle of its base, its size and its turn. */
export function turnedBlock(
  base: SpacePoint,
  sizeM: SpacePoint,
  yawDeg: number,
  finish: Finish,
): BoxSolid {
  return { kind: "box", base, sizeM, yawDeg, ...finish };
}

/** An upright cylinder. */
export function pillar(
  base: SpacePoint,
  radiusM: number,
  heightM: number,
  finish: Finish,
): CylinderSolid {
  return { kind: "cylinder", base, radiusM, topRadiusM: radiusM, heightM, ...finish };
}

/** An ellipsoid. */
export function ball(center: SpacePoint, radiiM: SpacePoint, finish: Finish): EllipsoidSolid {
  return { kind: "ellipsoid", center, radiiM, ...finish };
}

/** A broad-leaved tree: a tapering trunk under overlapping clumps of leaves. */
export function tree(
  at: readonly [number, number],
  heightM: number,
  color: HexColor,
  seed: number,
): readonly Solid[] {
  const random = createRandom(seed, 77);
  const crownM = heightM * 0.36;
  const trunk: CylinderSolid = {
    kind: "cylinder",
    base: [at[0], at[1], 0],
    radiusM: 0.05 * heightM,
    topRadiusM: 0.02 * heightM,
    heightM: heightM * 0.6,
    surface: "bark",
    color: "#6b5440",
  };
  const clumps = Array.from({ length: 22 }, (): EllipsoidSolid => {
    const turn = random.between(0, 2 * Math.PI);
    const level = random.between(-1, 1);
    const reach = crownM * 0.72 * Math.sqrt(1 - level * level * 0.8) * Math.sqrt(random.next());
    const radius = crownM * random.between(0.34, 0.5);
    return {
      kind: "ellipsoid",
      center: [
        at[0] + reach * Math.cos(turn),
        at[1] + reach * Math.sin(turn),
        heightM * 0.68 + level * crownM * 0.62,
      ],
      radiiM: [radius, radius, radius * 0.8],
      surface: "leaves",
      color,
      passable: true,
    };
  });
  return [trunk, ...clumps];
}

/** A bench of wooden slats on iron legs, seat along its own x axis. */
export function bench(at: readonly [number, number], yawDeg: number): readonly Solid[] {
  const wood: Finish = { surface: "wood", color: "#9c6b3f" };
  const iron: Finish = { surface: "metal", color: "#3a3f44" };
  const [cos, sin] = [Math.cos((yawDeg * Math.PI) / 180), Math.sin((yawDeg * Math.PI) / 180)];
  const place = (x: number, y: number, z: number): SpacePoint => [
    at[0] + x * cos - y * sin,
    at[1] + x * sin + y * cos,
    z,
  ];
  return [
    turnedBlock(place(0, 0.08, 0.42), [1.7, 0.14, 0.05], yawDeg, wood),
    turnedBlock(place(0, -0.1, 0.42), [1.7, 0.14, 0.05], yawDeg, wood),
    turnedBlock(place(0, 0.24, 0.55), [1.7, 0.05, 0.12], yawDeg, wood),
    turnedBlock(place(0, 0.27, 0.75), [1.7, 0.05, 0.12], yawDeg, wood),
    turnedBlock(place(-0.7, 0.05, 0), [0.06, 0.45, 0.42], yawDeg, iron),
    turnedBlock(place(0.7, 0.05, 0), [0.06, 0.45, 0.42], yawDeg, iron),
    turnedBlock(place(-0.7, 0.26, 0.42), [0.06, 0.05, 0.46], yawDeg, iron),
    turnedBlock(place(0.7, 0.26, 0.42), [0.06, 0.05, 0.46], yawDeg, iron),
  ];
}

/** A street lamp; cameras hang on some of them. */
export function lamp(at: readonly [number, number]): readonly Solid[] {
  const iron: Finish = { surface: "metal", color: "#4a5157" };
  return [
    pillar([at[0], at[1], 0], 0.11, 0.5, iron),
    pillar([at[0], at[1], 0.5], 0.055, 4.3, iron),
    ball([at[0], at[1], 4.95], [0.24, 0.24, 0.2], {
      surface: "panel",
      color: "#f4efe0",
      passable: true,
    }),
  ];
}

/** A round table with two chairs under a parasol. */
export function cafeTable(
  at: readonly [number, number],
  yawDeg: number,
  parasol: HexColor,
): readonly Solid[] {
  const iron: Finish = { surface: "metal", color: "#d9dde0" };
  const canvas: CylinderSolid = {
    kind: "cylinder",
    base: [at[0], at[1], 2.15],
    radiusM: 1.25,
    topRadiusM: 0.05,
    heightM: 0.45,
    surface: "paint",
    color: parasol,
    passable: true,
  };
  const chairs = [0, 180].flatMap((side): Solid[] => {
    const turn = ((yawDeg + side) * Math.PI) / 180;
    const [x, y] = [at[0] + 0.78 * Math.cos(turn), at[1] + 0.78 * Math.sin(turn)];
    const back: SpacePoint = [x + 0.2 * Math.cos(turn), y + 0.2 * Math.sin(turn), 0.42];
    const wood: Finish = { surface: "wood", color: "#b98a56" };
    return [
      turnedBlock([x, y, 0.4], [0.4, 0.4, 0.05], yawDeg, wood),
      turnedBlock(back, [0.04, 0.4, 0.45], yawDeg, wood),
      turnedBlock([x, y, 0], [0.3, 0.3, 0.4], yawDeg, { surface: "metal", color: "#8d9499" }),
    ];
  });
  return [
    pillar([at[0], at[1], 0], 0.26, 0.04, iron),
    pillar([at[0], at[1], 0.04], 0.035, 2.4, iron),
    pillar([at[0], at[1], 0.7], 0.42, 0.04, { surface: "wood", color: "#caa06b" }),
    canvas,
    ...chairs,
  ];
}
