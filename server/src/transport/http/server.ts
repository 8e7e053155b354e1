import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccessPort, Route, SocketRoute } from "@whereabouts/contracts";
import { fastify, type FastifyInstance, type FastifyReply } from "fastify";
import { AppError, type Clock, type Log } from "../../base/index.ts";
import { createClientLocator } from "../client-address.ts";
import { renderError } from "../errors.ts";
import { compilePath } from "../path-pattern.ts";
import { SocketServer, type SocketStats } from "../ws/index.ts";
import { ConsoleFiles, acceptsHtml } from "./console-files.ts";
import { addCors, createOriginCheck } from "./cors.ts";
import { serveDocs } from "./docs.ts";
import { takeFromBudget } from "./gate.ts";
import { createNotFoundHandler } from "./not-found.ts";
import { buildOpenApi } from "./openapi.ts";
import { RateLimiter } from "./rate-limit.ts";
import { anonymousCaller, markTrackingListener } from "./request-context.ts";
import { serveRoutes } from "./route-registry.ts";
import { addSecurityHeaders } from "./security-headers.ts";

/** One finished call, for metrics. */
export interface CallSample {
  /** Empty for paths that no route serves. */
  readonly operationId: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly access: AccessPort;
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
  /** The built console, or null to serve none. */
  readonly consoleDirectory: string | null;
  /** Exact origins, or `*`. */
  readonly corsOrigins: readonly string[];
  /** Calls per minute and address; 0 = no limit. */
  readonly rateLimitPerMinute: number;
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. */
  readonly trustProxy: readonly string[];
  /** Tell HTTPS clients to stay with HTTPS. */
  readonly strictTransport: boolean;
  readonly loadRedoc: (() => Promise<Uint8Array>) | null;
  /** Sockets one address may hold open. Default 200. */
  readonly socketsPerAddress?: number;
  /** Between two looks at every open socket, ms. Default 30 s. */
  readonly heartbeatMs?: number;
  /** Holds every JSON answer against its schema; for tests. */
  readonly checkResponses?: boolean;
  readonly observe?: (sample: CallSample) => void;
}

export interface ListenAddress {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

export interface HttpServer {
  readonly document: Record<string, unknown>;
  /** Starts the main listener. @returns its address. @throws when the port is taken */
  listen(address: ListenAddress): Promise<AddressInfo>;
  /** Starts the second listener, where `/` and `/health` speak the tracking dialect. */
  listenTracking(address: ListenAddress): Promise<AddressInfo>;
  stats(): { readonly sockets: SocketStats; readonly rateLimited: number };
  /** Stops accepting, lets running calls finish, and cuts what is left after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 15_000;
/** Whole upload of one request; generous for videos over slow lines. */
const REQUEST_TIMEOUT_MS = 600_000;
const KEEP_ALIVE_MS = 65_000;

/**
 * Serves routes and sockets with everything around them: identity of the caller, limits,
 * cross-origin rules, protective headers, documents, the console, one shape of errors.
 *
 * @throws Error when a route has no row in the access table
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app = createApp(options);
  const limiter = new RateLimiter(options.rateLimitPerMinute, options.clock);
  const isOriginAllowed = createOriginCheck({ origins: options.corsOrigins });
  const consoleFiles =
    options.consoleDirectory === null ? null : new ConsoleFiles(options.consoleDirectory);
  const locate = addCallerHooks(app, options);
  addSecurityHeaders(app, options);
  const open = options.routes.filter(({ anyOrigin }) => anyOrigin === true);
  const openPaths = open.flatMap(({ path, aliases = [] }) => [path, ...aliases]).map(compilePath);
  addCors(app, isOriginAllowed, openPaths);
  addConsoleAndBudget(app, limiter, consoleFiles);
  app.setNotFoundHandler(createNotFoundHandler(options.routes, consoleFiles));
  const { access } = options;
  const checkResponses = options.checkResponses ?? false;
  await serveRoutes(app, options.routes, { access, limiter, isOriginAllowed, checkResponses });
  const document = buildOpenApi({ title: "Whereabouts", ...options });
  await serveDocs(app, { document, loadRedoc: options.loadRedoc, clock: options.clock });
  const sockets = new SocketServer({ ...options, limiter, locate, isOriginAllowed });
  await app.ready();
  return createHandle({ app, sockets, limiter, document });
}

function createApp(options: HttpServerOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: (error, _request, reply) => {
      const rendered = renderError(error);
      void (reply as FastifyReply).code(rendered.status).send(rendered.body);
    },
  });
  app.setErrorHandler((error, request, reply) => {
    const rendered = renderError(error);
    if (rendered.unexpected) {
      const operationId = request.routeOptions.config.route?.operationId;
      options.log.error({ err: error, requestId: request.id, operationId }, "Call failed");
    }
    const type = "application/json; charset=utf-8";
    return reply.code(rendered.status).headers(rendered.headers).type(type).send(rendered.body);
  });
  return app;
}

function addCallerHooks(app: FastifyInstance, options: HttpServerOptions) {
  const locate = createClientLocator(options.trustProxy);
  app.decorateRequest("client", null as never);
  app.decorateRequest("caller", null as never);
  app.addHook("onRequest", async (request, reply) => {
    request.client = locate({
      remoteAddress: request.raw.socket.remoteAddress,
      encrypted: "encrypted" in request.raw.socket,
      headers: request.headers,
    });
    request.caller = anonymousCaller(request.client.address);
    reply.header("x-request-id", request.id);
  });
  app.addHook("onResponse", async (request, reply) => {
    options.observe?.({
      operationId: request.routeOptions.config.route?.operationId ?? "",
      method: request.method,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
  return locate;
}

/**
 * The console's page at `/` comes before the budget, and so do its files: only calls of routes and
 * guesses below `/api` count.
 */
function addConsoleAndBudget(
  app: FastifyInstance,
  limiter: RateLimiter,
  consoleFiles: ConsoleFiles | null,
): void {
  app.addHook("onRequest", async (request, reply) => {
    const { route } = request.routeOptions.config;
    if (route?.path === "/" && consoleFiles !== null && acceptsHtml(request.headers.accept)) {
      if (await consoleFiles.serve(request, reply)) return reply;
    }
    const guess = request.is404 && request.url.startsWith("/api/");
    const counted = route === undefined ? guess : budgetOf(route);
    if (counted) takeFromBudget(limiter, request, reply);
    return undefined;
  });
}

function budgetOf(route: Route): boolean {
  return (route.rateLimit ?? "calls") === "calls";
}

interface Parts {
  readonly app: FastifyInstance;
  readonly sockets: SocketServer;
  readonly limiter: RateLimiter;
  readonly document: Record<string, unknown>;
}

function createHandle(parts: Parts): HttpServer {
  const { app, sockets, limiter, document } = parts;
  const tracking: Server[] = [];
  return {
    document,
    listen: async (address) => {
      sockets.attach(app.server, "main");
      // "localhost" would open a second server that knows nothing of sockets.
      const host = address.host === "localhost" ? "127.0.0.1" : address.host;
      await listening(address.port, app.listen({ ...address, host }));
      return addressOf(app.server);
    },
    listenTracking: async (address) => {
      const server = createTrackingServer(app);
      tracking.push(server);
      sockets.attach(server, "tracking");
      await listening(address.port, listenOn(server, address));
      return addressOf(server);
    },
    stats: () => ({ sockets: sockets.stats(), rateLimited: limiter.refused }),
    close: async (graceMs = 5000) => {
      const cut = setTimeout(() => {
        for (const server of [app.server, ...tracking]) server.closeAllConnections();
      }, graceMs);
      await Promise.all([sockets.close(graceMs), app.close(), ...tracking.map(closeServer)]);
      clearTimeout(cut);
    },
  };
}

function createTrackingServer(app: FastifyInstance): Server {
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  return createServer({ ...limits, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    markTrackingListener(request);
    app.routing(request, response);
  });
}

function listenOn(server: Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** @throws AppError `conflict` when the port is taken */
async function listening(port: number, started: Promise<unknown>): Promise<void> {
  try {
    await started;
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE")) throw cause;
    const message = `Cannot listen on port ${port}, it is taken: expected a free one`;
    throw new AppError("conflict", message, { cause });
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function addressOf(server: Server): AddressInfo {
  return server.address() as AddressInfo;
}
