/**
 * Inference: loaded ONNX models of one process, run one at a time. Knows pixels in and numbers out,
 * and nothing of what they mean. Only ever imported by code of a perception process.
 */
export { OnnxSession, SessionPool, type SessionOutput } from "./session.ts";
