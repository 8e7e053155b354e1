import { performance } from "node:perf_hooks";

import { expect, test, vi } from "vitest";

/** Beyond what vitest waits by itself. */
const LATE_MS = 1500;

test("what comes late is waited for", async () => {
  const startedMs = performance.now();
  const isLate = () => performance.now() - startedMs > LATE_MS;
  const polled = async (): Promise<void> => {
    await expect.poll(isLate).toBe(true);
  };
  await Promise.all([vi.waitFor(() => expect(isLate()).toBe(true)), polled()]);
});
