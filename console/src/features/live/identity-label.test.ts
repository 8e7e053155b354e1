import { expect, test } from "vitest";

import { subjectNames } from "../../app/subject-names.ts";
import { identityLabel, shortId } from "./identity-label.ts";

test("shortId keeps what tells ids apart", () => {
  expect(shortId("P-000123")).toBe("P-000123");
  expect(shortId("0b766a10-7a3e-4f63-9d5e-2a64be01c0de")).toBe("…be01c0de");
});

test("identityLabel prefers the name that people gave", () => {
  const box = { track_id: "t", subject_id: "s", global_id: "P-000001" };
  subjectNames.take([{ subject_id: "s", display_name: null }]);
  expect(identityLabel(box)).toBe("P-000001");
  subjectNames.take([{ subject_id: "s", display_name: "Ada" }]);
  expect(identityLabel(box)).toBe("Ada");
  expect(identityLabel({ ...box, subject_id: null, global_id: null })).toBe("");
});
