import { expect, test } from "vitest";

import { downloadName } from "./download-name.ts";

const photo_id = "01980000-0000-7000-8000-000000000000";

test.each([
  ["dog.png", "png", "result", "dog-enlarged.jpg"],
  ["dog.png", "png", "original", "dog.png"],
  ["dog", "webp", "original", "dog.webp"],
  ["a.b.c", "jpeg", "result", "a.b.c-enlarged.jpg"],
  [null, "jpeg", "original", "01980000.jpeg"],
  [null, null, "result", "01980000-enlarged.jpg"],
] as const)("%s of %s, %s: %s", (file_name, format, picture, expected) => {
  expect(downloadName({ file_name, format, photo_id }, picture)).toBe(expected);
});
