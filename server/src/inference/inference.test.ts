import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIDE_PX, yolov8Model } from "../testing/onnx-models.ts";
import { SessionPool, type OnnxSession } from "./index.ts";

const SIZE = { widthPx: SIDE_PX, heightPx: SIDE_PX };
const CELLS = (SIDE_PX / 8) ** 2;
const PERSON_ROW = 4 * CELLS;
let folder: string;
let pool: SessionPool;
let session: OnnxSession;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whereabouts-inference-"));
  await writeFile(path.join(folder, "colours.onnx"), yolov8Model());
  await writeFile(path.join(folder, "words.onnx"), "a shopping list");
  pool = new SessionPool({ intraOpThreads: 1 });
  session = await pool.load(path.join(folder, "colours.onnx"));
});
afterAll(async () => {
  await pool.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** A picture of one colour, 0..1, which the model sees as a person as far as it is red. */
function picture(red: number, isShared = false): Float32Array {
  const count = 3 * SIDE_PX * SIDE_PX;
  const pixels = isShared
    ? new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT))
    : new Float32Array(count);
  return pixels.fill(red, 0, SIDE_PX * SIDE_PX);
}

async function personScore(of: OnnxSession, pixels: Float32Array): Promise<number> {
  const { data, dims } = (await of.run(pixels, SIZE)).get("output0")!;
  expect(dims).toEqual([1, 4 + 17, CELLS]);
  return data[PERSON_ROW]!;
}

test("a model says what it takes, and is loaded once", async () => {
  expect(session.inputNames).toEqual(["images"]);
  expect(session.inputDims).toEqual([null, 3, SIDE_PX, SIDE_PX]);
  expect(await pool.load(path.join(folder, "colours.onnx"))).toBe(session);
});

test("pixels are read from shared memory and from any other", async () => {
  expect(await personScore(session, picture(1))).toBeCloseTo(1);
  expect(await personScore(session, picture(0.5, true))).toBeCloseTo(0.2);
});

test("runs at the same time answer each its own picture, in order", async () => {
  const reds = [1, 0.5, 0.75, 0.25, 1, 0.5];
  const ended: number[] = [];
  const scores = await Promise.all(
    reds.map(async (red, index) => {
      const score = await personScore(session, picture(red));
      ended.push(index);
      return score;
    }),
  );
  scores.forEach((score, index) =>
    expect(score).toBeCloseTo(Math.max(0, 1.6 * reds[index]! - 0.6)),
  );
  expect(ended).toEqual([0, 1, 2, 3, 4, 5]);
});

test("the memory of outputs is used again", async () => {
  const memories = new Set<ArrayBufferLike>();
  for (let run = 0; run < 10; run++) {
    const outputs = await session.run(picture(1), SIZE);
    memories.add(outputs.get("output0")!.data.buffer);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(memories.size).toBeLessThanOrEqual(2);
});

test("a picture of the wrong size is refused, and the next one is not", async () => {
  const small = { widthPx: 8, heightPx: 8 };
  await expect(session.run(new Float32Array(3 * 64), small)).rejects.toThrow(/dimension/);
  expect(await personScore(session, picture(1))).toBeCloseTo(1);
});

test("a model of crops answers beside the same one of pictures", async () => {
  const crops = await pool.load(path.join(folder, "colours.onnx"), "crops");
  expect(crops).not.toBe(session);
  const scores = await Promise.all([
    personScore(session, picture(1)),
    personScore(crops, picture(0.5)),
  ]);
  expect(scores[0]).toBeCloseTo(1);
  expect(scores[1]).toBeCloseTo(0.2);
});

test("what is no model is refused by its name", async () => {
  const load = (name: string) => pool.load(path.join(folder, name));
  await expect(load("words.onnx")).rejects.toMatchObject({
    kind: "invalid",
    message: expect.stringContaining("words.onnx"),
  });
  await expect(load("absent.onnx")).rejects.toMatchObject({ kind: "unavailable" });
});

test("what was asked for before the end is still answered", async () => {
  const other = new SessionPool({ intraOpThreads: 1 });
  const loaded = await other.load(path.join(folder, "colours.onnx"));
  const running = [1, 0.5].map((red) => personScore(loaded, picture(red)));
  await other.dispose();
  const scores = await Promise.all(running);
  expect(scores[0]).toBeCloseTo(1);
  expect(scores[1]).toBeCloseTo(0.2);
});
