import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnvText } from "./env-file.ts";
import { SECTIONS } from "./sections/index.ts";
import type { Section, Setting, Values } from "./setting.ts";

/** Text of every variable that is set; the process's own environment wins over `.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

type AnySettings = Readonly<Record<string, Setting<unknown>>>;

/** Every setting of every section, in the order it is printed. */
export function allSettings(): Setting<unknown>[] {
  return Object.values(SECTIONS).flatMap(({ settings }) => Object.values(settings as AnySettings));
}

/** The variables of `.env` in this folder; none when there is no such file. */
export function readEnvFile(folder: string): Variables {
  const path = join(folder, ".env");
  return existsSync(path) ? parseEnvText(readFileSync(path, "utf8")) : {};
}

/**
 * Parses one section. What is refused is added to `problems`, so that a reader of the message can
 * repair everything at once.
 */
export function readSection<S extends AnySettings>(
  section: Section<S>,
  variables: Variables,
  problems: string[],
): Values<S> {
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(section.settings)) {
    values[key] = readSetting(setting, variables, problems);
  }
  return values as Values<S>;
}

/** True when the variable is set to something other than nothing. */
export function isSet(setting: Setting<unknown>, variables: Variables): boolean {
  const value = variables[setting.name];
  return value !== undefined && (value.trim() !== "" || setting.emptyIsValue === true);
}

function readSetting(setting: Setting<unknown>, variables: Variables, problems: string[]): unknown {
  const given = isSet(setting, variables)
    ? variables[setting.name]!.trim()
    : readSecretFile(setting, variables, problems);
  const parsed = setting.parse(given ?? setting.default);
  if (parsed !== undefined) return parsed;
  const shown = setting.secret ? "a value (not shown)" : JSON.stringify(given);
  problems.push(`${setting.name} is ${shown}, expected ${setting.expected}`);
  return setting.parse(setting.default);
}

function readSecretFile(
  setting: Setting<unknown>,
  variables: Variables,
  problems: string[],
): string | undefined {
  const name = `${setting.name}_FILE`;
  const path = variables[name]?.trim();
  if (!setting.secret || !path) return undefined;
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    problems.push(`${name} is ${JSON.stringify(path)}, expected a file that can be read`);
    return undefined;
  }
}
