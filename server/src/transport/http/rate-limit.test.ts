import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../base/index.ts";
import { networkOf, RateLimiter } from "./rate-limit.ts";

function limiterAt(limit: number) {
  let nowMs = 0;
  const limiter = new RateLimiter(limit, { ...systemClock, monotonicMs: () => nowMs });
  return { limiter, advance: (ms: number) => void (nowMs += ms) };
}

describe("RateLimiter", () => {
  test("refuses past the limit, per address, and gives the budget back slowly", () => {
    const { limiter, advance } = limiterAt(4);
    const take = () => limiter.take("1.2.3.4").allowed;
    expect([take(), take(), take(), take(), take()]).toEqual([true, true, true, true, false]);
    expect(limiter.take("5.6.7.8").allowed).toBe(true);
    expect(limiter.refused).toBe(1);
    advance(60_000);
    expect(take()).toBe(false);
    advance(30_000);
    expect([take(), take(), take()]).toEqual([true, true, false]);
    advance(120_000);
    expect(limiter.take("1.2.3.4").remaining).toBe(3);
  });

  test("never admits more than twice the limit within any minute", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20_000 }), { maxLength: 100 }), (gapsMs) => {
        const { limiter, advance } = limiterAt(5);
        const admittedAtMs: number[] = [];
        let atMs = 0;
        for (const gapMs of gapsMs) {
          advance(gapMs);
          atMs += gapMs;
          if (limiter.take("a").allowed) admittedAtMs.push(atMs);
          const lastMinute = admittedAtMs.filter((time) => time > atMs - 60_000);
          expect(lastMinute.length).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  test("lets everybody through at 0", () => {
    const { limiter } = limiterAt(0);
    for (let call = 0; call < 1000; call++) expect(limiter.take("a").allowed).toBe(true);
  });
});

describe("networkOf", () => {
  test.each([
    ["1.2.3.4", "1.2.3.4"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:0DB8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("of %s is %s", (address, expected) => {
    expect(networkOf(address)).toBe(expected);
  });
});
