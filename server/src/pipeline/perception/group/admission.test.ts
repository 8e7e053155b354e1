import { beforeEach, expect, test } from "vitest";
import type { Clock } from "../../../base/index.ts";
import { Admission } from "./admission.ts";

let nowMs = 0;
let sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];
let admission: Admission;
let inside: string[] = [];

const clock: Clock = {
  nowMs: () => nowMs,
  monotonicMs: () => nowMs,
  sleep: (delayMs) =>
    new Promise((wake) => {
      sleepers.push({ untilMs: nowMs + delayMs, wake });
    }),
};

beforeEach(() => {
  [nowMs, sleepers, inside] = [0, [], []];
  admission = new Admission(clock);
});

async function advance(toMs: number): Promise<void> {
  nowMs = toMs;
  const due = sleepers.filter(({ untilMs }) => untilMs <= toMs);
  sleepers = sleepers.filter((sleeper) => !due.includes(sleeper));
  for (const { wake } of due) wake();
  await settled();
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function come(...names: string[]): Promise<void> {
  for (const name of names) void admission.enter().then(() => inside.push(name));
  await settled();
}

async function leave(): Promise<void> {
  admission.leave();
  inside.shift();
  await settled();
}

/** Turns of 100 ms, until that is what is expected. */
async function learnTurns(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    await come("a");
    await advance(nowMs + 100);
    await leave();
  }
}

test("lets two in at once while turns are of unknown length, and others in their order", async () => {
  await come("a", "b", "c", "d");
  expect(inside).toEqual(["a", "b"]);
  await leave();
  expect(inside).toEqual(["b", "c"]);
  await leave();
  expect(inside).toEqual(["c", "d"]);
});

test("lets the next one in shortly before a turn is expected to end", async () => {
  await learnTurns();
  const startMs = nowMs;
  await come("a", "b", "c");
  expect(inside).toEqual(["a"]);
  await advance(startMs + 55);
  expect(inside).toEqual(["a"]);
  await advance(startMs + 65);
  expect(inside).toEqual(["a", "b"]);
  await advance(startMs + 100);
  await leave();
  expect(inside).toEqual(["b"]);
  await advance(startMs + 165);
  expect(inside).toEqual(["b", "c"]);
});

test("lets the next one in at once when a turn ends early", async () => {
  await learnTurns();
  await come("a", "b");
  await advance(nowMs + 10);
  await leave();
  expect(inside).toEqual(["b"]);
});

test("lets everybody in as soon as a place is free when turns are short", async () => {
  await come("a");
  await advance(nowMs + 5);
  await leave();
  await come("a", "b");
  expect(inside).toEqual(["a", "b"]);
});
