import { SIMULATED_VIDEO, type Projection } from "../camera.ts";
import { createFigureMaker, createMesh } from "../figure/index.ts";
import { distanceM } from "../geometry.ts";
import { simulatedCamera, type Scene } from "../scene.ts";
import { renderBackground, type Background } from "./background.ts";
import { createComposer } from "./compose.ts";
import { createVertexColors, lightFigure } from "./figure-light.ts";
import {
  apparentHeightPx,
  createCanvas,
  fillMesh,
  layCanvas,
  maybeSeen,
  projectMesh,
} from "./raster.ts";
import { createShadowPainter } from "./shadow.ts";
import { createStage } from "./stage.ts";

/** Figures at least this high get four samples per pixel instead of nine. */
const LARGE_PX = 80;
/** Figures lower than this get fewer segments around their limbs. */
const FULL_DETAIL_PX = 95;

/** Draws one camera of a scene. Holds the camera's cached background; use from one thread. */
export interface SceneRenderer {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Length of the buffer that `render` fills: planar I420, `widthPx * heightPx * 1.5`. */
  readonly frameBytes: number;
  /**
   * Draws the instant `timeMs` (UTC) into `out`: planes Y, U, V of yuv420p, BT.601 limited range.
   * @throws RangeError when `out` is shorter than `frameBytes`
   */
  render(timeMs: number, out: Uint8Array): void;
}

/**
 * Draws what a camera sees while nobody is there, in steps that yield how far it is, 0..1. Depends
 * on nothing but the camera, so it may be kept and handed to {@link createSceneRenderer} again.
 * @throws RangeError when the scene has no such camera
 */
export function drawBackground(
  scene: Scene,
  cameraCode: string,
): Generator<number, Background, void> {
  return renderBackground(createStage(scene.site), viewOf(scene, cameraCode));
}

/**
 * Creates the renderer of one camera. Without a background at hand it draws one first, which takes
 * some four seconds.
 * @throws RangeError when the scene has no such camera
 */
export function createSceneRenderer(
  scene: Scene,
  cameraCode: string,
  background: Background = runThrough(drawBackground(scene, cameraCode)),
): SceneRenderer {
  const { widthPx, heightPx } = SIMULATED_VIDEO;
  const view = viewOf(scene, cameraCode);
  const frameBytes = (widthPx * heightPx * 3) / 2;
  const stage = createStage(scene.site);
  const maker = createFigureMaker(scene.site.actors);
  const meshes = new Map(scene.site.actors.map((actor) => [actor.id, createMesh()]));
  const colors = createVertexColors();
  const canvas = createCanvas();
  const composer = createComposer();
  const shadows = createShadowPainter({ lighting: scene.site.lighting, view, background, colors });
  const eye = [view.eye[0], view.eye[1]] as const;
  const actorsBefore = (timeMs: number) =>
    scene.site.actors
      .flatMap((actor) => {
        const mesh = meshes.get(actor.id);
        const motion = scene.motionOf(actor, timeMs);
        return mesh && motion.present && maybeSeen(view, motion.at)
          ? [{ actor, motion, mesh }]
          : [];
      })
      .sort((a, b) => distanceM(b.motion.at, eye) - distanceM(a.motion.at, eye));
  return {
    widthPx,
    heightPx,
    frameBytes,
    render(timeMs, out) {
      if (out.length < frameBytes) {
        throw new RangeError(
          `Cannot draw into ${out.length} bytes, expected at least ${frameBytes}`,
        );
      }
      out.set(background.frame);
      const shown = actorsBefore(timeMs);
      for (const { actor, motion, mesh } of shown) {
        mesh.detail = apparentHeightPx(view, motion.at) > FULL_DETAIL_PX ? 1 : 0.66;
        maker.build(mesh, actor, motion, timeMs);
        shadows.paint(mesh, motion.at, out);
      }
      for (const { motion, mesh } of shown) {
        const seen = projectMesh(mesh, view);
        const fine = apparentHeightPx(view, motion.at) > LARGE_PX ? 2 : 3;
        if (!seen || !layCanvas(canvas, seen.boxPx, fine)) continue;
        lightFigure(stage, mesh, motion.at, colors);
        fillMesh(canvas, mesh, seen, colors);
        composer.blend(canvas, background, out);
      }
    },
  };
}

function viewOf(scene: Scene, cameraCode: string): Projection {
  const { projection, environment } = simulatedCamera(cameraCode);
  if (environment === scene.environment) return projection;
  throw new RangeError(`Camera ${cameraCode} belongs to ${environment}, not ${scene.environment}`);
}

function runThrough<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
