/**
 * Base: time, errors, limits and disposal. Imports Node only, never another folder of ours.
 *
 * Follows docs/design/backpressure.md (queues) and docs/design/time.md (clocks).
 */
export { systemClock, type Clock } from "./clock.ts";
export { AppError, isAppError, type ErrorKind, type ErrorDetail } from "./errors.ts";
export { assert } from "./assert.ts";
export { backoffMs, retry, type BackoffOptions } from "./retry.ts";
export { BoundedQueue } from "./bounded-queue.ts";
export { FixedWindow } from "./fixed-window.ts";
export { Disposer, type Disposable } from "./disposal.ts";
export { createLog, type Log } from "./log.ts";
