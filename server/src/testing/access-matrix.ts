import { once } from "node:events";
import { request } from "node:http";
import { ROLES, type Role, type Route, type SocketRoute } from "@whereabouts/contracts";

/** A row of the access table, as far as the matrix needs it. */
export interface MatrixRule {
  readonly roles: readonly Role[];
  readonly open?: "always" | "demo";
  readonly hotel?: "KEY" | "OWNER" | "STAFF" | "SYSTEM";
}

/** A way to call: the headers that make the server take the caller for `who`. */
export interface MatrixCaller {
  readonly who: Role | "nobody";
  readonly how: "nothing" | "bearer token" | "key" | "shared key";
  readonly headers: Readonly<Record<string, string>>;
}

export interface MatrixOptions {
  readonly baseUrl: string;
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly table: Readonly<Record<string, MatrixRule>>;
  readonly mode: "demo" | "enforced";
  readonly callers: readonly MatrixCaller[];
}

/** One operation that admitted or refused somebody against the table. */
export interface MatrixViolation {
  readonly operationId: string;
  readonly who: string;
  readonly expected: "admitted" | 401 | 403;
  readonly status: number;
}

type Call = (headers: MatrixCaller["headers"]) => Promise<number>;

/** A uuid nobody has, in place of every path parameter. */
const NOBODY_ID = "00000000-0000-4000-8000-000000000000";
/** Ends what hangs, beyond what a busy machine needs. */
const TIMEOUT_MS = 100_000;

/**
 * Tries every route and socket as every caller over real HTTP and holds the answer against the
 * table. The body fits no schema, so nothing is changed: an unknown caller must get 401, a known
 * one who may not 403, and whoever may anything else. Operations that end the caller's own session
 * are tried last.
 */
export async function accessMatrix(options: MatrixOptions): Promise<MatrixViolation[]> {
  const { baseUrl, routes, sockets } = options;
  const violations: MatrixViolation[] = [];
  const order = [...routes].sort((a, b) => endsSession(a) - endsSession(b));
  const calls: [string, Call][] = [
    ...sockets.map((socket): [string, Call] => [
      socket.operationId,
      (headers) => trySocket(baseUrl + anyPath(socket.path), headers),
    ]),
    ...order.map((route): [string, Call] => [
      route.operationId,
      (headers) => tryRoute(baseUrl, route, headers),
    ]),
  ];
  for (const [operationId, call] of calls) {
    const tries = options.callers.map(async (caller) => {
      const status = await call(caller.headers);
      return judge({ operationId, caller, status }, options);
    });
    violations.push(...(await Promise.all(tries)).filter((violation) => violation !== null));
  }
  return violations;
}

/** Operations without a row, and rows without an operation. */
export function tableGaps(
  operations: readonly (Route | SocketRoute)[],
  table: Readonly<Record<string, MatrixRule>>,
): { readonly withoutRow: string[]; readonly withoutOperation: string[] } {
  const named = new Set(operations.map(({ operationId }) => operationId));
  return {
    withoutRow: [...named].filter((name) => !Object.hasOwn(table, name)),
    withoutOperation: Object.keys(table).filter((name) => !named.has(name)),
  };
}

function judge(
  tried: { readonly operationId: string; readonly caller: MatrixCaller; readonly status: number },
  { table, mode }: MatrixOptions,
): MatrixViolation | null {
  const { operationId, caller, status } = tried;
  const rule = table[operationId];
  const admitted = rule !== undefined && admits(rule, caller, mode);
  const expected = admitted ? "admitted" : caller.who === "nobody" ? 401 : 403;
  const refused = status === 401 || status === 403;
  if (admitted ? !refused : status === expected) return null;
  return { operationId, who: `${caller.who} by ${caller.how}`, expected, status };
}

function admits(rule: MatrixRule, { who, how }: MatrixCaller, mode: "demo" | "enforced"): boolean {
  if (rule.open === "always" || (rule.open === "demo" && mode === "demo")) return true;
  // Whoever knows the shared key passes this gate, whatever role is claimed beside it.
  if (how === "shared key" && rule.hotel === "KEY") return true;
  return ROLES.some((role) => role === who && rule.roles.includes(role));
}

async function tryRoute(
  baseUrl: string,
  route: Route,
  headers: MatrixCaller["headers"],
): Promise<number> {
  // Valid JSON, since the hotel's gates see a broken body before the key.
  const takesBody = route.method !== "GET" && route.body !== undefined;
  const response = await fetch(baseUrl + anyPath(route.path), {
    method: route.method,
    headers: { ...headers, ...(takesBody ? { "content-type": "application/json" } : {}) },
    ...(takesBody ? { body: "[]" } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.status;
}

/** @returns 101 when the upgrade was granted, else the status of the refusal */
async function trySocket(url: string, headers: MatrixCaller["headers"]): Promise<number> {
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const call = request(url, { headers: { ...headers, ...upgrade } }).end();
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const [response] = await Promise.race([
      once(call, "upgrade", { signal }),
      once(call, "response", { signal }),
    ]);
    return response.statusCode;
  } finally {
    call.destroy();
  }
}

function anyPath(path: string): string {
  return path.replace(/:[A-Za-z_]\w*/g, NOBODY_ID);
}

function endsSession(route: Route): number {
  return route.operationId === "logout" ? 1 : 0;
}
