import type { IncomingMessage } from "node:http";
import type { Caller, Route } from "@whereabouts/contracts";
import type { ClientLocation } from "../client-address.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is connected, after `TRUST_PROXY` was applied. */
    client: ClientLocation;
    /** Set by the access check; anonymous until then. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** The route as data; absent on the server's own pages and on unknown paths. */
    route?: Route;
  }
}

/** Calls that came in through the second listener. */
const trackingRequests = new WeakSet<IncomingMessage>();

export function markTrackingListener(request: IncomingMessage): void {
  trackingRequests.add(request);
}

export function listenerOf(request: IncomingMessage): "main" | "tracking" {
  return trackingRequests.has(request) ? "tracking" : "main";
}

export function anonymousCaller(address: string): Caller {
  return { kind: "anonymous", id: null, name: null, role: null, sessionId: null, address };
}
