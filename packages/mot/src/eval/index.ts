/**
 * Owns scoring: MOTChallenge text in and out, its preprocessing rules, the CLEAR, identity and HOTA
 * scores, and the same for tracks on the plan. Reads and writes strings, never files.
 */
export { evaluate } from "./evaluate.ts";
export type { Scores } from "./evaluate.ts";
export { formatMotFile, groupByFrame, parseMotFile } from "./mot-file.ts";
export { MotFileError } from "./text-lines.ts";
export type { MotRow } from "./mot-file.ts";
export { prepareSequence } from "./sequence.ts";
export type { PreprocessOptions, ScoredFrame, ScoredSequence } from "./sequence.ts";
export { scoreClear } from "./clear.ts";
export type { ClearScores, MatchListener } from "./clear.ts";
export { scoreIdentity } from "./identity.ts";
export type { IdentityScores } from "./identity.ts";
export { evaluateWorld, formatWorldFile, parseWorldFile, prepareWorldSequence } from "./world.ts";
export type { WorldOptions, WorldRow } from "./world.ts";
export { HOTA_THRESHOLDS, scoreHota } from "./hota.ts";
export type { HotaScores } from "./hota.ts";
export { runTracker } from "./run-tracker.ts";
export type { RunOptions } from "./run-tracker.ts";
