import type { Surface } from "../site/index.ts";
import type { LinearColor } from "../color.ts";
import { cellNoise, cloudNoise, smoothNoise } from "./noise.ts";

/** A point on a surface, metres, with its unit normal. */
export interface SurfacePoint {
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
}

/** Mirror part of the light at right angles, 0..1; it grows towards grazing angles. */
export const GLOSS: Readonly<Partial<Record<Surface, number>>> = {
  glass: 0.32,
  water: 0.3,
  epoxy: 0.07,
  metal: 0.05,
  facade: 0,
};

/** Writes the reflected share of light (linear RGB) at a point of a surface into `out`. */
export function paintSurface(
  surface: Surface,
  color: LinearColor,
  point: SurfacePoint,
  out: Float64Array,
): void {
  const pattern = PATTERNS[surface];
  const level = Math.abs(point.nz) > 0.7;
  // Coordinates along the surface: the plan on level ones, along the wall and up on others.
  const u = level ? point.x : point.y * point.nx - point.x * point.ny;
  const v = level ? point.y : point.z;
  pattern(u, v, point, color, out);
}

type Pattern = (
  u: number,
  v: number,
  at: SurfacePoint,
  color: LinearColor,
  out: Float64Array,
) => void;

function scaled(out: Float64Array, color: LinearColor, by: number): void {
  out[0] = color[0] * by;
  out[1] = color[1] * by;
  out[2] = color[2] * by;
}

function set(out: Float64Array, r: number, g: number, b: number): void {
  out[0] = r;
  out[1] = g;
  out[2] = b;
}

const fraction = (x: number): number => x - Math.floor(x);

/** Rectangular units in staggered rows with darker joints. */
function masonry(lengthM: number, heightM: number, jointM: number, spread: number): Pattern {
  return (u, v, _at, color, out) => {
    const row = Math.floor(v / heightM);
    const along = u / lengthM + (row & 1) * 0.5;
    const joint = fraction(along) * lengthM < jointM || fraction(v / heightM) * heightM < jointM;
    const tone = 1 - spread / 2 + spread * cellNoise(along, row, 3);
    const wear = 0.9 + 0.2 * smoothNoise(u * 1.3, v * 1.3, 0.5);
    scaled(out, color, joint ? 0.68 : tone * wear);
  };
}

const mottled =
  (perM: number, spread: number): Pattern =>
  (u, v, _at, color, out) => {
    scaled(out, color, 1 - spread / 2 + spread * cloudNoise(u * perM, v * perM, 0.3));
  };

/** Boards along u with thin gaps. */
const boards =
  (widthM: number): Pattern =>
  (u, v, _at, color, out) => {
    const board = Math.floor(v / widthM);
    const grain = smoothNoise(u * 2.2, v * 26, board * 7.1);
    const gap = fraction(v / widthM) < 0.09 ? 0.62 : 1;
    scaled(out, color, gap * (0.8 + 0.26 * cellNoise(board, 3, 1) + 0.16 * (grain - 0.5)));
  };

const grown =
  (perM: number, spread: number): Pattern =>
  (_u, _v, at, color, out) => {
    const { x, y, z } = at;
    const broad = cloudNoise(x * 0.35, y * 0.35, z * 0.6);
    const fine = smoothNoise(x * perM, y * perM, z * perM);
    const finest = cellNoise(x * perM * 2.7, y * perM * 2.7, z * perM * 2.7);
    const tone = 1 - spread + spread * (0.9 * fine + 0.5 * finest + 0.6 * broad);
    const dry = 0.75 + 0.5 * broad;
    set(out, color[0] * tone * dry * 1.05, color[1] * tone, color[2] * tone * (1.7 - dry) * 0.85);
  };

const facade: Pattern = (u, v, at, color, out) => {
  const bay = fraction(u / 2.1 + 0.1) * 2.1;
  const storey = v > 3 ? v - 2.75 : v;
  const inWindow = bay > 0.35 && bay < 1.75 && storey > 0.85 && storey < 2.35;
  const inFrame = bay > 0.27 && bay < 1.83 && storey > 0.74 && storey < 2.43;
  if (Math.abs(at.nz) > 0.7) return scaled(out, color, 0.6);
  if (inWindow) {
    const bar = Math.abs(bay - 1.05) < 0.035 || Math.abs(storey - 1.85) < 0.03;
    if (bar) return set(out, 0.5, 0.5, 0.48);
    const room = cellNoise(u / 2.1 + 0.1, v > 3 ? 9 : 4, 5);
    const sheen = 0.05 + 0.13 * smoothNoise(u * 0.6 + v * 0.5, v * 0.7, 2.1) + room * 0.05;
    return set(out, sheen * 0.75, sheen * 0.95, sheen * 1.15);
  }
  if (inFrame) return set(out, 0.55, 0.53, 0.48);
  const band = Math.abs(v - 2.95) < 0.12 ? 0.86 : v < 0.45 ? 0.62 : 1;
  const course = fraction(v / 0.4) < 0.04 ? 0.93 : 1;
  scaled(out, color, band * course * (0.95 + 0.1 * cloudNoise(u, v, 1.5)));
};

const plaster: Pattern = (u, v, at, color, out) => {
  const foot = Math.abs(at.nz) < 0.5 && v < 0.35 ? 0.72 : 1;
  scaled(out, color, foot * (0.93 + 0.12 * cloudNoise(u * 0.8, v * 0.8, 4)));
};

const plaza: Pattern = (u, v, _at, color, out) => {
  const joint = fraction(u / 0.8) < 0.035 || fraction(v / 0.8) < 0.035 ? 0.74 : 1;
  const tone = 0.92 + 0.16 * cellNoise(u / 0.8, v / 0.8, 6);
  scaled(out, color, joint * tone * (0.93 + 0.14 * cloudNoise(u * 0.7, v * 0.7, 1)));
};

const epoxy: Pattern = (u, v, _at, color, out) => {
  const joint = fraction(u / 6) * 6 < 0.03 || fraction(v / 5.5) * 5.5 < 0.03 ? 0.72 : 1;
  const wear = cloudNoise(u * 0.3, v * 0.3, 2) * 0.16 + cloudNoise(u * 2.2, v * 2.2, 8) * 0.08;
  scaled(out, color, joint * (0.88 + wear));
};

const diagonal: Pattern = (u, v, _at, color, out) => {
  if (fraction((u + v) / 0.5) < 0.5) scaled(out, color, 1);
  else set(out, 0.025, 0.025, 0.025);
};

const stripes: Pattern = (u, _v, _at, color, out) => {
  if (fraction(u / 0.7) < 0.5) scaled(out, color, 1);
  else set(out, 0.78, 0.75, 0.68);
};

const seams =
  (everyM: number, depth: number): Pattern =>
  (u, v, _at, color, out) => {
    const seam = fraction(u / everyM) * everyM < 0.035 ? 1 - depth : 1;
    scaled(out, color, seam * (0.97 + 0.05 * cloudNoise(u * 0.7, v * 0.7, 6)));
  };

const shutter: Pattern = (u, v, at, color, out) => {
  const ridge = 0.78 + 0.26 * Math.abs(fraction(v / 0.16) - 0.5) * 2;
  scaled(out, color, Math.abs(at.nz) > 0.7 ? 0.8 : ridge * (0.97 + 0.04 * cellNoise(u, v * 6, 1)));
};

const cardboard: Pattern = (u, v, at, color, out) => {
  const tape = Math.abs(fraction(u / 0.61) - 0.5) < 0.045 ? 1.18 : 1;
  const shade = Math.abs(at.nz) > 0.7 ? 1 : 0.97 + 0.05 * cellNoise(u * 1.6, v * 3, 2);
  scaled(out, color, tape * shade * (0.95 + 0.08 * smoothNoise(u * 3, v * 3, 5)));
};

const water: Pattern = (u, v, _at, color, out) => {
  const ripple = smoothNoise(u * 3.5, v * 3.5, 1) * 0.6 + smoothNoise(u * 9, v * 9, 4) * 0.4;
  scaled(out, color, 0.62 + 0.75 * ripple);
};

const bark: Pattern = (_u, _v, at, color, out) => {
  scaled(out, color, 0.62 + 0.6 * smoothNoise(at.x * 22, at.y * 22, at.z * 3));
};

const mesh: Pattern = (u, v, _at, color, out) => {
  scaled(out, color, fraction(u / 0.12) < 0.25 && fraction(v / 0.12) < 0.25 ? 0.45 : 1);
};

const PATTERNS: Readonly<Record<Surface, Pattern>> = {
  asphalt: mottled(9, 0.3),
  bark,
  brick: masonry(0.42, 0.15, 0.022, 0.42),
  cardboard,
  concrete: mottled(2.5, 0.22),
  epoxy,
  facade,
  glass: mottled(0.6, 0.5),
  grass: grown(5.5, 0.55),
  hazard: diagonal,
  hedge: grown(11, 0.85),
  leaves: grown(9, 0.9),
  mesh,
  metal: mottled(1.5, 0.16),
  paint: mottled(1.2, 0.1),
  panel: seams(1.2, 0.16),
  pavers: masonry(0.62, 0.31, 0.022, 0.26),
  plaster,
  plaza,
  shutter,
  soil: mottled(6, 0.6),
  stripes,
  terrace: boards(0.22),
  water,
  wood: boards(0.16),
};
