/**
 * Live: low-delay video with boxes drawn in time with it, and the plan with what moves on it.
 * Owns playing and drawing; the feed itself belongs to `app/`.
 */
export { LivePage as Component } from "./live-page.tsx";
