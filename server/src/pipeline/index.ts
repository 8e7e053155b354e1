/**
 * The pipeline: the stage contracts, the one list that says in which order stages run, and the
 * run that moves frames through them. Knows no concrete variant of a stage.
 *
 * Follows docs/design/backpressure.md.
 */
export { createPipeline, type PipelineOptions, type PipelineStats } from "./run.ts";
export { STAGE_ORDER, type ServerStages, type StagePlace } from "./order.ts";
export type * from "./contract.ts";
export type * from "./perception-port.ts";
