import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "./index.ts";

describe("startTestApp", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.dispose());

  it("serves health to everybody and the rest to the administrator", async () => {
    expect((await fetch(`${app.baseUrl}/health`)).status).toBe(200);
    await expect(app.call("GET", "/api/v1/registry/cameras")).resolves.toEqual([]);
  });
});
