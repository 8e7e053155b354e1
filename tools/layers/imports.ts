import path from "node:path";

import {
  CONFINED,
  ENTRIES,
  LAYERS,
  PRIVATE_TO,
  UNRESTRICTED,
  type LayerRule,
} from "./layer-table.ts";
import { layerOf, type Place } from "./layer-of.ts";
import { isTest, type SourceFile } from "./source-files.ts";
import { importsOf, type ImportSite } from "./syntax.ts";
import type { Violation } from "./violation.ts";

const WORKSPACE = "@whereabouts/";

/**
 * Holds every import against the layer table. Tests may import what they test against, but no
 * product code may import what only tests need.
 */
export function checkImports(sources: readonly SourceFile[]): readonly Violation[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap((site) => {
      const reason = refusal(source.file, site);
      return reason === undefined ? [] : [{ file: source.file, line: site.line, reason }];
    }),
  );
}

function refusal(file: string, site: ImportSite): string | undefined {
  const from = layerOf(file);
  const target = targetOf(file, site.specifier);
  if (target === undefined) return packageRefusal(file, from, site);
  if (isTest(file)) return undefined;
  if (isTest(target)) return `${file} is no test and may not import the test ${target}`;
  return layerRefusal(from, layerOf(target), site);
}

/** Path of the imported file of ours, or undefined for Node and third-party packages. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(file), specifier);
  if (!specifier.startsWith(WORKSPACE)) return undefined;
  const [name, ...deep] = specifier.slice(WORKSPACE.length).split("/");
  return `packages/${name}/src/${deep.length === 0 ? "index.ts" : deep.join("/")}`;
}

function layerRefusal(from: Place, to: Place, site: ImportSite): string | undefined {
  if (from.layer === to.layer) return undefined;
  const owners = PRIVATE_TO[to.layer];
  if (owners !== undefined && !owners.includes(from.layer)) {
    return `${from.layer} may not import ${to.layer}; only ${list(owners)} and tests may`;
  }
  if (UNRESTRICTED.has(from.layer)) return undefined;
  const rule = ruleOf(from.layer);
  if (rule === undefined) return `${from.layer} is not in the layer table; add it there first`;
  if (!isAllowed(rule, to.layer, site.typeOnly)) {
    return `${from.layer} may not import ${to.layer}; it may import ${list(allowedBy(rule))}`;
  }
  const entries = ["index.ts", ...(ENTRIES[to.layer] ?? [])];
  const isInsideIt = from.layer.startsWith(`${to.layer}/`);
  if (isInsideIt || entries.includes(to.inside)) return undefined;
  return `${to.layer}/${to.inside} is private; import ${to.layer} through ${list(entries)}`;
}

function ruleOf(layer: string): LayerRule | undefined {
  return LAYERS[layer] ?? LAYERS[layer.split("/")[0]!];
}

function isAllowed(rule: LayerRule, to: string, typeOnly: boolean): boolean {
  const names = typeOnly ? [...rule.may, ...(rule.typesOf ?? [])] : rule.may;
  return names.includes(to) || names.includes(`${to.split("/")[0]}/*`);
}

function allowedBy(rule: LayerRule): readonly string[] {
  return [...rule.may, ...(rule.typesOf ?? []).map((layer) => `types of ${layer}`)];
}

function packageRefusal(file: string, from: Place, site: ImportSite): string | undefined {
  if (isTest(file)) return undefined;
  const name = packageOf(site.specifier);
  const homes = CONFINED[name];
  if (homes !== undefined && !site.typeOnly && !homes.includes(from.layer)) {
    return `${name} stays in ${list(homes)}; ${from.layer} may not import it`;
  }
  const free = ruleOf(from.layer)?.environmentFree;
  if (free === undefined || free.packages.includes(name)) return undefined;
  return `${from.layer} runs in any environment and may import ${list(free.packages)}, not ${site.specifier}`;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
