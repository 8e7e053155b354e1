/**
 * One environment variable: its default, its meaning, and how its text becomes a value. `expected`
 * completes the sentence "expected …" of a refusal.
 */
export interface Setting<T> {
  readonly name: string;
  readonly meaning: string;
  readonly expected: string;
  /** As it would stand in `.env`; empty when the setting has no fixed default. */
  readonly default: string;
  /** Printed instead of the default where that depends on something else. */
  readonly defaultNote?: string;
  /** Never printed in full; `NAME_FILE` may name a file that holds it. */
  readonly secret?: boolean;
  /** An empty text is a value of its own, not the same as unset. */
  readonly emptyIsValue?: boolean;
  /** @returns undefined when the text is not acceptable */
  readonly parse: (text: string) => T | undefined;
}

/** What a section's settings read as. */
export type Values<S> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** Settings that belong together, in the order they are printed. */
export interface Section<S extends Readonly<Record<string, Setting<unknown>>>> {
  readonly title: string;
  readonly settings: S;
}

type Wording = Pick<Setting<unknown>, "meaning"> & Partial<Pick<Setting<unknown>, "defaultNote">>;

export function text(name: string, spec: Wording & { default: string }): Setting<string> {
  return { name, expected: "a text", ...spec, parse: (value) => value };
}

/** A text that may be missing. */
export function optionalText(
  name: string,
  spec: Wording & { secret?: boolean },
): Setting<string | null> {
  return { name, expected: "a text", default: "", ...spec, parse: (value) => value || null };
}

export function integer(
  name: string,
  spec: Wording & { default: number; min: number; max: number },
): Setting<number> {
  const { min, max } = spec;
  const expected = `a whole number from ${min} to ${max}`;
  const parse = (value: string) => parseNumber(value, { min, max, whole: true });
  return { ...spec, name, expected, default: String(spec.default), parse };
}

export function optionalInteger(
  name: string,
  spec: Wording & { min: number; max: number },
): Setting<number | null> {
  const { min, max } = spec;
  const expected = `a whole number from ${min} to ${max}, or nothing`;
  return { ...spec, name, expected, default: "", parse: orNull({ min, max, whole: true }) };
}

export function number(
  name: string,
  spec: Wording & { default: number; min: number; max: number },
): Setting<number> {
  const { min, max } = spec;
  const expected = `a number from ${min} to ${max}`;
  const parse = (value: string) => parseNumber(value, { min, max, whole: false });
  return { ...spec, name, expected, default: String(spec.default), parse };
}

export function optionalNumber(
  name: string,
  spec: Wording & { min: number; max: number },
): Setting<number | null> {
  const { min, max } = spec;
  const expected = `a number from ${min} to ${max}, or nothing`;
  return { ...spec, name, expected, default: "", parse: orNull({ min, max, whole: false }) };
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  "1": true,
  false: false,
  off: false,
  no: false,
  "0": false,
};

export function flag(name: string, spec: Wording & { default: "true" | "false" | "on" | "off" }) {
  const expected = "true or false (or on, off, yes, no, 1, 0)";
  const parse = (value: string) => BOOLEANS[value.toLowerCase()];
  return { ...spec, name, expected, parse } satisfies Setting<boolean>;
}

export function oneOf<const T extends string>(
  name: string,
  spec: Wording & { values: readonly T[]; default: T | "" },
): Setting<T | null> {
  const expected = `one of ${spec.values.join(", ")}`;
  const parse = (value: string) =>
    value === "" ? null : spec.values.find((known) => known === value.toLowerCase());
  return { ...spec, name, expected, parse };
}

/** A list separated by commas; blanks around the items do not count. */
export function list<T>(
  name: string,
  spec: Wording & {
    default: string;
    items: string;
    emptyIsValue?: boolean;
    item: (text: string) => T | undefined;
  },
): Setting<readonly T[]> {
  const parse = (value: string) => {
    const texts = value.split(",").map((item) => item.trim());
    const items = texts.filter((item) => item !== "").map(spec.item);
    return items.includes(undefined) ? undefined : Object.freeze(items as T[]);
  };
  return { ...spec, name, expected: `${spec.items}, separated by commas`, parse };
}

export function optionalUrl(
  name: string,
  spec: Wording & { protocols: readonly string[]; secret?: boolean },
): Setting<string | null> {
  const expected = `a URL that starts with ${spec.protocols.map((p) => `${p}//`).join(" or ")}`;
  const parse = (value: string) => {
    if (value === "") return null;
    return URL.canParse(value) && spec.protocols.includes(new URL(value).protocol)
      ? value
      : undefined;
  };
  return { default: "", ...spec, name, expected, parse };
}

interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

function parseNumber(value: string, rule: NumberRule): number | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return undefined;
  const parsed = Number(value);
  if (rule.whole && !Number.isInteger(parsed)) return undefined;
  return parsed >= rule.min && parsed <= rule.max ? parsed : undefined;
}

function orNull(rule: NumberRule): (value: string) => number | null | undefined {
  return (value) => (value === "" ? null : parseNumber(value, rule));
}
