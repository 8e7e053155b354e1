/**
 * Cameras: the one registry of video sources, their calibration, health and live pictures. Tells
 * the perception processes which cameras should run; what they see goes to the pipeline, not here.
 *
 * Follows docs/design/coordinates.md (calibration) and docs/design/time.md (health).
 */
export { createCameras, type Cameras, type CamerasPorts } from "./create-cameras.ts";
export type { CameraNode } from "./camera-leases.ts";
export type { CameraRegistry } from "./camera-registry.ts";
export type { CameraHealthState, HealthRecorder } from "./health-recorder.ts";
export { solveCalibration } from "./calibration.ts";
export { checkSourceUrl, maskSourceUrl } from "./source-url.ts";
