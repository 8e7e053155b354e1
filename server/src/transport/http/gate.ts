import type { AccessPort, Caller, Route } from "@whereabouts/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, isAppError } from "../../base/index.ts";
import { readCredentials } from "../credentials.ts";
import type { OriginCheck } from "./cors.ts";
import type { RateLimiter } from "./rate-limit.ts";

export interface GateOptions {
  readonly access: AccessPort;
  readonly limiter: RateLimiter;
  readonly isOriginAllowed: OriginCheck;
}

/**
 * Takes one call from the address's budget and says so in the headers.
 *
 * @throws AppError `rate-limited`
 */
export function takeFromBudget(
  limiter: RateLimiter,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (limiter.limit === 0) return;
  const verdict = limiter.take(request.client.address);
  reply.headers({
    "x-ratelimit-limit": String(verdict.limit),
    "x-ratelimit-remaining": String(verdict.remaining),
    "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + verdict.resetS),
  });
  if (verdict.allowed) return;
  throw new AppError("rate-limited", `Rate limit exceeded: ${verdict.limit} calls per minute`, {
    headers: { "retry-after": String(verdict.resetS) },
  });
}

/**
 * Finds out who calls and whether they may. Only refusals count against the budget of a route that
 * machines call all day.
 *
 * @throws AppError `unauthenticated`, `forbidden` or `rate-limited`
 */
export async function admit(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: GateOptions,
): Promise<Caller> {
  const query = request.query as Readonly<Record<string, unknown>>;
  const credentials = readCredentials(request.headers, query, request.client.address);
  try {
    const caller = await options.access.authorize(route.operationId, credentials);
    refuseForeignPage(route, request, caller, options);
    return caller;
  } catch (error) {
    if (isAppError(error) && route.rateLimit === "failures") {
      takeFromBudget(options.limiter, request, reply);
    }
    throw error;
  }
}

/**
 * In the demo mode anybody on this machine may write, yet no page of a foreign site may do it
 * through the visitor's browser.
 */
function refuseForeignPage(
  route: Route,
  request: FastifyRequest,
  caller: Caller,
  options: GateOptions,
): void {
  const origin = request.headers.origin;
  if (origin === undefined || route.method === "GET" || caller.kind !== "anonymous") return;
  if (route.anyOrigin === true) return;
  if (options.access.describe(route.operationId)?.anonymous !== "demo") return;
  if (isSameHost(origin, request.client.baseUrl) || options.isOriginAllowed(origin)) return;
  throw new AppError("forbidden", "Calls from this origin need a credential");
}

/** Whether a page's origin is the server's own host; the scheme may differ behind a proxy. */
export function isSameHost(origin: string, baseUrl: string): boolean {
  return origin.replace(/^\w+:\/\//, "") === baseUrl.replace(/^\w+:\/\//, "");
}
