import { BlockList, isIP } from "node:net";
import { AppError } from "../base/index.ts";

/** The parts of a request that say who is connected and what a proxy adds. */
export interface Connection {
  readonly remoteAddress: string | undefined;
  readonly encrypted: boolean;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface ClientLocation {
  /** Address of the client, without an IPv4-in-IPv6 prefix. */
  readonly address: string;
  /** Scheme and host the client used, without a trailing slash. */
  readonly baseUrl: string;
}

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};
const HOST_PATTERN = /^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Reads the client's address. `X-Forwarded-*` headers are believed only when the connection comes
 * from a listed proxy; of the forwarded chain the last address that is no proxy counts, since
 * everything left of it was written by the client (RFC 7239, section 8.1).
 *
 * @param trusted addresses, networks (`10.0.0.0/8`), `loopback` or `private`
 * @throws AppError `invalid` for an entry that is none of these
 */
export function createClientLocator(
  trusted: readonly string[],
): (connection: Connection) => ClientLocation {
  const proxies = trustedProxies(trusted);
  return (connection) => {
    const peer = plainAddress(connection.remoteAddress ?? "");
    const behindProxy = isListed(proxies, peer);
    const host = behindProxy ? first(connection.headers["x-forwarded-host"]) : undefined;
    const scheme = behindProxy ? first(connection.headers["x-forwarded-proto"]) : undefined;
    return {
      address: behindProxy ? forwardedAddress(connection, proxies, peer) : peer,
      baseUrl: baseUrl(host ?? single(connection.headers["host"]), scheme, connection.encrypted),
    };
  };
}

function trustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address);
    const prefix = bits === undefined ? (family === 6 ? 128 : 32) : Number(bits);
    const longest = family === 6 ? 128 : 32;
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) {
      throw new AppError(
        "invalid",
        `Cannot trust proxy "${entry}", expected an address or network`,
      );
    }
    list.addSubnet(address, prefix, family === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}

function forwardedAddress(connection: Connection, proxies: BlockList, peer: string): string {
  const chain = [connection.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  let nearest = peer;
  for (const hop of chain.map((text) => plainAddress(text.trim())).reverse()) {
    if (isIP(hop) === 0) return nearest;
    nearest = hop;
    if (!isListed(proxies, hop)) return hop;
  }
  return nearest;
}

function plainAddress(address: string): string {
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

function baseUrl(host: string | undefined, scheme: string | undefined, encrypted: boolean): string {
  const secure = scheme === undefined ? encrypted : scheme === "https" || scheme === "wss";
  const safe = host !== undefined && HOST_PATTERN.test(host) ? host : "localhost";
  return `${secure ? "https" : "http"}://${safe}`;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return single(value)?.split(",")[0]?.trim();
}
