import { expect, test } from "vitest";

import { History } from "./history.ts";

test("keeps a bounded curve in time order", () => {
  const history = new History();
  for (let second = 1; second <= 2000; second += 1) history.add("cpu", second, second % 7);
  history.add("cpu", 1500, 99);
  const { timesS, values } = history.of("cpu");
  expect(timesS).toHaveLength(900);
  expect(timesS.at(-1)).toBe(2000);
  expect(values).not.toContain(99);
});

test("begins no more curves than its limit", () => {
  const history = new History();
  for (let name = 0; name < 500; name += 1) history.add(`q${name}`, 1, 1);
  expect(history.of("q10").timesS).toHaveLength(1);
  expect(history.of("q499").timesS).toHaveLength(0);
});
