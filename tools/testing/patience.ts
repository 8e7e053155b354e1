/** A wait ends with its event; this limit only has to be beyond what a slow machine needs. */
export const PATIENCE_MS = 100_000;
