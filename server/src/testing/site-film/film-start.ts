/** Simulated time of a film's first picture. Always the same, so every run sees the same people. */
export const FILM_START_MS = Date.UTC(2026, 0, 5, 12);
