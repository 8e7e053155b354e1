import { BlockList, isIP } from "node:net";

/** True for addresses and names that only this machine can reach. */
export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  const family = isIP(host);
  if (family === 0) return false;
  return LOOPBACK.check(host, family === 6 ? "ipv6" : "ipv4");
}

/** An IP address or a network in CIDR notation (RFC 4632), or undefined. */
export function parseNetwork(text: string): string | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return text;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  return bits <= (family === 4 ? 32 : 128) ? text : undefined;
}

/** A host name (RFC 1123, also `*.example.org`), an address or a network, or undefined. */
export function parseHostOrNetwork(text: string): string | undefined {
  const label = "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
  const name = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);
  if (text.includes("/") || isIP(text)) return parseNetwork(text);
  return name.test(text) ? text.toLowerCase() : undefined;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
