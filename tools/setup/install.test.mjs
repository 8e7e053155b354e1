import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { matchesLock } from "./install.mjs";

const lock = {
  packages: {
    "": { name: "project" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/mac-only": { version: "2.0.0", optional: true },
  },
};

describe("matchesLock", () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "whereabouts-install-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const install = (packages) => {
    mkdirSync(path.join(root, "node_modules"), { recursive: true });
    const record = path.join(root, "node_modules/.package-lock.json");
    writeFileSync(record, JSON.stringify({ packages }));
  };

  it("is false without any installation", () => {
    expect(matchesLock(root, lock)).toBe(false);
  });

  it("accepts an installation that lacks another platform's packages", () => {
    install({ "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } });
    expect(matchesLock(root, lock)).toBe(true);
  });

  it("refuses another version, another content and a missing package", () => {
    install({ "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } });
    expect(matchesLock(root, lock)).toBe(false);
    install({ "node_modules/a": { version: "1.0.0", integrity: "sha512-b" } });
    expect(matchesLock(root, lock)).toBe(false);
    install({});
    expect(matchesLock(root, lock)).toBe(false);
  });
});
