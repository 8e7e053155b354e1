import { projectionOf, projectPoint, SIMULATED_VIDEO, type Projection } from "./camera.ts";
import { createFigureMaker, createMesh, type FigureMaker, type Mesh } from "./figure/index.ts";
import { distanceM, type PixelBox, type PixelPoint } from "./geometry.ts";
import {
  createCanvas,
  createVertexColors,
  createViewDepth,
  fillMesh,
  layCanvas,
  projectMesh,
  type Canvas,
  type ViewDepth,
} from "./render/index.ts";
import type { Scene } from "./scene.ts";
import { truthAt, type ActorTruth } from "./truth.ts";

const { widthPx: WIDTH, heightPx: HEIGHT } = SIMULATED_VIDEO;
const TOLERANCE_M = 0.06;

/** How one actor truly shows in one camera's picture. */
export interface BoxTruth extends ActorTruth {
  /** The whole figure, seen or hidden, cut to the picture. */
  readonly boxPx: PixelBox;
  /** The part that nothing hides. */
  readonly visibleBoxPx: PixelBox;
  /** Share of the figure that shows, 0..1: less when hidden or cut off by the picture's edge. */
  readonly visibleFraction: number;
  /** Where it stands, in pixels; may lie outside the picture. */
  readonly footPx: PixelPoint;
  /** Distance from the camera along the ground, metres. */
  readonly distanceM: number;
}

interface Viewer {
  readonly view: Projection;
  readonly depth: ViewDepth;
  readonly maker: FigureMaker;
  readonly mesh: Mesh;
  readonly canvas: Canvas;
}

/** What is prepared per scene and camera; it goes when the scene goes. */
const viewers = new WeakMap<Scene, Map<string, Viewer>>();

function viewerOf(scene: Scene, cameraCode: string): Viewer {
  const known = viewers.get(scene) ?? new Map<string, Viewer>();
  viewers.set(scene, known);
  const pose = scene.site.cameras.find((camera) => camera.code === cameraCode);
  if (!pose)
    throw new RangeError(`No camera ${JSON.stringify(cameraCode)} in ${scene.environment}`);
  const view = projectionOf(pose);
  const viewer = known.get(cameraCode) ?? {
    view,
    depth: createViewDepth(scene.site, view),
    maker: createFigureMaker(scene.site.actors),
    mesh: createMesh(),
    canvas: createCanvas(),
  };
  known.set(cameraCode, viewer);
  return viewer;
}

/**
 * Boxes of all actors of which at least one pixel shows in a camera's picture at `timeMs` (UTC).
 * @throws RangeError when the scene has no such camera
 */
export function truthBoxes(scene: Scene, cameraCode: string, timeMs: number): readonly BoxTruth[] {
  const viewer = viewerOf(scene, cameraCode);
  const { view } = viewer;
  const nearest = new Float32Array(WIDTH * HEIGHT).fill(Infinity);
  const shapes = truthAt(scene, timeMs).flatMap((truth) => {
    const shape = shapeOf(scene, viewer, truth, timeMs);
    if (shape)
      for (const [i, pixel] of shape.pixels.entries()) {
        nearest[pixel] = Math.min(nearest[pixel] ?? Infinity, shape.depths[i] ?? Infinity);
      }
    return shape ? [{ truth, shape }] : [];
  });
  return shapes.flatMap(({ truth, shape }) => {
    const shown = shape.pixels.filter((pixel, i) => {
      const depth = shape.depths[i] ?? Infinity;
      return depth <= (nearest[pixel] ?? 0) + 1e-3 && depth <= viewer.depth.at(pixel) + TOLERANCE_M;
    });
    const footPx = projectPoint(view, [truth.planM[0], truth.planM[1], 0]);
    if (shown.length === 0 || !footPx) return [];
    return {
      ...truth,
      boxPx: cutToPicture(shape.boxPx),
      visibleBoxPx: boundsOf(shown),
      visibleFraction: (shown.length / shape.pixels.length) * insideShare(shape.boxPx),
      footPx,
      distanceM: distanceM(truth.planM, [view.eye[0], view.eye[1]]),
    };
  });
}

interface Shape {
  readonly boxPx: PixelBox;
  /** Numbers of the picture's pixels whose middle the figure covers, with its depth there. */
  readonly pixels: readonly number[];
  readonly depths: readonly number[];
}

const colors = createVertexColors();

function shapeOf(scene: Scene, viewer: Viewer, truth: ActorTruth, timeMs: number): Shape | null {
  const actor = scene.site.actors.find((each) => each.id === truth.actorId);
  if (!actor) return null;
  const { mesh, canvas } = viewer;
  viewer.maker.build(mesh, actor, scene.motionOf(actor, timeMs), timeMs);
  const seen = projectMesh(mesh, viewer.view);
  if (!seen || !layCanvas(canvas, seen.boxPx, 1)) return null;
  fillMesh(canvas, mesh, seen, colors);
  const pixels: number[] = [];
  const depths: number[] = [];
  for (let i = 0; i < canvas.widthPx * canvas.heightPx; i++) {
    const depth = canvas.depthM[i] ?? Infinity;
    if (depth === Infinity) continue;
    pixels.push(
      (canvas.y1 + Math.floor(i / canvas.widthPx)) * WIDTH + canvas.x1 + (i % canvas.widthPx),
    );
    depths.push(depth);
  }
  return { boxPx: seen.boxPx, pixels, depths };
}

function cutToPicture(box: PixelBox): PixelBox {
  return [
    Math.max(0, box[0]),
    Math.max(0, box[1]),
    Math.min(WIDTH, box[2]),
    Math.min(HEIGHT, box[3]),
  ];
}

function insideShare(box: PixelBox): number {
  const area = ([x1, y1, x2, y2]: PixelBox): number => (x2 - x1) * (y2 - y1);
  return area(cutToPicture(box)) / area(box);
}

function boundsOf(pixels: readonly number[]): PixelBox {
  let [x1, y1, x2, y2]: [number, number, number, number] = [WIDTH, HEIGHT, 0, 0];
  for (const pixel of pixels) {
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    x1 = Math.min(x1, x);
    y1 = Math.min(y1, y);
    x2 = Math.max(x2, x + 1);
    y2 = Math.max(y2, y + 1);
  }
  return [x1, y1, x2, y2];
}
