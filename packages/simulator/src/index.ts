/**
 * A site that does not exist: rendered cameras, tags and vehicles, with the ground truth. State is
 * a pure function of seed and time, so any process may ask for any instant and all agree. Owns no
 * clock, no thread and no file; runs anywhere JavaScript does.
 */
export * from "./geometry.ts";
export {
  applyHomography,
  projectionOf,
  projectPoint,
  SIMULATED_VIDEO,
  type CameraPose,
  type Projection,
} from "./camera.ts";
export * from "./site/index.ts";
export * from "./scene.ts";
export * from "./calibration.ts";
export * from "./site-seed.ts";
export * from "./truth.ts";
export * from "./truth-boxes.ts";
export * from "./devices/index.ts";
export * from "./score.ts";
export {
  createSceneRenderer,
  drawBackground,
  type Background,
  type SceneRenderer,
} from "./render/index.ts";
