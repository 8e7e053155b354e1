/**
 * Source: opens one connection to a camera and hands out its packets with capture times. Throws
 * when it ends; reconnecting belongs to the run of the camera. Follows docs/design/time.md.
 */
export { createSources, SOURCE_SCHEMES, type SourceContext } from "./registry.ts";
export { maskCredentials, sourceScheme } from "./source-url.ts";
