import { z } from "zod";
import { CleanText } from "./lenient.ts";
import type { RouteReply } from "./route.ts";

/**
 * The photo family's wire (its contract, sections 2 to 7) and the console's own richer shapes.
 * Coordinates are WGS 84 degrees.
 */

/** Text of a length in characters, not in UTF-16 units. */
function sizedText(min: number, max: number) {
  return CleanText.superRefine((text, context) => {
    const length = [...text].length;
    const bound = { origin: "string", inclusive: true, input: text } as const;
    if (length < min) context.addIssue({ code: "too_small", minimum: min, ...bound });
    if (length > max) context.addIssue({ code: "too_big", maximum: max, ...bound });
  });
}

export const RegisterRequest = z.object({
  username: sizedText(3, 50),
  password: sizedText(6, 100),
});
export const RegisterResponse = z.object({
  id: z.string(),
  username: z.string(),
  is_active: z.boolean(),
});

/** An empty field of a form counts as absent. */
const formText = z
  .preprocess((value) => (value === "" ? undefined : value), CleanText.max(1024))
  .meta({ type: "string" });

export const TokenRequest = z.object({
  username: formText,
  password: formText,
  grant_type: z
    .string()
    .optional()
    .superRefine((value, context) => {
      if (value === undefined || value === "" || value === "password") return;
      const pattern = "^password$";
      const params = { type: "string_pattern_mismatch", ctx: { pattern } };
      context.addIssue({
        code: "custom",
        message: `String should match pattern '${pattern}'`,
        params,
      });
    }),
});
export const TokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
});

/** A whole number as query text. */
function wholeNumber(min: number, max: number, standard: number) {
  return z
    .string()
    .default(String(standard))
    .transform((text, context) => {
      if (/^\s*[+-]?\d{1,15}\s*$/.test(text)) return Number(text);
      context.addIssue({ code: "invalid_type", expected: "int", input: text });
      return z.NEVER;
    })
    .pipe(z.number().min(min).max(max))
    .meta({ type: "integer", minimum: min, maximum: max, default: standard });
}

export const PhotoListQuery = z.object({
  skip: wholeNumber(0, Number.MAX_SAFE_INTEGER, 0),
  limit: wholeNumber(1, 1000, 100),
});

const Degrees = z.unknown().meta({ type: "number", default: 0 });

/** Held against its rules together with the form, so that one answer names every fault. */
export const PhotoPlaceQuery = z.object({ lat: Degrees.optional(), lng: Degrees.optional() });

export const BestCutQuery = PhotoPlaceQuery.extend({
  mode: z
    .unknown()
    .meta({ type: "string", enum: ["contract", "smart"] })
    .optional(),
});

export const PhotoParams = z.object({ id: z.string().max(500) });
export const PhotoBytesQuery = z.object({ type: z.string().default("upscaled") });

export const PHOTO_STATUSES = ["queued", "processing", "completed", "failed"] as const;
export type PhotoStatus = (typeof PHOTO_STATUSES)[number];

/** Section 6, with the decisions of the design: lower case, `Z`, paths as texts. */
export const Photo = z.object({
  id: z.string(),
  original_path: z.string(),
  upscaled_path: z.string().nullable(),
  status: z.enum(PHOTO_STATUSES),
  error_message: z.string().nullable(),
  created_at: z.iso.datetime(),
  latitude: z.number(),
  longitude: z.number(),
});
export type Photo = z.output<typeof Photo>;
export const PhotoList = z.array(Photo);

export const UpscaleAccepted = z.object({ message: z.string(), id: z.string() });
export const BestCutAccepted = UpscaleAccepted.extend({ score: z.number() });
export const PhotoDeleted = z.object({ message: z.string() });

/**
 * JSON text in which the named numbers always carry a fraction (`0.0`): clients assign them to
 * variables that take no whole numbers (section 12). Nested values are followed.
 */
export function jsonWithFractions(value: unknown, names: ReadonlySet<string>): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => jsonWithFractions(item, names)).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const isRaw = names.has(name) && typeof member === "number";
    const text = isRaw ? numberWithFraction(member) : jsonWithFractions(member, names);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(",")}}`;
}

/** The shortest text of a finite number that reads back as it, with a fraction or an exponent. */
export function numberWithFraction(value: number): string {
  const text = Object.is(value, -0) ? "-0" : JSON.stringify(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The refusal of section 3 and 4: `error` beside `detail`, and no header that says when. */
export function photoLimitReply(callsPerMinute: number): RouteReply {
  const detail = `Rate limit exceeded: ${callsPerMinute} per 1 minute`;
  return { status: 429, body: { detail, error: detail } };
}

/** What is measured in a picture, in words for people; shown wherever the values are. */
export const PHOTO_MEASURES = {
  sharpness:
    "Variance of the Laplacian of the grey picture at full size. Only comparable between pictures " +
    "of the same scene; the contract's choice is the largest.",
  exposure:
    "0 to 1: how close the mean brightness is to middle grey (118 of 255), times the share of " +
    "pixels that are neither black (5 or less) nor white (250 or more).",
  blur:
    "Strength 0 to 1: how much more the picture changes in one direction than across it. The " +
    "direction is the one in which it changes least, clockwise from horizontal. Stripes in the " +
    "scene count as well.",
  subject:
    "0 to 1: the largest person or animal the detector found, by confidence, by area (full from a " +
    "fifth of the picture), by nearness to the centre, halved when cut off at the edge.",
  duplicate:
    "Difference hash of 64 bits; at most 6 bits apart from an earlier picture counts as the same.",
  smart:
    "0.4 x sharpness relative to the burst's best + 0.2 x exposure + 0.1 x (1 - blur strength) + " +
    "0.3 x subject. The first of equals wins.",
} as const;
