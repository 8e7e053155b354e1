import { expect, test, vi } from "vitest";

import { SubjectNames } from "./subject-names.ts";

test("SubjectNames reads once for newcomers, and anew after a renaming", async () => {
  vi.useFakeTimers();
  try {
    let name = "Ada";
    const read = vi.fn(async () => [{ subject_id: "a", display_name: name }]);
    const names = new SubjectNames(read);
    expect([names.nameOf("a"), names.nameOf("b")]).toEqual([undefined, undefined]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(names.nameOf("a")).toBe("Ada");
    expect(read).toHaveBeenCalledTimes(1);
    name = "Grace";
    names.forget(["a"]);
    expect(names.nameOf("a")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5000);
    expect(names.nameOf("a")).toBe("Grace");
  } finally {
    vi.useRealTimers();
  }
});

test("SubjectNames stops asking for somebody who is nowhere to be found", async () => {
  vi.useFakeTimers();
  try {
    const read = vi.fn(async () => []);
    const names = new SubjectNames(read);
    for (let step = 0; step < 20; step++) {
      names.nameOf("nobody");
      await vi.advanceTimersByTimeAsync(5000);
    }
    expect(read).toHaveBeenCalledTimes(4);
  } finally {
    vi.useRealTimers();
  }
});
