import type { z } from "zod";

/** Roles of the one table of users. `system` is a machine (worker, media server). */
export const ROLES = ["admin", "staff", "viewer", "owner", "system"] as const;
export type Role = (typeof ROLES)[number];

/** Who is calling, as the access feature found out. */
export interface Caller {
  readonly kind: "anonymous" | "user" | "api-key" | "device";
  /** User id, API key id, or null. */
  readonly id: string | null;
  readonly name: string | null;
  /** Null for anonymous callers. */
  readonly role: Role | null;
  readonly sessionId: string | null;
  /** Address of the client after `TRUST_PROXY` was applied. */
  readonly address: string;
}

type Output<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteRequest<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly caller: Caller;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Scheme and host the client used, without a trailing slash: `https://host:port`. */
  readonly baseUrl: string;
  /** Which listener took the call; `tracking` speaks that family's dialect on `/` and `/health`. */
  readonly listener: "main" | "tracking";
}

/** One part of a `multipart` body, in the order sent. A file's stream must be read or destroyed. */
export type MultipartPart =
  | { readonly kind: "field"; readonly name: string; readonly value: string }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly filename: string;
      readonly contentType: string;
      readonly stream: AsyncIterable<Uint8Array>;
    };

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON value, or bytes / a Node stream together with `contentType`. */
  readonly body?: unknown;
  readonly contentType?: string;
}

/**
 * One HTTP operation as data. Features export lists of them; `transport/http` alone serves them,
 * documents them and asks the access table whether the caller may.
 */
export interface Route {
  /** Unique; the key of the access table and of the OpenAPI document. */
  readonly operationId: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Fastify-style path with `:name` parameters. */
  readonly path: string;
  /** Other paths that serve the same operation. */
  readonly aliases?: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /**
   * How the body arrives. Default `json`. `binary` hands over a Buffer, `stream` a Readable,
   * `multipart` an `AsyncIterable<MultipartPart>`. A `form` may come as multipart too.
   */
  readonly bodyKind?: "json" | "form" | "binary" | "stream" | "multipart";
  /** Default 1 MiB. Of a `multipart` body it limits each file. */
  readonly bodyLimitBytes?: number;
  /** Fields of a `multipart` body, for the document; the handler holds them against its rules. */
  readonly form?: z.ZodType;
  /** Files a `multipart` body may hold. Default 10. */
  readonly filesMax?: number;
  /**
   * What counts against the address's budget: every call (default), only calls without a valid
   * credential (machines that report all day), or none.
   */
  readonly rateLimit?: "calls" | "failures" | "none";
  /** Pages of any origin may call it and read its answers, because a family's dashboard does. */
  readonly anyOrigin?: boolean;
  /** Documented status of success. Default 200. */
  readonly successStatus?: number;
  /** Schema of the successful answer; absent for non-JSON answers, which name `contentType`. */
  readonly response?: z.ZodType;
  readonly contentType?: string;
  readonly handle: (request: RouteRequest<never, never, never>) => Promise<RouteReply> | RouteReply;
}

interface RouteSpec<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
> extends Omit<Route, "params" | "query" | "body" | "handle"> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly handle: (
    request: RouteRequest<Output<P>, Output<Q>, Output<B>>,
  ) => Promise<RouteReply> | RouteReply;
}

/** Ties a route's handler to its schemas. */
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B>): Route {
  return spec as unknown as Route;
}

/** A message for many sockets. Make one object per message: it is framed once and shared. */
export interface SharedMessage {
  readonly data: string | Uint8Array;
}

/** A socket as features see it; limits and framing are the transport's business. */
export interface LiveSocket {
  /** Bytes handed over and not yet written to the network. */
  readonly bufferedBytes: number;
  readonly closed: boolean;
  sendText(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  /** Like `sendText`/`sendBytes`, for the same message to many sockets: no copy per socket. */
  sendShared(message: SharedMessage): void;
  onMessage(handler: (data: string | Uint8Array) => void): void;
  /** Called once, also when the socket is already closed. */
  onClose(handler: () => void): void;
  close(code?: number, reason?: string): void;
  /** Ends the connection without a close frame: the other side sees 1006 (RFC 6455, 7.1.5). */
  drop(): void;
}

/** One WebSocket operation as data. */
export interface SocketRoute {
  readonly operationId: string;
  readonly path: string;
  /** Other paths that serve the same operation. */
  readonly aliases?: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly query?: z.ZodType;
  /** Pages of any origin may open it without a credential, where the access table asks for none. */
  readonly anyOrigin?: boolean;
  /**
   * Limits of its own, for clients that open a socket per message: opening one is no call of the
   * address's budget, and its sockets count apart from the others of the address.
   */
  readonly ownLimit?: {
    /** Routes of one group share the number. */
    readonly group: string;
    readonly socketsPerAddress: number;
  };
  /** Between two pings, ms, for clients that give up on a silent server. Default: the heartbeat's. */
  readonly pingEveryMs?: number;
  /** Largest message accepted from the client. Default 64 KiB. */
  readonly messageLimitBytes?: number;
  /**
   * Refusal the family's clients expect after an accepted upgrade: a last frame and a close code.
   * Absent or null: the upgrade itself is refused with the HTTP status.
   */
  readonly refuse?: (refusal: { readonly status: number; readonly detail: string }) => {
    readonly text: string;
    readonly closeCode: number;
  } | null;
  readonly open: (
    socket: LiveSocket,
    request: RouteRequest<Readonly<Record<string, string>>, never, undefined>,
  ) => void | Promise<void>;
}
