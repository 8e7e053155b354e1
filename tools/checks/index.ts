/**
 * The list of static checks. Each looks at the tree, changes nothing and names every problem with
 * its place.
 */
import {
  checkImports,
  checkLinks,
  checkNames,
  checkSizes,
  listFiles,
  type Violation,
} from "../layers/index.ts";
import { runProgram } from "./run-program.ts";

export interface Check {
  readonly name: string;
  /** @returns problems as lines for people; none when all is well */
  readonly run: (root: string) => Promise<readonly string[]>;
}

const CODE = ["ts", "tsx"];

export const CHECKS: readonly Check[] = [
  rule("imports", (root) => checkImports(listFiles(root, CODE))),
  rule("sizes", (root) => checkSizes(listFiles(root, CODE))),
  rule("names", (root) => checkNames(listFiles(root, [...CODE, "mjs"]))),
  rule("links", (root) => checkLinks(root, listFiles(root, [...CODE, "md"]))),
  program("lint", ["node_modules/.bin/oxlint", "--deny-warnings"]),
  program("format", ["node_modules/.bin/oxfmt", "--check"]),
  program("types", ["node_modules/.bin/tsc", "--noEmit"]),
  program("openapi", ["node_modules/.bin/node", "tools/generated/openapi.ts", "--check"]),
  program("sql-types", ["node_modules/.bin/node", "tools/generated/database-types.ts", "--check"]),
  program("lock", ["npm", "ci", "--dry-run", "--no-audit", "--no-fund", "--loglevel=error"]),
];

function rule(name: string, find: (root: string) => readonly Violation[]): Check {
  return {
    name,
    run: (root) =>
      Promise.resolve(find(root).map(({ file, line, reason }) => `${file}:${line} ${reason}`)),
  };
}

function program(name: string, command: readonly [string, ...string[]]): Check {
  return { name, run: (root) => runProgram(root, command) };
}
