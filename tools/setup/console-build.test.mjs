import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { digestOf } from "./console-build.mjs";

describe("digestOf", () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "whereabouts-digest-"));
    mkdirSync(path.join(root, "console/node_modules"), { recursive: true });
    writeFileSync(path.join(root, "console/page.tsx"), "a");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("changes when a file's bytes change", () => {
    const before = digestOf(root, ["console"]);
    writeFileSync(path.join(root, "console/page.tsx"), "b");
    expect(digestOf(root, ["console"])).not.toBe(before);
  });

  it("changes when a file is renamed", () => {
    const before = digestOf(root, ["console"]);
    rmSync(path.join(root, "console/page.tsx"));
    writeFileSync(path.join(root, "console/side.tsx"), "a");
    expect(digestOf(root, ["console"])).not.toBe(before);
  });

  it("ignores installed packages and missing inputs", () => {
    const before = digestOf(root, ["console"]);
    writeFileSync(path.join(root, "console/node_modules/x.js"), "x");
    expect(digestOf(root, ["console", "absent.json"])).toBe(before);
  });
});
