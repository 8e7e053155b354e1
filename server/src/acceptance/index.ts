/**
 * Acceptance: the assembled server proves its main jobs on real video and on the simulated site.
 * Owns how a whole server is started inside a test; nothing of the product imports it.
 */
export { startTestApp, type TestApp, type TestAppOptions } from "./test-app.ts";
