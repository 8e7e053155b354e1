/**
 * The closed set of ways an operation can fail. `transport/errors.ts` is the only place that
 * turns a kind into an HTTP status, a socket close code or an MQTT reason.
 */
export type ErrorKind =
  | "invalid" // the caller's input breaks the schema: 422
  | "bad-request" // well-formed, yet not acceptable: 400
  | "unauthenticated" // 401
  | "forbidden" // 403
  | "not-found" // 404
  | "conflict" // 409
  | "too-large" // 413
  | "unsupported" // 415
  | "rate-limited" // 429
  | "unavailable" // 503
  | "timeout" // 504
  | "internal"; // 500

/** One violated field, in the shape FastAPI clients read. */
export interface ErrorDetail {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** An operating error: expected, explainable, never a bug of ours. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  /** Stable machine-readable word, listed in `transport/errors.ts`. */
  readonly code: string;
  /** Field errors of kind `invalid`; empty otherwise. */
  readonly details: readonly ErrorDetail[];
  /** Extra response headers the protocol needs (`retry-after`, `www-authenticate`). */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ErrorKind,
    message: string,
    options: {
      code?: string;
      cause?: unknown;
      details?: readonly ErrorDetail[];
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.kind = kind;
    this.code = options.code ?? kind;
    this.details = options.details ?? [];
    this.headers = options.headers ?? {};
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
