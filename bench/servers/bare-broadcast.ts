/** The yardstick for fan-out: `ws` and nothing else sends each message to each client. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

import { framePayload } from "../harness/frame-payload.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await once(server, "listening");

process.on("message", ({ publish }: { publish: number }) => {
  for (let index = 0; index < publish; index++) {
    const text = JSON.stringify({ type: "event", topic: "tracks.bench.c01", data: framePayload() });
    for (const client of server.clients) client.send(text);
  }
  process.send?.({});
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: (server.address() as AddressInfo).port });
