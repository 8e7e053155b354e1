/**
 * Cameras: their list and health, adding by address with a preview, detector settings and
 * calibration. Watching them is the live feature's; the plans they stand on are the sites'.
 */
export { CamerasPage as Component } from "./cameras-page.tsx";
