import type { Credentials } from "@whereabouts/contracts";

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Collects what a caller showed; verifying it is the access feature's business. */
export function readCredentials(
  headers: Headers,
  query: Readonly<Record<string, unknown>>,
  address: string,
): Credentials {
  return {
    authorization: text(headers["authorization"]),
    apiKey: text(headers["x-api-key"]),
    queryApiKey: text(query["api_key"]),
    sessionToken: text(headers["x-session-token"]),
    roleHeader: text(headers["x-role"]),
    userIdHeader: text(headers["x-user-id"]),
    address,
    userAgent: text(headers["user-agent"]),
  };
}

/**
 * The same for a socket: a browser can set no header there, so the access token may come as
 * `?token=` or as the subprotocol pair `bearer, <token>`.
 */
export function readSocketCredentials(
  headers: Headers,
  query: Readonly<Record<string, unknown>>,
  address: string,
): Credentials {
  const [scheme, protocolToken] = (text(headers["sec-websocket-protocol"]) ?? "")
    .split(",")
    .map((part) => part.trim());
  const token = text(query["token"]) ?? (scheme === "bearer" ? protocolToken : undefined);
  return { ...readCredentials(headers, query, address), socketToken: token };
}

function text(value: unknown): string | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" && last !== "" ? last : undefined;
}
