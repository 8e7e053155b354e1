import { z } from "zod";

/**
 * Values as the hotel family's clients send them (hotel contract, 1.4): numbers and booleans may
 * come as text, instants in several writings. Strings must be strings.
 */

/** A finite number, or text that is one. */
export const LenientNumber = z.preprocess(
  (value) => (typeof value === "string" && value.trim() !== "" ? toNumber(value) : value),
  z.number(),
);

/** A whole number, or text that is one. */
export const LenientInteger = z.preprocess(
  (value) => (typeof value === "string" && value.trim() !== "" ? toNumber(value) : value),
  z.number().int(),
);

function toNumber(text: string): unknown {
  const value = Number(text);
  return Number.isFinite(value) && !/[xob]/i.test(text) ? value : text;
}

/** Text that a database can hold: PostgreSQL knows no NUL character. */
// eslint-disable-next-line no-control-regex
export const CleanText = z.string().regex(/^[^\u0000]*$/);

/** Optional text filter: an empty one counts as absent. */
export const OptionalText = z
  .string()
  .max(200)
  .optional()
  .transform((text) => (text === "" ? undefined : text));

/** Numbers above this are milliseconds, below it seconds since 1970. */
const EPOCH_SECONDS_MAX = 2e10;
/** 9999-12-31T23:59:59.999Z: the last instant all our writings can print. */
const TIME_MS_MAX = 253_402_300_799_999;
const TIME_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads an instant: ISO 8601 with `T` or a space, the fraction and the offset optional (without
 * one it is UTC), a date alone (midnight), or an epoch number in seconds or milliseconds.
 *
 * @returns UTC milliseconds with microseconds as the fraction; null when it is no instant
 */
export function parseInstantMs(value: unknown): number | null {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  const match = TIME_TEXT.exec(text);
  return match ? fromParts(match) : null;
}

function fromEpoch(value: number): number | null {
  const ms = Math.abs(value) > EPOCH_SECONDS_MAX ? value : value * 1000;
  return inRange(Math.round(ms * 1000) / 1000);
}

function fromParts(match: RegExpExecArray): number | null {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const micros = Number(fraction.slice(0, 6).padEnd(6, "0"));
  const offsetMs = offset === undefined ? 0 : offsetMsOf(offset);
  if (offsetMs === null) return null;
  return inRange(date.getTime() + seconds * 1000 - offsetMs + micros / 1000);
}

function offsetMsOf(offset: string): number | null {
  if (offset === "Z" || offset === "z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function inRange(ms: number): number | null {
  return ms >= 0 && ms <= TIME_MS_MAX ? ms : null;
}

/** An instant in any of the writings of {@link parseInstantMs}; becomes UTC milliseconds. */
export const LenientInstant = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseInstantMs(value);
  if (ms !== null) return ms;
  context.addIssue({
    code: "custom",
    message: "Input should be a valid datetime",
    params: { type: "datetime_from_date_parsing" },
  });
  return z.NEVER;
});

/**
 * An instant as the hotel family reads it back: UTC without a zone, the fraction (microseconds)
 * left out when it is zero. Hotel contract, 4.1.
 *
 * @param timeMs UTC milliseconds, microseconds as the fraction
 */
export function naiveInstant(timeMs: number): string {
  const wholeS = Math.floor(timeMs / 1000);
  const micros = Math.round((timeMs - wholeS * 1000) * 1000);
  if (micros >= 1_000_000) return naiveInstant((wholeS + 1) * 1000);
  const text = new Date(wholeS * 1000).toISOString().slice(0, 19);
  return micros === 0 ? text : `${text}.${String(micros).padStart(6, "0")}`;
}
