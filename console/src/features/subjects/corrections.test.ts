import { expect, test } from "vitest";

import { canUnmerge, survivorOf } from "./corrections.ts";

test("survivorOf prefers who has a name, then who was met first", () => {
  const early: Parameters<typeof survivorOf>[0] = {
    display_name: null,
    first_seen_at: "2026-01-01T00:00:00Z",
  };
  const late = { display_name: null, first_seen_at: "2026-01-02T00:00:00Z" };
  const named = { display_name: "Ada", first_seen_at: "2026-01-03T00:00:00Z" };
  expect(survivorOf(late, early)).toBe(early);
  expect(survivorOf(early, named)).toBe(named);
  expect(survivorOf(named, { ...late, display_name: "Grace" }).display_name).toBe("Grace");
});

test("canUnmerge needs every track that came with the merge", () => {
  const tracks = [{ track_id: "a" }];
  expect(canUnmerge({ display_name: null, track_count: 1, tracks })).toBe(true);
  expect(canUnmerge({ display_name: null, track_count: 101, tracks })).toBe(false);
});
