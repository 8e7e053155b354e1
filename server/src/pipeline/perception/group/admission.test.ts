import { expect, it } from "vitest";
import { Admission } from "./admission.ts";

it("lets two in at once, and the others in the order they came", async () => {
  const admission = new Admission(2);
  const inside: string[] = [];
  const come = async (name: string) => {
    await admission.enter();
    inside.push(name);
  };
  const all = Promise.all(["a", "b", "c", "d"].map(come));
  await Promise.resolve();
  expect(inside).toEqual(["a", "b"]);
  admission.leave();
  await expect.poll(() => inside).toEqual(["a", "b", "c"]);
  admission.leave();
  await all;
  expect(inside).toEqual(["a", "b", "c", "d"]);
});
