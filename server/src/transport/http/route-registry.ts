import { Readable } from "node:stream";
import type { Route, RouteReply } from "@whereabouts/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { assert } from "../../base/index.ts";
import { addBodyParser, BODY_LIMIT_BYTES, limitBytes, readParts, type BodyKind } from "./body.ts";
import { admit, type GateOptions } from "./gate.ts";
import { listenerOf } from "./request-context.ts";
import { createValidator } from "./validation.ts";

export interface RouteRegistryOptions extends GateOptions {
  /** Holds every JSON answer against its schema; for tests, since it costs a walk per answer. */
  readonly checkResponses: boolean;
}

/**
 * Serves every route on its path and aliases.
 *
 * @throws Error for a route without a row in the access table, or two routes of one name
 */
export async function serveRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  options: RouteRegistryOptions,
): Promise<void> {
  const seen = new Set<string>();
  for (const route of routes) {
    const { operationId } = route;
    assert(!seen.has(operationId), "operationId is unique", { operationId });
    assert(options.access.describe(operationId), "operation has an access rule", { operationId });
    seen.add(operationId);
  }
  for (const [kind, group] of Map.groupBy(routes, (route) => route.bodyKind ?? "json")) {
    await app.register(async (scope) => {
      await addBodyParser(scope, kind);
      for (const route of group) serveRoute(scope, route, kind, options);
    });
  }
}

function serveRoute(
  scope: FastifyInstance,
  route: Route,
  kind: BodyKind,
  options: RouteRegistryOptions,
): void {
  const rule = options.access.describe(route.operationId);
  const check = async (request: FastifyRequest, reply: FastifyReply) => {
    request.caller = await admit(route, request, reply, options);
  };
  for (const url of [route.path, ...(route.aliases ?? [])]) {
    scope.route({
      method: route.method,
      url,
      bodyLimit: route.bodyLimitBytes ?? BODY_LIMIT_BYTES,
      config: { route },
      ...(rule?.bodyFirst && kind === "json" ? { preValidation: check } : { onRequest: check }),
      handler: createHandler(route, kind, options.checkResponses),
    });
  }
}

function createHandler(route: Route, kind: BodyKind, checkResponses: boolean) {
  const validate = createValidator(route);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const valid = validate({
      params: request.params,
      query: request.query as Readonly<Record<string, unknown>>,
      body: bodyOf(request, kind),
    });
    const answer = await route.handle({
      params: valid.params as never,
      query: valid.query as never,
      body: valid.body as never,
      headers: request.headers,
      caller: request.caller,
      signal: abortedWhenGone(reply),
      baseUrl: request.client.baseUrl,
      listener: listenerOf(request.raw),
    });
    if (checkResponses) checkAnswer(route, answer);
    return sendAnswer(route, answer, reply);
  };
}

function bodyOf(request: FastifyRequest, kind: BodyKind): unknown {
  if (kind === "multipart") return readParts(request);
  if (kind === "form") return request.body ?? {};
  if (kind !== "stream") return request.body;
  const source = (request.body ?? []) as AsyncIterable<Uint8Array>;
  return Readable.from(limitBytes(source, request.routeOptions.bodyLimit), { objectMode: false });
}

function abortedWhenGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort(new Error("Client went away"));
  });
  return controller.signal;
}

function sendAnswer(route: Route, answer: RouteReply, reply: FastifyReply): FastifyReply {
  reply.code(answer.status ?? route.successStatus ?? 200);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  const contentType = answer.contentType ?? route.contentType;
  if (answer.body === undefined) return reply.send();
  if (contentType !== undefined) return reply.type(contentType).send(answer.body);
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer.body));
}

function checkAnswer(route: Route, answer: RouteReply): void {
  const status = answer.status ?? route.successStatus ?? 200;
  if (route.response === undefined || answer.contentType !== undefined || status >= 300) return;
  const parsed = route.response.safeParse(JSON.parse(JSON.stringify(answer.body ?? null)));
  assert(parsed.success, "answer fits its schema", {
    operationId: route.operationId,
    issues: parsed.error?.issues,
  });
}
