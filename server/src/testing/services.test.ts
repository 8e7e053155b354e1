import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { hasLocalService } from "./services.ts";

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("hasLocalService", () => {
  it("says aloud that an absent service is skipped", async () => {
    vi.stubEnv("CI", "false");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await hasLocalService({ name: "Thing", port: await closedPort() })).toBe(false);
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^Thing does not listen.*skipped$/));
  });

  it("fails where CI expects the service", async () => {
    vi.stubEnv("CI", "true");
    const attempt = hasLocalService({ name: "Thing", port: await closedPort() });
    await expect(attempt).rejects.toThrow(/CI expects it/);
  });
});
