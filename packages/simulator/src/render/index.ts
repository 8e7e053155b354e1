/**
 * Pictures of a scene: the unmoving site by rays, once per camera, and the moving figures as
 * triangles over it, lit by the same light. Knows nothing of how actors decide where to go.
 */
export { createSceneRenderer, drawBackground, type SceneRenderer } from "./renderer.ts";
export type { Background } from "./background.ts";
export { createVertexColors } from "./figure-light.ts";
export { createCanvas, fillMesh, layCanvas, projectMesh, type Canvas } from "./raster.ts";
export { createViewDepth, type ViewDepth } from "./view-depth.ts";
