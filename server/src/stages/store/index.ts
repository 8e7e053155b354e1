/**
 * Store: makes finished frames durable. Frames wait in two bounded queues (our own cameras',
 * where the oldest goes when the database pauses, and other trackers', where a new one is refused
 * instead) and are written together: one statement, one commit for everything that waits.
 *
 * Follows docs/design/backpressure.md and docs/design/time.md.
 */
export { createStore, type StoreOptions, type StoreStats } from "./store.ts";
