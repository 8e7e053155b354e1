import { vi } from "vitest";

import { PATIENCE_MS } from "./patience.ts";

const PATIENT = Symbol.for("whereabouts.patient");
const { waitFor } = vi;

// Vitest gives up after a second, and has a setting for `expect.poll` only. All files of a worker
// share one `vi`, so it is wrapped once.
if (!(PATIENT in waitFor)) {
  const patient: typeof waitFor = (callback, options) =>
    waitFor(callback, {
      timeout: PATIENCE_MS,
      ...(typeof options === "number" ? { timeout: options } : options),
    });
  vi.waitFor = Object.assign(patient, { [PATIENT]: true });
}
