import {
  defineRoute,
  type AccessPort,
  type Credentials,
  type OperationAccess,
  type Route,
  type SocketRoute,
} from "@whereabouts/contracts";
import { AppError, createLog, systemClock } from "../base/index.ts";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "./http/index.ts";

/** Access that knows one key, `right`, and opens whatever a test names. */
export function keyAccess(
  rules: Readonly<Record<string, Partial<OperationAccess>>>,
  more: Pick<AccessPort, "stillHolds"> = {},
): AccessPort {
  const describe = (operationId: string): OperationAccess | undefined => {
    const rule = rules[operationId];
    if (rule === undefined) return undefined;
    return { roles: ["admin"], anonymous: "never", bodyFirst: false, ...rule };
  };
  const authorize = async (operationId: string, shown: Credentials) => {
    const { address } = shown;
    if ((shown.apiKey ?? shown.queryApiKey ?? shown.socketToken) === "right") {
      return {
        kind: "api-key",
        id: "k",
        name: "k",
        role: "admin",
        sessionId: null,
        address,
      } as const;
    }
    if (describe(operationId)?.anonymous === "never") {
      throw new AppError("unauthenticated", "A credential is needed");
    }
    const nobody = { id: null, name: null, role: null, sessionId: null };
    return { kind: "anonymous", ...nobody, address } as const;
  };
  return { describe, authorize, ...more };
}

export interface RunningServer {
  readonly server: HttpServer;
  readonly baseUrl: string;
  readonly socketUrl: string;
}

/** A server on a free loopback port, open to everybody unless `options.access` says otherwise. */
export async function startServer(
  options: Partial<HttpServerOptions> & {
    readonly routes?: readonly Route[];
    readonly sockets?: readonly SocketRoute[];
  },
): Promise<RunningServer> {
  const named = [...(options.routes ?? []), ...(options.sockets ?? [])];
  const open = Object.fromEntries(
    named.map((r) => [r.operationId, { anonymous: "always" as const }]),
  );
  const server = await createHttpServer({
    routes: [],
    sockets: [],
    access: keyAccess(open),
    log: createLog("silent"),
    clock: systemClock,
    version: "1.2.3",
    consoleDirectory: null,
    corsOrigins: [],
    rateLimitPerMinute: 0,
    trustProxy: [],
    strictTransport: false,
    loadRedoc: null,
    checkResponses: true,
    ...options,
  });
  const { port } = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    server,
    baseUrl: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}`,
  };
}

/** A GET route that answers with `body`. */
export function getRoute(path: string, body: unknown, more: Partial<Route> = {}): Route {
  const operationId = more.operationId ?? `get${path.replace(/\W/g, "_")}`;
  const base = { method: "GET", path, tag: "test", summary: "Test" } as const;
  return defineRoute({ ...base, ...(more as object), operationId, handle: () => ({ body }) });
}
