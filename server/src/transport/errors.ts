import { isAppError, type AppError, type ErrorKind } from "../base/index.ts";

/** THE table: how each kind of operating error shows outside. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  "bad-request": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  unsupported: 415,
  "rate-limited": 429,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

/** An error as it goes out: no stack, no cause, no internals. */
export interface RenderedError {
  readonly status: number;
  readonly body: { readonly detail: unknown };
  readonly headers: Readonly<Record<string, string>>;
  /** The text for the log; true when nobody expected this error. */
  readonly unexpected: boolean;
}

const INTERNAL: RenderedError = {
  status: 500,
  body: { detail: "Internal Server Error" },
  headers: {},
  unexpected: true,
};

/** Turns whatever was thrown into an answer. Unknown errors become a bare 500. */
export function renderError(error: unknown): RenderedError {
  if (isAppError(error)) return renderAppError(error);
  const status = frameworkStatus(error);
  if (status === undefined) return INTERNAL;
  const detail = FRAMEWORK_DETAILS[status] ?? "Bad Request";
  return { status, body: { detail }, headers: {}, unexpected: false };
}

function renderAppError(error: AppError): RenderedError {
  if (error.kind === "internal") return INTERNAL;
  const status = STATUS_OF_KIND[error.kind];
  const challenge = status === 401 ? { "www-authenticate": "Bearer" } : {};
  return {
    status,
    body: { detail: error.details.length > 0 ? error.details : error.message },
    headers: { ...challenge, ...error.headers },
    unexpected: false,
  };
}

/** Fastify marks its own refusals with a 4xx status and an FST_ code. */
function frameworkStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, code } = error as Error & { statusCode?: unknown; code?: unknown };
  if (typeof statusCode !== "number" || typeof code !== "string") return undefined;
  return code.startsWith("FST_") && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

const FRAMEWORK_DETAILS: Readonly<Record<number, string>> = {
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Request body is too large",
  414: "Request URL is too long",
  415: "Unsupported Media Type",
};
