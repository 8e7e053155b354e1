import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Answers an upgrade request with a plain HTTP refusal and closes the connection. */
export function refuseUpgrade(
  socket: Duplex,
  refusal: {
    readonly status: number;
    readonly body: { readonly detail: unknown };
    readonly headers?: Readonly<Record<string, string>>;
  },
): void {
  if (socket.destroyed || !socket.writable) return;
  const body = JSON.stringify(refusal.body);
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
    ...refusal.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? "Refused"}`;
  socket.end([status, ...lines, "", body].join("\r\n"));
}
