/** The yardstick for delay: `ws` and nothing else sends each message straight back. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await once(server, "listening");
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: (server.address() as AddressInfo).port });
