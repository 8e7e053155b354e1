import { describe, expect, it } from "vitest";

import { checkSizes } from "./sizes.ts";

const lines = (count: number) => "const x = 1;\n".repeat(count);
const functionOf = (count: number) => `function long() {\n${"  call();\n".repeat(count - 2)}}\n`;

describe("checkSizes", () => {
  it("accepts a file of 500 lines and refuses one of 501", () => {
    expect(checkSizes([{ file: "a.ts", text: lines(500) }], [])).toEqual([]);
    expect(checkSizes([{ file: "a.ts", text: lines(501) }], [])).toHaveLength(1);
  });

  it("accepts a function of 70 lines and refuses one of 71, by name and line", () => {
    expect(checkSizes([{ file: "a.ts", text: functionOf(70) }], [])).toEqual([]);
    expect(checkSizes([{ file: "a.ts", text: `\n${functionOf(71)}` }], [])).toEqual([
      { file: "a.ts", line: 2, reason: "long has 71 lines, at most 70 are allowed" },
    ]);
  });

  it("lets test files hold long functions", () => {
    expect(checkSizes([{ file: "a.test.ts", text: functionOf(90) }], [])).toEqual([]);
  });

  it("lets a named exception grow no further", () => {
    const exceptions = [{ file: "a.ts", linesMax: 510, why: "data" }];
    expect(checkSizes([{ file: "a.ts", text: lines(510) }], exceptions)).toEqual([]);
    expect(checkSizes([{ file: "a.ts", text: lines(511) }], exceptions)).toHaveLength(1);
  });

  it("refuses an exception that is not needed", () => {
    const exceptions = [{ file: "a.ts", linesMax: 510, why: "data" }];
    expect(checkSizes([{ file: "a.ts", text: lines(10) }], exceptions)).toHaveLength(1);
  });

  it("leaves generated files out", () => {
    expect(checkSizes([{ file: "a.ts", text: `// Generated from x\n${lines(900)}` }], [])).toEqual(
      [],
    );
  });
});
