/**
 * Background jobs: queued in the database, retried, scheduled, taken by any server. Owns the queue
 * and the retention of observations; what else is done is the features' business.
 */
export {
  createJobs,
  type EnqueueOptions,
  type JobCounts,
  type JobOptions,
  type JobRun,
  type Jobs,
  type JobState,
  type JobStatus,
} from "./jobs.ts";
export {
  applyRetention,
  registerRetention,
  type RetentionDays,
  type RetentionOptions,
} from "./retention.ts";
