import type { z } from "zod";
import type { ErrorDetail } from "../../base/index.ts";

/** Where a value came from: the first element of `loc`. */
export type RequestPart = "body" | "query" | "path";
type Issue = z.core.$ZodIssue;
type Wording = Pick<ErrorDetail, "type" | "msg" | "ctx">;

const SECRET_NAME = /password|token|secret|key/i;
const INPUT_LIMIT_CHARS = 200;

/** Turns schema issues into the field errors FastAPI clients read. */
export function toFieldErrors(
  issues: readonly Issue[],
  part: RequestPart,
  input: unknown,
): ErrorDetail[] {
  return issues.flatMap((issue) => issueErrors(issue, part, input));
}

function issueErrors(issue: Issue, part: RequestPart, input: unknown): ErrorDetail[] {
  if (issue.code === "invalid_union") return unionErrors(issue, part, input);
  const path = issue.path.filter((step) => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      type: "extra_forbidden",
      loc: [part, ...path, key],
      msg: "Extra inputs are not permitted",
    }));
  }
  const value = valueAt(input, path);
  const wording = word(issue, value, part);
  const shown = shownInput(wording.type === "missing" ? valueAt(input, path.slice(0, -1)) : value);
  const secret = path.some((step) => SECRET_NAME.test(String(step)));
  return [
    {
      type: wording.type,
      loc: [part, ...path],
      msg: wording.msg,
      ...(shown === undefined || secret ? {} : { input: shown }),
      ...(wording.ctx === undefined ? {} : { ctx: wording.ctx }),
    },
  ];
}

/** Of a union, the branch that came closest speaks. */
function unionErrors(
  issue: Extract<Issue, { code: "invalid_union" }>,
  part: RequestPart,
  input: unknown,
): ErrorDetail[] {
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
  if (closest.length === 0) {
    const loc = [part, ...issue.path.filter((step) => typeof step !== "symbol")];
    return [{ type: "value_error", loc, msg: issue.message }];
  }
  const placed = closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  return placed.flatMap((inner) => issueErrors(inner as Issue, part, input));
}

function word(issue: Issue, value: unknown, part: RequestPart): Wording {
  switch (issue.code) {
    case "invalid_type":
      return wordType(issue, value, part);
    case "too_small":
      return wordBound(
        issue.origin,
        "min",
        Number(issue.minimum),
        issue.inclusive !== false,
        value,
      );
    case "too_big":
      return wordBound(
        issue.origin,
        "max",
        Number(issue.maximum),
        issue.inclusive !== false,
        value,
      );
    case "invalid_value": {
      const names = issue.values.map((item) => `'${String(item)}'`);
      const expected = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
      const type = issue.values.length === 1 ? "literal_error" : "enum";
      return { type, msg: `Input should be ${expected}`, ctx: { expected } };
    }
    case "not_multiple_of":
      return {
        type: "multiple_of",
        msg: `Input should be a multiple of ${issue.divisor}`,
        ctx: { multiple_of: issue.divisor },
      };
    case "invalid_format":
      return wordFormat(issue.format);
    case "custom": {
      const { type, ctx } = issue.params ?? {};
      return {
        type: typeof type === "string" ? type : "value_error",
        msg: issue.message,
        ...(typeof ctx === "object" && ctx !== null && { ctx: { ...ctx } }),
      };
    }
    default:
      return { type: "value_error", msg: issue.message };
  }
}

const TYPE_NAMES: Readonly<Record<string, readonly [type: string, noun: string]>> = {
  string: ["string_type", "string"],
  number: ["float_type", "number"],
  nan: ["float_type", "number"],
  int: ["int_type", "integer"],
  boolean: ["bool_type", "boolean"],
  array: ["list_type", "list"],
  tuple: ["tuple_type", "tuple"],
  object: ["dict_type", "dictionary"],
  record: ["dict_type", "dictionary"],
  date: ["datetime_type", "datetime"],
};

function wordType(
  issue: Extract<Issue, { code: "invalid_type" }>,
  value: unknown,
  part: RequestPart,
): Wording {
  if (value === undefined) return { type: "missing", msg: "Field required" };
  if (issue.path.length === 0 && issue.expected === "object" && part === "body") {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    return { type: "model_attributes_type", msg };
  }
  const [type, noun] = TYPE_NAMES[issue.expected] ?? ["value_error", issue.expected];
  const article = /^[aeio]/.test(noun) ? "an" : "a";
  const numeric = type === "int_type" || type === "float_type" || type === "bool_type";
  if (numeric && typeof value === "string") {
    const msg = `Input should be a valid ${noun}, unable to parse string as ${article} ${noun}`;
    return { type: type.replace("_type", "_parsing"), msg };
  }
  return { type, msg: `Input should be a valid ${noun}` };
}

function wordBound(
  origin: string,
  side: "min" | "max",
  limit: number,
  inclusive: boolean,
  value: unknown,
): Wording {
  const isMin = side === "min";
  if (origin === "string") {
    const bound = `at ${isMin ? "least" : "most"} ${limit} character${limit === 1 ? "" : "s"}`;
    return {
      type: isMin ? "string_too_short" : "string_too_long",
      msg: `String should have ${bound}`,
      ctx: { [`${side}_length`]: limit },
    };
  }
  if (origin === "array" || origin === "set") {
    const actual = Array.isArray(value) ? value.length : 0;
    const bound = `at ${isMin ? "least" : "most"} ${limit} item${limit === 1 ? "" : "s"}`;
    return {
      type: isMin ? "too_short" : "too_long",
      msg: `List should have ${bound} after validation, not ${actual}`,
      ctx: { field_type: "List", [`${side}_length`]: limit, actual_length: actual },
    };
  }
  const sign = `${isMin ? "g" : "l"}${inclusive ? "e" : "t"}`;
  const than = `${isMin ? "greater" : "less"} than${inclusive ? " or equal to" : ""}`;
  return {
    type: `${isMin ? "greater" : "less"}_than${inclusive ? "_equal" : ""}`,
    msg: `Input should be ${than} ${limit}`,
    ctx: { [sign]: limit },
  };
}

const FORMATS: Readonly<Record<string, Wording>> = {
  uuid: { type: "uuid_parsing", msg: "Input should be a valid UUID" },
  guid: { type: "uuid_parsing", msg: "Input should be a valid UUID" },
  datetime: { type: "datetime_from_date_parsing", msg: "Input should be a valid datetime" },
  date: { type: "date_from_datetime_parsing", msg: "Input should be a valid date" },
  url: { type: "url_parsing", msg: "Input should be a valid URL" },
};

function wordFormat(format: string): Wording {
  if (format === "regex") {
    return { type: "string_pattern_mismatch", msg: "String should match the expected pattern" };
  }
  return FORMATS[format] ?? { type: "value_error", msg: `Input should be a valid ${format}` };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return value;
}

/** Echoes only what is short and holds no secret. */
function shownInput(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, INPUT_LIMIT_CHARS);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const small = entries.length <= 20 && entries.every(([key, item]) => isShort(key, item));
  return small ? value : undefined;
}

function isShort(key: string, value: unknown): boolean {
  if (SECRET_NAME.test(key)) return false;
  if (typeof value === "string") return value.length <= INPUT_LIMIT_CHARS;
  return typeof value !== "object" || value === null;
}
