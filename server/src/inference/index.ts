/**
 * Inference: loaded ONNX models of one process, run one at a time on threads of their own. Knows
 * pixels in and numbers out, and nothing of what they mean. Only ever imported by code of a
 * perception process.
 */
export { OnnxSession, SessionPool, type InferenceLane } from "./session.ts";
export type { SessionOutput } from "./messages.ts";
