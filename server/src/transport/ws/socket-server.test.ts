import { once } from "node:events";
import { connect } from "node:net";
import type { LiveSocket, SocketRoute } from "@whereabouts/contracts";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { AppError } from "../../base/index.ts";
import { keyAccess, startServer, type RunningServer } from "../testing.ts";
import { frameMessage } from "./shared-frame.ts";

const running: RunningServer[] = [];
const clients: WebSocket[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await Promise.all(running.splice(0).map(({ server }) => server.close(0)));
});

async function start(options: Parameters<typeof startServer>[0]): Promise<RunningServer> {
  const started = await startServer(options);
  running.push(started);
  return started;
}

function socketRoute(open: SocketRoute["open"], more: Partial<SocketRoute> = {}): SocketRoute {
  return {
    operationId: "feed",
    path: "/api/v1/feed/:id",
    tag: "t",
    summary: "Feed",
    open,
    ...more,
  };
}

function dial(
  url: string,
  protocols: string[] = [],
  headers: Record<string, string> = {},
): WebSocket {
  const client = new WebSocket(url, protocols, { headers });
  clients.push(client);
  return client;
}

/** The status and body of a refused upgrade. */
async function refusal(client: WebSocket): Promise<{ status: number; detail: string }> {
  client.on("error", () => {});
  const [, response] = await once(client, "unexpected-response");
  let body = "";
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, detail: JSON.parse(body).detail };
}

const echo = socketRoute((socket) => {
  socket.onMessage((data) => {
    if (typeof data === "string") socket.sendText(`echo ${data}`);
    else socket.sendBytes(data);
  });
});

describe("sockets", () => {
  test("carry text and bytes both ways, with the path's parameters", async () => {
    const route = socketRoute(async (socket, request) => {
      // A handler that comes late still gets what was sent before.
      await Promise.resolve();
      socket.onMessage((data) => socket.sendText(`${request.params["id"]} ${data}`));
    });
    const { socketUrl } = await start({ sockets: [route] });
    const client = dial(`${socketUrl}/api/v1/feed/c%2009`);
    client.on("open", () => client.send("hello"));
    const [data] = await once(client, "message");
    expect(String(data)).toBe("c 09 hello");
  });

  test("are refused before the upgrade without a credential, and on unknown paths", async () => {
    const { socketUrl } = await start({ sockets: [echo], access: keyAccess({ feed: {} }) });
    expect(await refusal(dial(`${socketUrl}/api/v1/feed/1`))).toEqual({
      status: 401,
      detail: "A credential is needed",
    });
    expect((await refusal(dial(`${socketUrl}/api/v1/other`))).status).toBe(403);
  });

  test("take a token by query, key or subprotocol, and never send it back", async () => {
    const { socketUrl } = await start({ sockets: [echo], access: keyAccess({ feed: {} }) });
    const url = `${socketUrl}/api/v1/feed/1`;
    for (const client of [dial(`${url}?token=right`), dial(`${url}?api_key=right`)]) {
      await once(client, "open");
    }
    const browser = dial(url, ["bearer", "right"]);
    await once(browser, "open");
    expect(browser.protocol).toBe("bearer");
  });

  test("are closed to foreign pages without a credential", async () => {
    const { socketUrl } = await start({ sockets: [echo], corsOrigins: ["http://ok.test"] });
    const url = `${socketUrl}/api/v1/feed/1`;
    expect((await refusal(dial(url, [], { origin: "http://evil.test" }))).status).toBe(403);
    await once(dial(url, [], { origin: "http://ok.test" }), "open");
    await once(dial(url, [], { origin: socketUrl.replace("ws:", "http:") }), "open");
  });

  test("may refuse in their family's words after the upgrade", async () => {
    const refuse = () => ({ text: '{"error":"invalid_api_key"}', closeCode: 1008 });
    const route = socketRoute(() => {}, { refuse });
    const { socketUrl } = await start({ sockets: [route], access: keyAccess({ feed: {} }) });
    const client = dial(`${socketUrl}/api/v1/feed/1`);
    const closed = once(client, "close");
    const [data] = await once(client, "message");
    expect(String(data)).toBe('{"error":"invalid_api_key"}');
    expect((await closed)[0]).toBe(1008);
  });

  test("are limited per address", async () => {
    const { socketUrl, server } = await start({ sockets: [echo], socketsPerAddress: 2 });
    const url = `${socketUrl}/api/v1/feed/1`;
    const first = dial(url);
    await Promise.all([once(first, "open"), once(dial(url), "open")]);
    expect((await refusal(dial(url))).status).toBe(429);
    first.close();
    await vi.waitFor(() => expect(server.stats().sockets.open).toBe(1));
    await once(dial(url), "open");
  });

  test("cut off a message above the limit, and nobody else", async () => {
    const route = { ...echo, messageLimitBytes: 100 };
    const { socketUrl } = await start({ sockets: [route] });
    const [greedy, modest] = [
      dial(`${socketUrl}/api/v1/feed/1`),
      dial(`${socketUrl}/api/v1/feed/2`),
    ];
    await Promise.all([once(greedy, "open"), once(modest, "open")]);
    greedy.send("x".repeat(101));
    expect((await once(greedy, "close"))[0]).toBe(1009);
    modest.send("fine");
    expect(String((await once(modest, "message"))[0])).toBe("echo fine");
  });

  test("tell an operating error and close when opening fails", async () => {
    const route = socketRoute(() => {
      throw new AppError("not-found", "Camera not found");
    });
    const { socketUrl } = await start({ sockets: [route] });
    const client = dial(`${socketUrl}/api/v1/feed/1`);
    const closed = once(client, "close");
    expect(JSON.parse(String((await once(client, "message"))[0]))).toEqual({
      type: "error",
      detail: "Camera not found",
    });
    expect((await closed)[0]).toBe(1011);
  });

  test("end with 1001 when the server stops, and abort their request", async () => {
    const aborted = vi.fn();
    const route = socketRoute((_socket, { signal }) => signal.addEventListener("abort", aborted));
    const started = await startServer({ sockets: [route] });
    const client = dial(`${started.socketUrl}/api/v1/feed/1`);
    await once(client, "open");
    const closed = once(client, "close");
    await started.server.close(1000);
    expect((await closed)[0]).toBe(1001);
    expect(aborted).toHaveBeenCalledOnce();
  });

  test("are closed soon after their caller's key or session has ended", async () => {
    let holds = true;
    const access = keyAccess({ feed: {} }, { stillHolds: async () => holds });
    const { socketUrl } = await start({ sockets: [echo], access, heartbeatMs: 1000 });
    const client = dial(`${socketUrl}/api/v1/feed/1?token=right`);
    await once(client, "open");
    await once(client, "ping");
    expect(client.readyState).toBe(WebSocket.OPEN);
    holds = false;
    expect((await once(client, "close"))[0]).toBe(1008);
  });

  test("are cut when their client stops answering", async () => {
    const { socketUrl, server } = await start({ sockets: [echo], heartbeatMs: 20 });
    const client = new WebSocket(`${socketUrl}/api/v1/feed/1`, { autoPong: false });
    clients.push(client);
    await once(client, "open");
    await once(client, "close");
    expect(server.stats().sockets.timedOut).toBe(1);
  });

  test("do not fall to a client that hangs up during the upgrade", async () => {
    const { socketUrl } = await start({ sockets: [echo] });
    const { port, hostname } = new URL(socketUrl);
    const raw = connect(Number(port), hostname);
    raw.write(
      "GET /api/v1/feed/1 HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    );
    raw.destroy();
    const client = dial(`${socketUrl}/api/v1/feed/1`);
    await once(client, "open");
  });
});

describe("shared frames", () => {
  test("reach every viewer as an ordinary client reads them, whatever the size", async () => {
    const viewers: LiveSocket[] = [];
    const route = socketRoute((socket) => void viewers.push(socket));
    const { socketUrl } = await start({ sockets: [route] });
    const url = `${socketUrl}/api/v1/feed/1`;
    const readers = [dial(url), dial(url)];
    await Promise.all(readers.map((client) => once(client, "open")));
    await vi.waitFor(() => expect(viewers).toHaveLength(2));
    const messages = [
      "",
      "a",
      "é".repeat(100),
      "x".repeat(125),
      "x".repeat(126),
      "x".repeat(65_535),
      "x".repeat(65_536),
    ];
    const received = readers.map((reader) => {
      const texts: string[] = [];
      reader.on("message", (data) => texts.push(String(data)));
      return texts;
    });
    for (const data of messages) {
      const message = { data };
      for (const viewer of viewers) viewer.sendShared(message);
    }
    const bytes = { data: Buffer.from([1, 2, 3]) };
    await vi.waitFor(() => expect(received).toEqual([messages, messages]));
    const next = once(readers[0]!, "message");
    viewers[0]?.sendShared(bytes);
    const [data, isBinary] = await next;
    expect([data, isBinary]).toEqual([Buffer.from([1, 2, 3]), true]);
  });

  test("announce exactly their payload", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (payload) => {
        const frame = frameMessage(payload);
        expect(frame[0]).toBe(0x82);
        const code = frame[1]!;
        const at = code < 126 ? 2 : code === 126 ? 4 : 10;
        const size =
          code < 126
            ? code
            : code === 126
              ? frame.readUInt16BE(2)
              : Number(frame.readBigUInt64BE(2));
        expect(size).toBe(payload.length);
        expect(frame.subarray(at).equals(payload)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
