import { describe, expect, test } from "vitest";
import { findBlobs, joinPeople, withThreads, type Blob } from "./blobs.ts";
import { completeFigure } from "./complete.ts";
import { takeApart } from "./figures.ts";
import { PersonHeight } from "./person-height.ts";

const SIZE = { widthPx: 320, heightPx: 180 };
const HORIZON = 20;
const SLOPE = 0.3;

const box = (x1: number, y1: number, x2: number, y2: number): Blob => {
  return { x1, y1, x2, y2, area: Math.round((x2 - x1) * (y2 - y1) * 0.7) };
};
const heightAt = (foot: number): number => Math.round(SLOPE * (foot - HORIZON));
const person = (foot: number, x = 100, scale = 1): Blob => {
  const height = Math.round(heightAt(foot) * scale);
  return box(x, foot - height, x + Math.round(height * 0.35), foot);
};

/** Fed with lone walkers at many places, and a few who are partly hidden. */
function learned(): PersonHeight {
  const heights = new PersonHeight();
  for (let foot = 70; foot < 176; foot += 3) heights.observe(person(foot), SIZE);
  for (let foot = 80; foot < 176; foot += 20) heights.observe(person(foot, 50, 0.7), SIZE);
  return heights;
}

/** A standing body: head, trunk, legs. */
function drawBody(field: Uint8Array, x: number, foot: number, value = 1): void {
  const height = heightAt(foot);
  const bars = [
    [0, 0.15, 0.06],
    [0.15, 0.52, 0.13],
    [0.52, 1, 0.09],
  ] as const;
  for (const [from, to, half] of bars) {
    for (let y = Math.round(foot - height * (1 - from)); y < foot - height * (1 - to); y++) {
      for (let at = Math.round(x - half * height); at < x + half * height; at++) {
        field[y * SIZE.widthPx + at] = value;
      }
    }
  }
}
const empty = () => new Uint8Array(SIZE.widthPx * SIZE.heightPx);
const onlyBlob = (field: Uint8Array): Blob => {
  const [blob, ...more] = findBlobs(field, SIZE);
  expect(more).toEqual([]);
  return blob!;
};
const apart = (field: Uint8Array, heights: PersonHeight) =>
  takeApart(onlyBlob(field), field, { size: SIZE, heights, field });

describe("PersonHeight", () => {
  test("learns how height grows down the picture, whoever is hidden now and then", () => {
    const heights = learned();
    for (const foot of [80, 120, 170]) {
      expect(Math.abs(heights.at(foot)! - SLOPE * (foot - HORIZON))).toBeLessThan(1);
    }
    const foot = heights.footOf(120 - heights.at(120)!);
    expect(foot).toBeCloseTo(120, 6);
  });

  test("claims nothing before it has seen enough, nor far from where it has", () => {
    const heights = new PersonHeight();
    expect(heights.at(100)).toBeNull();
    for (let foot = 100; foot < 112; foot++) heights.observe(person(foot), SIZE);
    expect(heights.at(30)).toBeNull();
    expect(heights.footOf(100)).toBe(heights.at(100) === null ? null : heights.footOf(100));
  });

  test("learns nothing from animals, crowds and figures at the edge", () => {
    const heights = new PersonHeight();
    for (let foot = 70; foot < 176; foot += 2) {
      heights.observe(box(100, foot - 8, 120, foot), SIZE);
      heights.observe(box(100, foot - 40, 180, foot), SIZE);
      heights.observe({ ...person(foot), x1: 0 }, SIZE);
    }
    expect(heights.at(120)).toBeNull();
  });
});

describe("takeApart", () => {
  test("leaves one person alone", () => {
    const field = empty();
    drawBody(field, 100, 130);
    expect(apart(field, learned())).toBeNull();
  });

  test("finds two who stand side by side and one who stands half behind another", () => {
    const beside = empty();
    drawBody(beside, 100, 130);
    drawBody(beside, 110, 131);
    expect(apart(beside, learned())).toHaveLength(2);
    const behind = empty();
    drawBody(behind, 100, 120);
    drawBody(behind, 105, 140);
    const people = apart(behind, learned())!.sort((a, b) => a.y2 - b.y2);
    expect(people).toHaveLength(2);
    expect(Math.abs(people[0]!.y2 - 120)).toBeLessThanOrEqual(4);
    expect(Math.abs(people[1]!.y2 - 140)).toBeLessThanOrEqual(3);
  });

  test("gives the dog on the leash a box of its own", () => {
    const field = empty();
    drawBody(field, 100, 130);
    for (let y = 119; y < 130; y++) {
      for (let x = 104; x < 126; x++) field[y * SIZE.widthPx + x] = 1;
    }
    const [walker, dog] = apart(field, learned())!.sort((a, b) => a.x1 - b.x1);
    expect(walker!.y1).toBeLessThan(100);
    expect(dog!.y2 - dog!.y1).toBeLessThanOrEqual(12);
  });
});

test("joinPeople joins what one person's size holds, and no more", () => {
  const heights = learned();
  const at = (row: number) => heights.at(row);
  const [head, legs] = [box(98, 97, 106, 108), box(97, 118, 107, 130)];
  expect(joinPeople([head, legs], at)).toHaveLength(1);
  expect(joinPeople([person(130, 100), person(131, 125)], at)).toHaveLength(2);
});

test("withThreads follows a tail as far as it may", () => {
  const field = empty();
  for (let x = 100; x < 150; x++) field[100 * SIZE.widthPx + x] = 1;
  const body = box(90, 95, 100, 105);
  for (let y = 95; y < 105; y++) for (let x = 90; x < 100; x++) field[y * SIZE.widthPx + x] = 1;
  expect(withThreads(body, field, SIZE)).toMatchObject({ x1: 90, y1: 95, x2: 103, y2: 105 });
});

test("completeFigure adds legs that pass for shadow, and none where nothing is", () => {
  const heights = learned();
  const options = { size: SIZE, heights };
  const field = empty();
  drawBody(field, 100, 130, 2);
  const upper = box(96, 97, 105, 118);
  expect(Math.abs(completeFigure(upper, field, options).y2 - 130)).toBeLessThanOrEqual(2);
  expect(completeFigure(upper, empty(), options)).toEqual(upper);
});
