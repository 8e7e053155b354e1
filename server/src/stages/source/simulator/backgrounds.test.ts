import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createScene, createSceneRenderer } from "@whereabouts/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Backgrounds } from "./backgrounds.ts";

const CAMERA = "c04";
const scene = createScene({ environment: "factory" });
const signal = new AbortController().signal;

describe("Backgrounds", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whereabouts-backgrounds-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("keeps nothing of a picture that was given up", async () => {
    const ended = new AbortController();
    const drawing = new Backgrounds(folder).of(scene, CAMERA, ended.signal);
    ended.abort(new Error("The camera was stopped"));
    await expect(drawing).rejects.toThrow("The camera was stopped");
    expect(await readdir(folder)).toEqual([]);
  });

  it("draws a picture once, for whoever comes later too, and removes those of other versions", async () => {
    await writeFile(path.join(folder, `${CAMERA}-0123456789abcdef.bin`), "of another version");
    const drawn = await new Backgrounds(folder).of(scene, CAMERA, signal);
    const files = await readdir(folder);
    expect(files).toEqual([expect.stringMatching(/^c04-[0-9a-f]{16}\.bin$/)]);
    const kept = await new Backgrounds(folder).of(scene, CAMERA, signal);
    expect(await readdir(folder)).toEqual(files);
    expect(kept).not.toBe(drawn);
    const pictures = [drawn, kept].map((background) => {
      const renderer = createSceneRenderer(scene, CAMERA, background);
      const frame = new Uint8Array(renderer.frameBytes);
      renderer.render(Date.UTC(2026, 0, 1, 9), frame);
      return Buffer.from(frame);
    });
    expect(pictures[0]!.equals(pictures[1]!)).toBe(true);
  });
});
