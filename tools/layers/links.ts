import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { isTest, type SourceFile } from "./source-files.ts";
import type { Violation } from "./violation.ts";

const MARKDOWN_LINK = /!?\[[^\]]*\]\(([^)\s]+)\)/g;
const CITED_DOCUMENT = /\bdocs\/[\w./-]+\.(?:md|png)\b/g;

/**
 * Holds relative links of documents, their anchors, and documents cited in sources against what
 * is there. Addresses on the network are not asked for; tests may cite what does not exist.
 *
 * @param root absolute path of the project
 */
export function checkLinks(root: string, files: readonly SourceFile[]): readonly Violation[] {
  const checked = files.filter(({ file }) => !isTest(file));
  return checked.flatMap((source) =>
    source.text.split("\n").flatMap((text, index) => {
      const isDocument = source.file.endsWith(".md");
      const reasons = isDocument ? brokenLinks(root, source.file, text) : missing(root, text);
      return reasons.map((reason) => ({ file: source.file, line: index + 1, reason }));
    }),
  );
}

function brokenLinks(root: string, file: string, text: string): readonly string[] {
  return [...text.matchAll(MARKDOWN_LINK)].flatMap(([, link]) => {
    if (link === undefined || /^[a-z]+:/.test(link)) return [];
    const [target = "", anchor] = link.split("#");
    const absolute = path.join(root, target === "" ? file : path.join(path.dirname(file), target));
    if (!existsSync(absolute)) return [`${link} does not exist`];
    if (anchor === undefined || !absolute.endsWith(".md")) return [];
    return anchorsOf(absolute).has(anchor) ? [] : [`${link} names no heading`];
  });
}

function missing(root: string, text: string): readonly string[] {
  return [...text.matchAll(CITED_DOCUMENT)]
    .map(([document]) => document)
    .filter((document) => !existsSync(path.join(root, document)))
    .map((document) => `${document} does not exist`);
}

/** Anchors as the usual Markdown renderers make them from headings. */
function anchorsOf(absolute: string): ReadonlySet<string> {
  const headings = readFileSync(absolute, "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );
}
