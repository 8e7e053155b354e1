import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../../acceptance/index.ts";
import { PhotoApp, testPicture } from "./testing.ts";

interface ListedPhoto {
  readonly id: string;
  readonly status: string;
  readonly upscaled_path: string | null;
  readonly error_message: string | null;
}

/** What the phone app allows a login to take; its contract, section 12. */
const APP_TIMEOUT_MS = 5000;

describe("the phone app's whole flow", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp();
  }, 120_000);
  afterAll(() => server?.dispose());

  it("registers, logs in, uploads, sees, lists, saves and deletes", async () => {
    const app = new PhotoApp(server.baseUrl, APP_TIMEOUT_MS);
    const login = { username: "mina_k", password: "pass word" };
    const registered = await app.json("POST", "/register", login);
    expect(registered.status).toBe(200);
    expect(registered.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: "mina_k",
      is_active: true,
    });
    const token = await app.form("/token", login);
    expect(token.status).toBe(200);
    expect(token.body).toEqual({ access_token: expect.any(String), token_type: "bearer" });
    app.token = (token.body as { access_token: string }).access_token;

    const picture = await testPicture({ width: 120, height: 90 });
    const uploaded = await app.upload("/upscale", "file", [picture]);
    expect(uploaded.status).toBe(200);
    const { id } = uploaded.body as { id: string };
    expect(uploaded.body).toEqual({
      message: "Upload successful, processing in background",
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    });
    const atOnce = await app.call("GET", `/photos/${id}?type=upscaled`);
    expect(atOnce.status).toBe(200);
    expect(atOnce.headers.get("content-type")).toBe("image/jpeg");

    const done = await until(app, id, "completed");
    expect(done.upscaled_path).toBe(`storage/upscaled/${id}.jpg`);
    const listed = await app.call("GET", "/photos?skip=0&limit=20");
    expect(listed.text).toContain('"latitude":0.0,"longitude":0.0');
    const original = await app.call("GET", `/photos/${id}?type=original`);
    expect(picture.equals(original.body as Buffer)).toBe(true);
    const result = await app.call("GET", `/photos/${id}?type=upscaled`);
    expect((result.body as Buffer).equals(picture)).toBe(false);

    const deleted = await app.call("DELETE", `/photos/${id}`);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toEqual({ message: "Deleted successfully" });
    expect((await app.call("GET", "/photos")).text).toBe("[]");
    expect((await app.call("DELETE", `/photos/${id}`)).status).toBe(404);
  }, 120_000);
});

async function until(app: PhotoApp, id: string, status: string): Promise<ListedPhoto> {
  for (;;) {
    const { body } = await app.call("GET", "/photos?limit=10");
    const photo = (body as ListedPhoto[]).find((listed) => listed.id === id);
    if (photo?.status === status) return photo;
    if (photo === undefined || photo.status === "failed") {
      throw new Error(`Photo ${id} is ${photo?.status ?? "gone"}: ${photo?.error_message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
}
