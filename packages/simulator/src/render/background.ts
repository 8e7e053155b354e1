import { SIMULATED_VIDEO, type Projection } from "../camera.ts";
import { hash32 } from "../random.ts";
import { blueOf, displayCode, lumaOf, redOf } from "../color.ts";
import type { Hit, Ray } from "./intersect.ts";
import { directShare, lightAt, openShare, skyAt } from "./lighting.ts";
import { aim, GROUND, SKY, type Stage } from "./stage.ts";
import { GLOSS, type SurfacePoint } from "./surfaces.ts";

const { widthPx: WIDTH, heightPx: HEIGHT } = SIMULATED_VIDEO;
const PIXELS = WIDTH * HEIGHT;
/** Depth samples kept per pixel, so that moving things are cut off smoothly at edges. */
export const DEPTHS = 4;

/** What a camera sees while nobody is there. Never changes once made. */
export interface Background {
  /** Planes Y, U, V one after the other (I420). */
  readonly frame: Uint8Array;
  /** Depth along the view axis, metres, four samples per pixel. */
  readonly depthM: Float32Array;
  /** How much darker the pixel gets when something takes its direct light, 0..255 for 0..1. */
  readonly shadowDepth: Uint8Array;
  /** 1 where the pixel shows the ground. */
  readonly ground: Uint8Array;
}

/** What the first pass learns about each pixel. */
interface Survey {
  readonly seen: Int16Array;
  readonly normal: Float32Array;
  readonly direct: Float32Array;
  readonly open: Float32Array;
  readonly mirror: Float32Array;
}

/** Sub-pixel positions of plain pixels (rotated grid) and of pixels on an edge. */
const PLAIN: readonly (readonly [number, number])[] = [
  [0.375, 0.125],
  [0.875, 0.375],
  [0.125, 0.625],
  [0.625, 0.875],
];
const EDGE: readonly (readonly [number, number])[] = [
  ...PLAIN,
  [0.5, 0.5],
  [0.27, 0.3],
  [0.73, 0.7],
];

const ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
const hit: Hit = { t: Infinity, solid: SKY, nx: 0, ny: 0, nz: 0 };
const point: SurfacePoint = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 1 };
const paint = new Float64Array(3);
const light = new Float64Array(3);

function toPoint(): void {
  point.x = ray.ox + hit.t * ray.dx;
  point.y = ray.oy + hit.t * ray.dy;
  point.z = ray.oz + hit.t * ray.dz;
  point.nx = hit.nx;
  point.ny = hit.ny;
  point.nz = hit.nz;
}

/** Rows of the picture drawn between two pauses. */
const ROWS_PER_STEP = 6;

/**
 * Ray-traces the empty site: some four seconds of work, so it pauses every few rows and yields how
 * far it is, 0..1. Run it through to get the background.
 */
export function* renderBackground(
  stage: Stage,
  view: Projection,
): Generator<number, Background, void> {
  const survey = yield* lookAround(stage, view);
  const softness = stage.site.lighting.indoor ? 5 : 2;
  blur(survey, survey.direct, softness);
  blur(survey, survey.open, 5);
  const result = {
    frame: new Uint8Array(PIXELS * 1.5),
    depthM: new Float32Array(PIXELS * DEPTHS),
    shadowDepth: new Uint8Array(PIXELS),
    ground: Uint8Array.from(survey.seen, (what) => (what === GROUND ? 1 : 0)),
  };
  const colors = new Float32Array(PIXELS * 3);
  for (let index = 0; index < PIXELS; index++) {
    develop(stage, view, survey, index, result, colors);
    if (pauses(index)) yield (1 + index / PIXELS) / 2;
  }
  toPlanes(colors, result.frame);
  return result;
}

/** The module's scratch ray and hit are free for others between the last pixel of one row and the next. */
function pauses(index: number): boolean {
  return (index + 1) % (WIDTH * ROWS_PER_STEP) === 0;
}

function* lookAround(stage: Stage, view: Projection): Generator<number, Survey, void> {
  const survey: Survey = {
    seen: new Int16Array(PIXELS),
    normal: new Float32Array(PIXELS * 3),
    direct: new Float32Array(PIXELS),
    open: new Float32Array(PIXELS),
    mirror: new Float32Array(PIXELS * 3),
  };
  for (let index = 0; index < PIXELS; index++) {
    surveyPixel(stage, view, survey, index);
    if (pauses(index)) yield index / PIXELS / 2;
  }
  return survey;
}

function surveyPixel(stage: Stage, view: Projection, survey: Survey, index: number): void {
  aim(ray, view, (index % WIDTH) + 0.5, Math.floor(index / WIDTH) + 0.5);
  stage.see(ray, hit);
  survey.seen[index] = hit.solid;
  if (hit.solid === SKY) return;
  toPoint();
  survey.normal.set([hit.nx, hit.ny, hit.nz], index * 3);
  const seed = hash32(index, 5);
  const { lighting } = stage.site;
  survey.direct[index] = chosen(index, 2)
    ? directShare(stage.solids, lighting, point, { count: 3, seed })
    : UNKNOWN;
  survey.open[index] = chosen(index, 3) ? openShare(stage.solids, point, 4, seed) : UNKNOWN;
  if (GLOSS[stage.surfaceOf(hit.solid, point.x, point.y)]) mirrorInto(stage, survey.mirror, index);
}

/** Marks a pixel whose share of light is taken from its neighbours. */
const UNKNOWN = -1;

/** One pixel in `apart`, staggered by rows: light changes slowly where it is smoothed anyway. */
function chosen(index: number, apart: number): boolean {
  return (index + Math.floor(index / WIDTH)) % apart === 0;
}

/** Traces the mirrored ray of the current hit and stores the light it brings (linear RGB). */
function mirrorInto(stage: Stage, mirror: Float32Array, index: number): void {
  const along = ray.dx * hit.nx + ray.dy * hit.ny + ray.dz * hit.nz;
  const length = Math.hypot(ray.dx, ray.dy, ray.dz);
  ray.ox = point.x + hit.nx * 0.01;
  ray.oy = point.y + hit.ny * 0.01;
  ray.oz = point.z + hit.nz * 0.01;
  ray.dx = (ray.dx - 2 * along * hit.nx) / length;
  ray.dy = (ray.dy - 2 * along * hit.ny) / length;
  ray.dz = (ray.dz - 2 * along * hit.nz) / length;
  stage.see(ray, hit);
  if (hit.solid === SKY) skyAt(stage.site.lighting, ray.dx, ray.dy, ray.dz, light);
  else {
    toPoint();
    stage.paint(hit.solid, point, paint);
    lightAt(stage.site.lighting, point, { direct: 0.8, open: 0.85 }, light);
    for (let i = 0; i < 3; i++) light[i] = (light[i] ?? 0) * (paint[i] ?? 0);
  }
  mirror.set(light, index * 3);
}

/** Smooths a survey plane along each surface, rows then columns, without crossing edges. */
function blur(survey: Survey, plane: Float32Array, radius: number): void {
  const source = new Float32Array(PIXELS);
  for (const step of [1, WIDTH]) {
    source.set(plane);
    for (let index = 0; index < PIXELS; index++) {
      const seen = survey.seen[index];
      let [sum, weight] = [0, 0];
      for (let k = -radius; k <= radius; k++) {
        const other = index + k * step;
        const value = source[other] ?? UNKNOWN;
        if (value < 0 || survey.seen[other] !== seen || !sameFacing(survey, index, other)) continue;
        sum += value;
        weight += 1;
      }
      plane[index] = weight > 0 ? sum / weight : (source[index] ?? UNKNOWN);
    }
  }
}

function sameFacing(survey: Survey, a: number, b: number): boolean {
  const { normal } = survey;
  const [i, j] = [a * 3, b * 3];
  const cosine =
    (normal[i] ?? 0) * (normal[j] ?? 0) +
    (normal[i + 1] ?? 0) * (normal[j + 1] ?? 0) +
    (normal[i + 2] ?? 0) * (normal[j + 2] ?? 0);
  return cosine > 0.8;
}

function onEdge(survey: Survey, index: number): boolean {
  const { seen } = survey;
  const what = seen[index];
  const column = index % WIDTH;
  for (const other of [
    index - WIDTH,
    index + WIDTH,
    column > 0 ? index - 1 : index,
    column < WIDTH - 1 ? index + 1 : index,
  ]) {
    if (other < 0 || other >= PIXELS) continue;
    if (seen[other] !== what || (what !== SKY && !sameFacing(survey, index, other))) return true;
  }
  return false;
}

/** Index of a pixel beside `index` that shows `what`, or `index` itself when none does. */
function neighbourShowing(survey: Survey, index: number, what: number): number {
  if (survey.seen[index] === what) return index;
  for (const step of [1, -1, WIDTH, -WIDTH, WIDTH + 1, WIDTH - 1, 1 - WIDTH, -1 - WIDTH]) {
    if (survey.seen[index + step] === what) return index + step;
  }
  return index;
}

/** Second pass: the pixel's colour from several samples, its depths and its shadow depth. */
function develop(
  stage: Stage,
  view: Projection,
  survey: Survey,
  index: number,
  result: Background,
  colors: Float32Array,
): void {
  const [column, row] = [index % WIDTH, Math.floor(index / WIDTH)];
  const edge = onEdge(survey, index);
  const samples = edge ? EDGE : PLAIN;
  const what = survey.seen[index] ?? SKY;
  let [r, g, b, shade] = [0, 0, 0, 0];
  for (const [sample, offset] of samples.entries()) {
    aim(ray, view, column + offset[0], row + offset[1]);
    if (edge) stage.see(ray, hit);
    else stage.seeOnly(what, ray, hit);
    if (sample < DEPTHS) result.depthM[index * DEPTHS + sample] = hit.t;
    shade += sampleLight(stage, survey, index);
    r += displayCode(light[0] ?? 0);
    g += displayCode(light[1] ?? 0);
    b += displayCode(light[2] ?? 0);
  }
  const scale = 1 / samples.length;
  colors[index * 3] = r * scale;
  colors[index * 3 + 1] = g * scale;
  colors[index * 3 + 2] = b * scale;
  result.shadowDepth[index] = 255 * shade * scale;
}

/** Leaves the light of the current hit in `light`; returns its shadow depth, 0..1. */
function sampleLight(stage: Stage, survey: Survey, index: number): number {
  const { lighting } = stage.site;
  if (hit.solid === SKY) {
    const length = Math.hypot(ray.dx, ray.dy, ray.dz);
    skyAt(lighting, ray.dx / length, ray.dy / length, ray.dz / length, light);
    return 0;
  }
  const source = neighbourShowing(survey, index, hit.solid);
  const direct = known(survey.direct[source], 1);
  const open = 0.25 + 0.75 * known(survey.open[source], 0.8);
  toPoint();
  lightAt(lighting, point, { direct: 0, open }, light);
  const around = light[1] ?? 0;
  lightAt(lighting, point, { direct, open }, light);
  const takes = (light[1] ?? 0) > 0 ? 1 - (around / (light[1] ?? 1)) ** 0.5 : 0;
  stage.paint(hit.solid, point, paint);
  const gloss = GLOSS[stage.surfaceOf(hit.solid, point.x, point.y)] ?? 0;
  const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz);
  const facing = Math.abs(ray.dx * hit.nx + ray.dy * hit.ny + ray.dz * hit.nz) / length;
  const fresnel = gloss > 0 ? gloss + (1 - gloss) * (1 - facing) ** 5 * 0.6 : 0;
  const haze = stage.site.lighting.indoor ? 0 : Math.min(0.55, Math.max(0, (hit.t - 14) / 110));
  for (let i = 0; i < 3; i++) {
    const own = (light[i] ?? 0) * (paint[i] ?? 0);
    const mixed = own + ((survey.mirror[source * 3 + i] ?? 0) - own) * fresnel;
    light[i] = mixed + ((HAZE[i] ?? 0) - mixed) * haze;
  }
  const receives = hit.solid === GROUND || (hit.nz > 0.7 && point.z < 0.12);
  return receives ? takes : 0;
}

/** A share of light, or `otherwise` where no pixel near had one. */
function known(share: number | undefined, otherwise: number): number {
  return share === undefined || share < 0 ? otherwise : share;
}

const HAZE = [0.72, 0.82, 0.98] as const;

/** Converts display-code RGB to I420. */
function toPlanes(colors: Float32Array, frame: Uint8Array): void {
  const clamp = (value: number): number => Math.min(240, Math.max(16, Math.round(value)));
  for (let index = 0; index < PIXELS; index++) {
    const i = index * 3;
    frame[index] = clamp(lumaOf(colors[i] ?? 0, colors[i + 1] ?? 0, colors[i + 2] ?? 0));
  }
  const half = WIDTH / 2;
  for (let row = 0; row < HEIGHT / 2; row++) {
    for (let column = 0; column < half; column++) {
      let [r, g, b] = [0, 0, 0];
      for (const offset of [0, 1, WIDTH, WIDTH + 1]) {
        const i = (row * 2 * WIDTH + column * 2 + offset) * 3;
        r += colors[i] ?? 0;
        g += colors[i + 1] ?? 0;
        b += colors[i + 2] ?? 0;
      }
      const at = PIXELS + row * half + column;
      frame[at] = clamp(blueOf(r / 4, g / 4, b / 4));
      frame[at + PIXELS / 4] = clamp(redOf(r / 4, g / 4, b / 4));
    }
  }
}
