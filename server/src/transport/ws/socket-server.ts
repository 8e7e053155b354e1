import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { AccessPort, Caller, RouteRequest, SocketRoute } from "@whereabouts/contracts";
import { WebSocket, WebSocketServer } from "ws";
import { AppError, assert, type Log } from "../../base/index.ts";
import type { ClientLocation, Connection } from "../client-address.ts";
import { readSocketCredentials } from "../credentials.ts";
import { renderError } from "../errors.ts";
import { compilePath, type PathPattern } from "../path-pattern.ts";
import { OpenSocket } from "./live-socket.ts";
import { refuseUpgrade } from "./refusal.ts";

export interface SocketServerOptions {
  readonly sockets: readonly SocketRoute[];
  readonly access: AccessPort;
  readonly log: Log;
  readonly locate: (connection: Connection) => ClientLocation;
  readonly limiter: { take(address: string): { readonly allowed: boolean } };
  readonly isOriginAllowed: (origin: string) => boolean;
  /** Sockets one address may hold open. Default 200. */
  readonly socketsPerAddress?: number;
  /** Between two pings, ms; a peer silent for one whole interval is cut. Default 30 s. */
  readonly heartbeatMs?: number;
}

export interface SocketStats {
  readonly open: number;
  readonly opened: number;
  readonly refused: number;
  /** Cut because they did not answer a ping. */
  readonly timedOut: number;
  readonly bufferedBytes: number;
}

interface ServedSocket {
  readonly route: SocketRoute;
  readonly patterns: readonly PathPattern[];
  readonly server: WebSocketServer;
}

/** What is known of an open socket. */
interface Watched {
  readonly caller: Caller;
  readonly route: SocketRoute;
  /** Whether anything was heard of the peer since the last heartbeat. */
  heard: boolean;
}

const MESSAGE_LIMIT_BYTES = 64 * 1024;
const SOCKETS_PER_ADDRESS = 200;
const HEARTBEAT_MS = 30_000;
const GOING_AWAY = 1001;
const POLICY = 1008;
const INTERNAL = 1011;

/**
 * Serves socket routes on HTTP servers: finds the route, identifies the caller before the upgrade,
 * limits sockets per address and message size, pings, and never compresses (compression costs ten
 * times the send itself).
 */
export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #served: readonly ServedSocket[];
  readonly #open = new Map<WebSocket, Watched>();
  /** Open sockets by address, and by group and address for routes with a limit of their own. */
  readonly #counts = new Map<string, number>();
  readonly #timers: readonly NodeJS.Timeout[];
  #opened = 0;
  #refused = 0;
  #timedOut = 0;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.#served = options.sockets.map((route) => serve(route, options.access));
    const often = Map.groupBy(options.sockets, ({ pingEveryMs }) => pingEveryMs);
    this.#timers = [
      setInterval(() => this.#beat(), options.heartbeatMs ?? HEARTBEAT_MS),
      ...[...often.keys()]
        .filter((everyMs) => everyMs !== undefined)
        .map((everyMs) => setInterval(() => this.#pingOften(everyMs), everyMs)),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  attach(server: Server, listener: "main" | "tracking"): void {
    server.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      void this.#upgrade(request, socket, head, listener);
    });
  }

  stats(): SocketStats {
    let bufferedBytes = 0;
    for (const socket of this.#open.keys()) bufferedBytes += socket.bufferedAmount;
    return {
      open: this.#open.size,
      opened: this.#opened,
      refused: this.#refused,
      timedOut: this.#timedOut,
      bufferedBytes,
    };
  }

  /** Tells every client to come back later, and cuts those that do not answer within `graceMs`. */
  async close(graceMs: number): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const open = [...this.#open.keys()];
    const closed = open.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of open) socket.close(GOING_AWAY, "Server is stopping");
    for (const served of this.#served) served.server.close();
    const cut = setTimeout(() => {
      for (const socket of open) socket.terminate();
    }, graceMs);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  async #upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    listener: "main" | "tracking",
  ): Promise<void> {
    const { headers } = request;
    const client = this.#options.locate({
      remoteAddress: request.socket.remoteAddress,
      encrypted: "encrypted" in request.socket,
      headers,
    });
    let served: ServedSocket | undefined;
    try {
      const url = parseUrl(request.url);
      const found = this.#find(url.pathname);
      served = found.served;
      const query = Object.fromEntries(url.searchParams);
      const caller = await this.#admit(served.route, request, query, client);
      const parsedQuery = parseQuery(served.route, query);
      this.#accept(
        served,
        { request, socket, head, address: client.address },
        {
          params: found.params,
          query: parsedQuery as never,
          body: undefined,
          headers,
          caller,
          signal: new AbortController().signal,
          baseUrl: client.baseUrl,
          listener,
        },
      );
    } catch (error) {
      this.#refuse(error, { request, socket, head, address: client.address }, served);
    }
  }

  #find(path: string): { served: ServedSocket; params: Readonly<Record<string, string>> } {
    for (const served of this.#served) {
      for (const pattern of served.patterns) {
        const params = pattern.match(path);
        if (params !== null) return { served, params };
      }
    }
    // The families' clients know 403 for a socket that does not exist (hotel contract, 3).
    throw new AppError("forbidden", "No socket is served at this path");
  }

  async #admit(
    route: SocketRoute,
    request: IncomingMessage,
    query: Readonly<Record<string, string>>,
    client: ClientLocation,
  ): Promise<Caller> {
    this.#assertRoom(route, client.address);
    if (route.ownLimit === undefined && !this.#options.limiter.take(client.address).allowed) {
      throw new AppError("rate-limited", "Rate limit exceeded");
    }
    const credentials = readSocketCredentials(request.headers, query, client.address);
    const caller = await this.#options.access.authorize(route.operationId, credentials);
    const { origin } = request.headers;
    const foreign = origin !== undefined && !this.#isOwnOrigin(origin, client);
    if (foreign && route.anyOrigin !== true && caller.kind === "anonymous") {
      throw new AppError("forbidden", "Sockets from this origin need a credential");
    }
    return caller;
  }

  /** @throws AppError `rate-limited` */
  #assertRoom(route: SocketRoute, address: string): void {
    const shared = this.#options.socketsPerAddress ?? SOCKETS_PER_ADDRESS;
    const limit = route.ownLimit?.socketsPerAddress ?? shared;
    if ((this.#counts.get(countKey(route, address)) ?? 0) < limit) return;
    throw new AppError("rate-limited", `An address may hold ${limit} sockets open`);
  }

  #isOwnOrigin(origin: string, client: ClientLocation): boolean {
    const host = origin.replace(/^\w+:\/\//, "");
    return (
      host === client.baseUrl.replace(/^\w+:\/\//, "") || this.#options.isOriginAllowed(origin)
    );
  }

  #accept(served: ServedSocket, upgrade: Upgrade, request: SocketRequest): void {
    // Again, since many may have come while this one's credential was looked at.
    this.#assertRoom(served.route, upgrade.address);
    served.server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (socket) => {
      this.#watch(socket, served.route, request.caller);
      const gone = new AbortController();
      socket.once("close", () => gone.abort(new Error("Client went away")));
      void this.#handOver(served.route, socket, { ...request, signal: gone.signal });
    });
  }

  async #handOver(route: SocketRoute, socket: WebSocket, request: SocketRequest): Promise<void> {
    try {
      await route.open(new OpenSocket(socket), request);
    } catch (error) {
      const rendered = renderError(error);
      const { operationId } = route;
      if (rendered.unexpected)
        this.#options.log.error({ err: error, operationId }, "Socket failed");
      const text = rendered.unexpected ? "Internal Server Error" : String(rendered.body.detail);
      socket.send(JSON.stringify({ type: "error", detail: text }));
      socket.close(INTERNAL);
    }
  }

  #watch(socket: WebSocket, route: SocketRoute, caller: Caller): void {
    const key = countKey(route, caller.address);
    const watched: Watched = { caller, route, heard: true };
    this.#opened++;
    this.#open.set(socket, watched);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    const hear = (): void => void (watched.heard = true);
    socket.on("pong", hear);
    socket.on("message", hear);
    // Broken frames and oversized messages: the library answers and closes, "close" follows.
    socket.on("error", (error) => this.#options.log.debug({ err: error }, "Socket broke"));
    socket.once("close", () => {
      this.#open.delete(socket);
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    });
  }

  #refuse(error: unknown, upgrade: Upgrade, served: ServedSocket | undefined): void {
    this.#refused++;
    const rendered = renderError(error);
    if (rendered.unexpected) this.#options.log.error({ err: error }, "Upgrade failed");
    const detail = String(rendered.body.detail);
    const farewell = served?.route.refuse?.({ status: rendered.status, detail }) ?? null;
    if (served === undefined || farewell === null) {
      refuseUpgrade(upgrade.socket, rendered);
      return;
    }
    served.server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (socket) => {
      socket.on("error", () => socket.terminate());
      socket.send(farewell.text);
      socket.close(farewell.closeCode);
    });
  }

  #beat(): void {
    this.#ping();
    void this.#dropEnded();
  }

  /** Closes the sockets of callers whose session or key has ended; each is asked about once. */
  async #dropEnded(): Promise<void> {
    const { access, log } = this.#options;
    if (access.stillHolds === undefined) return;
    const groups = Map.groupBy(this.#open, ([, { caller }]) => caller.sessionId ?? caller.id);
    for (const [id, group] of groups) {
      const caller = group[0]?.[1].caller;
      if (id === null || caller === undefined) continue;
      try {
        if (await access.stillHolds(caller)) continue;
      } catch (error) {
        log.warn({ err: error }, "Open sockets cannot be checked");
        return;
      }
      for (const [socket] of group) socket.close(POLICY, "Session has ended");
    }
  }

  #ping(): void {
    for (const [socket, watched] of this.#open) {
      if (!watched.heard) {
        this.#timedOut++;
        socket.terminate();
        continue;
      }
      watched.heard = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }
  }

  #pingOften(everyMs: number): void {
    for (const [socket, { route }] of this.#open) {
      if (route.pingEveryMs === everyMs && socket.readyState === WebSocket.OPEN) socket.ping();
    }
  }
}

/** A blank parts group and address, since no address holds one. */
function countKey(route: SocketRoute, address: string): string {
  return route.ownLimit === undefined ? address : `${route.ownLimit.group} ${address}`;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly address: string;
}

type SocketRequest = RouteRequest<Readonly<Record<string, string>>, never, undefined>;

function serve(route: SocketRoute, access: AccessPort): ServedSocket {
  const { operationId } = route;
  assert(access.describe(operationId), "socket has an access rule", { operationId });
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: route.messageLimitBytes ?? MESSAGE_LIMIT_BYTES,
    // Only the scheme is echoed, so that the token does not travel back.
    handleProtocols: (offered) => (offered.has("bearer") ? "bearer" : ([...offered][0] ?? false)),
  });
  const patterns = [route.path, ...(route.aliases ?? [])].map(compilePath);
  return { route, patterns, server };
}

function parseUrl(url: string | undefined): URL {
  try {
    return new URL(url ?? "/", "http://localhost");
  } catch {
    throw new AppError("bad-request", "Request URL cannot be parsed");
  }
}

function parseQuery(route: SocketRoute, query: Readonly<Record<string, string>>): unknown {
  if (route.query === undefined) return query;
  const parsed = route.query.safeParse(query);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new AppError("bad-request", `Query parameter "${field}" is not valid`);
}
