/**
 * Motion: learns the background of a fixed camera, marks what differs, and decides whether the
 * detector needs to look. Knows nothing of what moves.
 */
export { BackgroundModel } from "./background-model.ts";
export { MotionGate } from "./motion-gate.ts";
