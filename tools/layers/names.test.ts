import { expect, it } from "vitest";

import { checkNames } from "./names.ts";

const reasons = (file: string) => checkNames([{ file, text: "" }]).map(({ reason }) => reason);

it.each([
  "server/src/base/bounded-queue.ts",
  "a/b.test.ts",
  "x/0001-foundation.ts",
  "vite.config.ts",
])("checkNames accepts %s", (file) => expect(reasons(file)).toEqual([]));

it.each([
  "server/src/base/BoundedQueue.ts",
  "a/utils.ts",
  "a/helpers/b.ts",
  "a/common.test.ts",
  "a/b_c.ts",
])("checkNames refuses %s", (file) => expect(reasons(file)).toHaveLength(1));
