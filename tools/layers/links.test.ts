import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { checkLinks } from "./links.ts";

describe("checkLinks", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "whereabouts-links-"));
    mkdirSync(path.join(root, "docs"));
    writeFileSync(path.join(root, "docs/time.md"), "# Time\n\n## What we store\n");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const reasons = (file: string, text: string) =>
    checkLinks(root, [{ file, text }]).map(({ reason }) => reason);

  it("accepts files, anchors and network addresses", () => {
    const text = "[a](docs/time.md) [b](docs/time.md#what-we-store) [c](https://example.org)";
    expect(reasons("README.md", text)).toEqual([]);
  });

  it("resolves links from the document's own folder", () => {
    expect(reasons("docs/other.md", "[a](time.md)")).toEqual([]);
    expect(reasons("docs/other.md", "[a](docs/time.md)")).toHaveLength(1);
  });

  it("refuses missing files, pictures and headings", () => {
    const text = "[a](docs/space.md) ![p](docs/p.png) [b](docs/time.md#nothing)";
    expect(reasons("README.md", text)).toHaveLength(3);
  });

  it("refuses documents that a comment cites and nobody wrote", () => {
    expect(reasons("server/src/a.ts", "// Follows docs/time.md")).toEqual([]);
    expect(reasons("server/src/a.ts", `// Follows docs/${"space"}.md`)).toHaveLength(1);
  });
});
