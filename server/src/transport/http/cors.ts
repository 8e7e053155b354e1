import type { FastifyInstance, FastifyReply } from "fastify";
import type { PathPattern } from "../path-pattern.ts";

export interface CorsOptions {
  /** Exact origins, or `*` for any. Empty: no answer ever names an origin. */
  readonly origins: readonly string[];
}

const METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
const EXPOSED = "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset";
const MAX_AGE_S = "600";

/** Says whether pages of an origin may read our answers. */
export type OriginCheck = (origin: string) => boolean;

export function createOriginCheck(options: CorsOptions): OriginCheck {
  const allowed = new Set(options.origins.map((origin) => origin.replace(/\/$/, "")));
  return (origin) => allowed.has("*") || allowed.has(origin);
}

/**
 * Cross-origin rules of the hotel contract, 2.12: exact origins with credentials, requested
 * headers echoed, a preflight from elsewhere refused in words. Refusals of known origins carry
 * the headers too, since browsers hide the body otherwise.
 */
export function addCors(
  app: FastifyInstance,
  isAllowed: OriginCheck,
  /** Paths that pages of any origin may call. */
  openPaths: readonly PathPattern[] = [],
): void {
  app.addHook("onRequest", async (request, reply) => {
    const origin = request.headers.origin;
    reply.header("vary", "Origin");
    if (origin === undefined) return undefined;
    const path = request.url.split("?")[0] ?? "/";
    const known = isAllowed(origin) || openPaths.some((pattern) => pattern.match(path) !== null);
    if (known) allowOrigin(reply, origin);
    const wanted = request.headers["access-control-request-method"];
    if (request.method !== "OPTIONS" || wanted === undefined) return undefined;
    return answerPreflight(reply, known, request.headers["access-control-request-headers"]);
  });
}

function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header("access-control-allow-origin", origin);
  reply.header("access-control-allow-credentials", "true");
  reply.header("access-control-expose-headers", EXPOSED);
}

function answerPreflight(
  reply: FastifyReply,
  known: boolean,
  wantedHeaders: string | undefined,
): FastifyReply {
  if (!known) return reply.code(400).type("text/plain").send("Disallowed CORS origin");
  reply.header("access-control-allow-methods", METHODS);
  reply.header("access-control-max-age", MAX_AGE_S);
  if (wantedHeaders !== undefined) reply.header("access-control-allow-headers", wantedHeaders);
  return reply.code(200).type("text/plain").send("OK");
}
