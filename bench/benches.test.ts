import { describe, expect, it } from "vitest";

import { BENCHES } from "./benches.ts";
import { missed, percentile, report, seededRandom, slopePerStep } from "./harness/index.ts";

describe.each(BENCHES)("bench $name", (bench) => {
  it("runs tiny and reports finite numbers", { timeout: 600_000 }, async () => {
    const result = await bench.run({ size: "tiny" });
    for (const { value } of [...result.figures, ...result.ratios]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(result.digest).not.toBe("");
  });
});

describe("report", () => {
  const result = {
    figures: [{ name: "sent", value: 12_345.6, unit: "messages/s" }],
    ratios: [
      { name: "ours / bare", value: 0.65, wanted: { atLeast: 0.7 } },
      { name: "delay", value: 2, wanted: { atMost: 3 } },
    ],
    digest: "abc",
  };

  it("marks the ratios that miss their bound", () => {
    expect(missed(result).map(({ name }) => name)).toEqual(["ours / bare"]);
    expect(report("fan-out", result)).toEqual([
      "fan-out",
      "  sent         12,346 messages/s",
      "  ours / bare  0.65  wanted >= 0.7  MISSED",
      "  delay        2  wanted <= 3",
      "  digest       abc",
      "  verdict      NOT held: ours / bare",
    ]);
  });
});

describe("percentile", () => {
  it.each([
    [[5], 0.99, 5],
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 1, 4],
    [[1, 2, 3, 4], 0, 1],
  ])("of %j at %d is %d", (values, fraction, expected) => {
    expect(percentile(values, fraction)).toBe(expected);
  });

  it("refuses an empty list", () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

it.each([
  [[], 0],
  [[4], 0],
  [[1, 3, 5, 7], 2],
  [[5, 5, 5], 0],
])("slopePerStep of %j is %d", (values, expected) => {
  expect(slopePerStep(values)).toBeCloseTo(expected);
});

it("seededRandom repeats itself", () => {
  const [first, second] = [seededRandom(1), seededRandom(1)];
  expect([first(), first()]).toEqual([second(), second()]);
});
