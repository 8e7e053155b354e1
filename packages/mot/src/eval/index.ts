/**
 * Owns scoring: MOTChallenge text in and out, its preprocessing rules, and the CLEAR, identity and
 * HOTA scores. Reads and writes strings, never files.
 */
export { evaluate } from "./evaluate.ts";
export type { Scores } from "./evaluate.ts";
export { MotFileError, formatMotFile, groupByFrame, parseMotFile } from "./mot-file.ts";
export type { MotRow } from "./mot-file.ts";
export { prepareSequence } from "./sequence.ts";
export type { PreprocessOptions, ScoredFrame, ScoredSequence } from "./sequence.ts";
export { scoreClear } from "./clear.ts";
export type { ClearScores, MatchListener } from "./clear.ts";
export { scoreIdentity } from "./identity.ts";
export type { IdentityScores } from "./identity.ts";
export { HOTA_THRESHOLDS, scoreHota } from "./hota.ts";
export type { HotaScores } from "./hota.ts";
export { runTracker } from "./run-tracker.ts";
export type { RunOptions } from "./run-tracker.ts";
