/** The yardstick for the fleet: `ws` checks each frame's signature, counts it, and does nothing else. */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

import { FLEET_SECRET } from "../harness/fleet-frames.ts";

const MAC_BYTES = 16;
const key = createSecretKey(FLEET_SECRET, "utf8");
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await once(server, "listening");

let right = 0;
let wanted = Number.POSITIVE_INFINITY;

server.on("connection", (socket) => {
  socket.on("error", () => socket.terminate());
  socket.on("message", (data: Buffer) => {
    const end = data.length - MAC_BYTES;
    const digest = createHmac("sha256", key).update(data.subarray(0, end)).digest();
    if (!timingSafeEqual(digest.subarray(0, MAC_BYTES), data.subarray(end))) return;
    right++;
    if (right === wanted) answer();
  });
});

function answer(): void {
  wanted = Number.POSITIVE_INFINITY;
  process.send?.({ cpuMs: cpuMs() });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Answers once this many more frames were right. */
process.on("message", ({ more }: { more: number }) => {
  if (more === 0) {
    right = 0;
    process.send?.({ cpuMs: cpuMs() });
  } else if (right >= more) answer();
  else wanted = more;
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: (server.address() as AddressInfo).port });
