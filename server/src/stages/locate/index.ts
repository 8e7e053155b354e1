/**
 * Locate: where on the plan a box stands. Carries the middle of its lower edge through the
 * camera's homography, with how far off it may be.
 *
 * Follows docs/design/coordinates.md.
 */
export { createLocate, type LocateCamera } from "./locate.ts";
