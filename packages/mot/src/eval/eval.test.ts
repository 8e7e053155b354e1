import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  evaluate,
  evaluateWorld,
  formatMotFile,
  formatWorldFile,
  MotFileError,
  parseMotFile,
  parseWorldFile,
  prepareSequence,
} from "./index.ts";
import type { MotRow, WorldRow } from "./index.ts";

/** One line of text per box keeps fixtures readable: frame, id, left [, class [, confidence]]. */
const row = (frame: number, id: number, left: number, classId = -1, confidence = 1): MotRow => ({
  frame,
  id,
  box: [left, 0, left + 10, 10],
  confidence,
  classId,
  visibility: -1,
});
const frames = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("evaluate", () => {
  it("gives full marks to the truth itself", () => {
    const truth = frames(1, 5).flatMap((f) => [row(f, 1, f), row(f, 2, 100)]);
    const scores = evaluate(truth, truth);
    expect(scores).toMatchObject({ mota: 1, motp: 1, idf1: 1, idSwitches: 0, fragmentations: 0 });
    expect(scores.hota).toBeCloseTo(1, 12);
    expect(scores.locA).toBeCloseTo(1, 12);
  });

  it("scores a track that changes its number half way as computed by hand", () => {
    const truth = frames(1, 10).map((f) => row(f, 1, 0));
    const result = frames(1, 10).map((f) => row(f, f <= 5 ? 7 : 8, 0));
    const scores = evaluate(truth, result);
    // 10 matches, 1 switch: 1 - 1/10. Best mapping keeps 5 of 10 + 10: 2 * 5 / 20.
    expect(scores.mota).toBeCloseTo(0.9, 12);
    expect(scores.idf1).toBeCloseTo(0.5, 12);
    // Every match: TPA 5, FNA 5, FPA 0, so AssA = 5 / 10; DetA = 1; HOTA = sqrt(0.5).
    expect(scores.assA).toBeCloseTo(0.5, 12);
    expect(scores.detA).toBeCloseTo(1, 12);
    expect(scores.hota).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("scores misses, false boxes and an interruption as computed by hand", () => {
    const truth = frames(1, 10).map((f) => row(f, 1, 0));
    const kept = frames(1, 10).filter((f) => f !== 4 && f !== 5);
    const result = [...kept.map((f) => row(f, 3, 0)), row(2, 9, 500)];
    const scores = evaluate(truth, result);
    expect(scores).toMatchObject({ truePositives: 8, falseNegatives: 2, falsePositives: 1 });
    expect(scores).toMatchObject({ idSwitches: 0, fragmentations: 1 });
    expect(scores.mota).toBeCloseTo(1 - 3 / 10, 12);
    expect(scores.idf1).toBeCloseTo(16 / 19, 12);
    expect(scores.hota).toBeCloseTo(Math.sqrt((8 / 11) * (8 / 10)), 12);
  });

  it("lets a shifted box count up to the thresholds that its overlap reaches", () => {
    // Shift 2 of 10: IoU 8/12, reached by the 13 thresholds 0.05 .. 0.65 of 19.
    const scores = evaluate([row(1, 1, 0)], [row(1, 1, 2)]);
    expect(scores.hota).toBeCloseTo(13 / 19, 12);
    expect(scores.locA).toBeCloseTo((13 * (8 / 12) + 6) / 19, 12);
    expect(scores.motp).toBeCloseTo(8 / 12, 12);
  });

  it("forgives results on distractors and leaves out truth that is marked so", () => {
    const truth = [
      row(1, 1, 0, 1),
      row(1, 2, 100, 8, 0),
      row(1, 3, 200, 1, 0),
      row(1, 4, 300, 3, 0),
    ];
    const result = [row(1, 1, 0), row(1, 2, 100), row(1, 3, 200), row(1, 4, 300)];
    const sequence = prepareSequence(truth, result);
    expect(sequence.truthBoxes).toBe(1);
    // The distractor's match is dropped; the other two stand on nothing and are false.
    expect(sequence.resultBoxes).toBe(3);
  });

  it("ignores truth below the wanted visibility together with what matches it", () => {
    const truth = [
      { ...row(1, 1, 0, 1), visibility: 0.9 },
      { ...row(1, 2, 50, 1), visibility: 0.1 },
    ];
    const sequence = prepareSequence(truth, [row(1, 1, 0), row(1, 2, 50)], { visibilityMin: 0.25 });
    expect([sequence.truthBoxes, sequence.resultBoxes]).toEqual([1, 1]);
  });

  it("refuses an identity that stands twice in a frame", () => {
    expect(() => evaluate([row(1, 1, 0)], [row(1, 5, 0), row(1, 5, 20)])).toThrow(/id 5 .*frame 1/);
  });

  it("stays finite and in range for any result", () => {
    const rows = fc.uniqueArray(
      fc.record({ frame: fc.integer({ min: 1, max: 6 }), id: fc.nat(4), left: fc.nat(40) }),
      { selector: ({ frame, id }) => frame * 10 + id, maxLength: 20 },
    );
    fc.assert(
      fc.property(rows, rows, (truth, result) => {
        const toRow = ({ frame, id, left }: { frame: number; id: number; left: number }): MotRow =>
          row(frame, id, left);
        const scores = evaluate(truth.map(toRow), result.map(toRow));
        for (const share of [scores.hota, scores.detA, scores.assA, scores.locA, scores.idf1]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(Number.isFinite(scores.mota)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("evaluateWorld", () => {
  const place = (frame: number, id: number, x: number, y = 0): WorldRow => ({
    frame,
    id,
    positionM: [x, y],
  });

  it.each([
    // Thresholds 0.05 .. 0.95 that 1 - d / 2 reaches, of 19.
    ["on the spot", 0, 1, 19],
    ["half a metre off", 0.5, 1, 15],
    ["a metre off, the last that matches", 1, 1, 10],
    ["beyond a metre", 1.1, -1, 9],
    ["two metres off", 2, -1, 0],
  ])("scores a thing %s as computed by hand", (_, distanceM, mota, thresholds) => {
    const scores = evaluateWorld([place(1, 1, 3)], [place(1, 9, 3, distanceM)]);
    expect(scores.mota).toBe(mota);
    expect(scores.hota).toBeCloseTo(thresholds / 19, 12);
    expect((1 - scores.motp) * 2).toBeCloseTo(mota === 1 ? distanceM : 2, 12);
  });

  it("counts a swap of two walkers as two switches and half the identity", () => {
    const truth = frames(1, 10).flatMap((f) => [place(f, 1, 0), place(f, 2, 5)]);
    const result = frames(1, 10).flatMap((f) => [
      place(f, f <= 5 ? 1 : 2, 0),
      place(f, f <= 5 ? 2 : 1, 5),
    ]);
    const scores = evaluateWorld(truth, result);
    expect(scores).toMatchObject({ idSwitches: 2, idf1: 0.5, mota: 0.9 });
  });

  it("takes another distance, and refuses none", () => {
    const [truth, result] = [[place(1, 1, 0)], [place(1, 1, 0.6)]];
    expect(evaluateWorld(truth, result, { zeroDistanceM: 1 }).mota).toBe(-1);
    expect(() => evaluateWorld(truth, result, { zeroDistanceM: 0 })).toThrow(RangeError);
    expect(() => evaluateWorld([...truth, ...truth], result)).toThrow(/truth id 1 .*frame 1/);
  });

  it("reads back what was written and names the line that it cannot read", () => {
    const rows = [place(1, 4, 1.25, -3.5), place(7, 2, 0)];
    expect(parseWorldFile(formatWorldFile(rows))).toEqual(rows);
    expect(parseWorldFile("1,2,3,4,0.9,more\n")).toEqual([place(1, 2, 3, 4)]);
    expect(() => parseWorldFile("1,1,2,3\n1,1,2")).toThrow(/line 2.*4 to 16 fields/);
    expect(() => parseWorldFile("0,1,2,3")).toThrow(/frame 0/);
    expect(() => parseWorldFile("1,1.5,2,3")).toThrow(/id 1.5/);
    expect(() => parseWorldFile("1,1,2,x")).toThrow(/"x"/);
  });
});

function outcomeOf(content: string): "read" | "refused" | "broken" {
  try {
    const isSound = parseMotFile(content).every(({ box }) => box.every(Number.isFinite));
    return isSound ? "read" : "broken";
  } catch (error) {
    return error instanceof MotFileError ? "refused" : "broken";
  }
}

describe("parseMotFile", () => {
  it("reads detections, truth and results", () => {
    const text = "1,-1,10,20,30,40,0.9\r\n\n2, 5, 1.5,2,3,4,1,1,0.25\n3,6,0,0,1,1,1,-1,-1,-1";
    const rows = parseMotFile(text);
    expect(rows[0]).toEqual({
      frame: 1,
      id: -1,
      box: [10, 20, 40, 60],
      confidence: 0.9,
      classId: -1,
      visibility: -1,
    });
    expect(rows[1]).toMatchObject({ frame: 2, id: 5, classId: 1, visibility: 0.25 });
    expect(rows).toHaveLength(3);
  });

  it.each([
    ["too few fields", "1,1,2,3,4", /line 1/],
    ["a word", "1,1,2,3,4,5\n1,x,2,3,4,5", /line 2/],
    ["frame 0", "0,1,2,3,4,5", /frame 0/],
    ["half a frame", "1.5,1,2,3,4,5", /frame 1.5/],
    ["an endless number", "1,1,2,3,4,Infinity", /number/],
    ["an empty field", "1,1,,3,4,5", /number/],
    ["a negative width", "1,1,2,3,-4,5", /negative/],
  ])("names the line with %s", (_, text, message) => {
    expect(() => parseMotFile(text)).toThrow(MotFileError);
    expect(() => parseMotFile(text)).toThrow(message);
  });

  it("reads or refuses any text, and never breaks otherwise", () => {
    const field = fc.oneof(fc.integer().map(String), fc.double().map(String), fc.string());
    const line = fc.array(field, { maxLength: 12 }).map((fields) => fields.join(","));
    const text = fc.oneof(
      fc.string(),
      fc.array(line).map((lines) => lines.join("\n")),
    );
    fc.assert(
      fc.property(text, (content) => {
        expect(outcomeOf(content)).not.toBe("broken");
      }),
      { numRuns: 500 },
    );
  });

  it("reads back what was written", () => {
    const rows = [row(1, 4, 12.25), row(3, 2, 7.5, -1, 0.875)];
    expect(parseMotFile(formatMotFile(rows))).toEqual(rows);
  });
});
