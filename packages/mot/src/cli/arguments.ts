import { UsageError } from "./usage.ts";

/** Options that stand alone. */
const FLAGS: ReadonlySet<string> = new Set(["json", "seen-only", "world"]);

/** Numbers that 0 makes no sense for. */
const POSITIVE: ReadonlySet<string> = new Set(["fps", "distance"]);

/** A command's options, read once. */
export interface Arguments {
  has(name: string): boolean;
  all(name: string): readonly string[];
  /** @throws UsageError when given twice. */
  optional(name: string): string | null;
  /** @throws UsageError when absent or given twice. */
  required(name: string): string;
  /** @throws UsageError when it is not a number of 0 or more. */
  positive(name: string, absent: number): number;
}

/**
 * Reads `--name value` and `--flag` options.
 *
 * @throws UsageError for an option that is not `known`, or one without its value.
 */
export function readArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const values = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i]!.startsWith("--") ? argv[i]!.slice(2) : "";
    if (!known.includes(name)) {
      const expected = known.map((option) => `--${option}`).join(", ");
      throw new UsageError(`Unknown option "${argv[i]}": expected ${expected}`);
    }
    const value = FLAGS.has(name) ? "" : argv[++i];
    if (value === undefined) throw new UsageError(`Option --${name} lacks its value`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return argumentsOf(values);
}

function argumentsOf(values: ReadonlyMap<string, readonly string[]>): Arguments {
  const all = (name: string): readonly string[] => values.get(name) ?? [];
  const optional = (name: string): string | null => {
    if (all(name).length > 1) throw new UsageError(`Option --${name} stands more than once`);
    return all(name)[0] ?? null;
  };
  return {
    has: (name) => values.has(name),
    all,
    optional,
    required(name) {
      const value = optional(name);
      if (value === null) throw new UsageError(`Option --${name} is missing`);
      return value;
    },
    positive(name, absent) {
      const text = optional(name);
      if (text === null) return absent;
      const value = text.trim() === "" ? Number.NaN : Number(text);
      if (!(value >= 0 && Number.isFinite(value)) || (POSITIVE.has(name) && value === 0)) {
        throw new UsageError(`Option --${name} is "${text}": expected a positive number`);
      }
      return value;
    },
  };
}
