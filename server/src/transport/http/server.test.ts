import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { defineRoute, type MultipartPart, type Route } from "@whereabouts/contracts";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../base/index.ts";
import { getRoute, keyAccess, startServer, type RunningServer } from "../testing.ts";

const running: RunningServer[] = [];
const folders: string[] = [];

async function start(options: Parameters<typeof startServer>[0]): Promise<RunningServer> {
  const started = await startServer(options);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ server }) => server.close(0)));
  await Promise.all(folders.splice(0).map((path) => rm(path, { recursive: true })));
});

const base = { tag: "test", summary: "Test" } as const;
const echo = defineRoute({
  ...base,
  operationId: "echo",
  method: "POST",
  path: "/api/v1/echo/:id",
  params: z.object({ id: z.string() }),
  query: z.object({ n: z.coerce.number().int().min(1).optional() }),
  body: z.object({ name: z.string(), size: z.number().min(1).optional() }),
  handle: ({ params, query, body }) => ({ body: { ...params, ...query, ...body } }),
});

function post(url: string, body: string | undefined, headers: Record<string, string> = {}) {
  const init = body === undefined ? {} : { body: Buffer.from(body) };
  return fetch(url, { method: "POST", headers, ...init });
}

describe("validation", () => {
  test("answers 422 naming every violated field of query and body together", async () => {
    const { baseUrl } = await start({ routes: [echo] });
    const answer = await post(`${baseUrl}/api/v1/echo/a?n=0`, '{"size":0}');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      detail: [
        {
          type: "greater_than_equal",
          loc: ["query", "n"],
          msg: "Input should be greater than or equal to 1",
          input: "0",
          ctx: { ge: 1 },
        },
        { type: "missing", loc: ["body", "name"], msg: "Field required", input: { size: 0 } },
        {
          type: "greater_than_equal",
          loc: ["body", "size"],
          msg: "Input should be greater than or equal to 1",
          input: 0,
          ctx: { ge: 1 },
        },
      ],
    });
  });

  test.each([
    ["broken JSON", '{"a":', {}, "json_invalid"],
    [
      "JSON under another type",
      '{"name":"x"}',
      { "content-type": "text/plain" },
      "model_attributes_type",
    ],
    ["no body", undefined, {}, "missing"],
    ["empty body with a type", "", { "content-type": "application/json" }, "missing"],
  ])("answers 422 to %s", async (_name, body, headers, type) => {
    const { baseUrl } = await start({ routes: [echo] });
    const answer = await post(`${baseUrl}/api/v1/echo/a`, body, headers);
    expect(answer.status).toBe(422);
    expect((await answer.json()).detail[0].type).toBe(type);
  });

  test("accepts JSON without a content type, and the last of a repeated parameter", async () => {
    const { baseUrl } = await start({ routes: [echo] });
    const answer = await post(`${baseUrl}/api/v1/echo/a?n=1&n=2`, '{"name":"x","other":1}');
    expect(await answer.json()).toEqual({ id: "a", n: 2, name: "x" });
  });

  test("accepts an empty JSON body where none is wanted", async () => {
    const route = { ...getRoute("/api/v1/act", { ok: true }), method: "POST" } as const;
    const { baseUrl } = await start({ routes: [route] });
    const headers = { "content-type": "application/json" };
    expect((await post(`${baseUrl}/api/v1/act`, "", headers)).status).toBe(200);
  });

  test("never lets a body set a prototype", async () => {
    const route = defineRoute({
      ...base,
      operationId: "any",
      method: "POST",
      path: "/api/v1/any",
      body: z.record(z.string(), z.unknown()),
      handle: ({ body }) => ({ body: { keys: Object.keys(body) } }),
    });
    const { baseUrl } = await start({ routes: [route] });
    const answer = await post(`${baseUrl}/api/v1/any`, '{"__proto__":{"x":1},"a":1}');
    expect(await answer.json()).toEqual({ keys: ["a"] });
  });

  test("does not echo what looks like a secret", async () => {
    const route = defineRoute({
      ...base,
      operationId: "secret",
      method: "POST",
      path: "/api/v1/secret",
      body: z.object({ password: z.string().min(8), name: z.string() }),
      handle: () => ({}),
    });
    const { baseUrl } = await start({ routes: [route] });
    const answer = await post(`${baseUrl}/api/v1/secret`, '{"password":"hunter2"}');
    expect(await answer.text()).not.toContain("hunter2");
  });
});

describe("errors", () => {
  const failing = (error: unknown): Route => ({
    ...getRoute("/api/v1/fail", null),
    handle: () => {
      throw error;
    },
  });

  test("shows an operating error by its kind", async () => {
    const { baseUrl } = await start({ routes: [failing(new AppError("conflict", "Taken"))] });
    const answer = await fetch(`${baseUrl}/api/v1/fail`);
    expect([answer.status, await answer.json()]).toEqual([409, { detail: "Taken" }]);
  });

  test("hides an unexpected error behind a bare 500", async () => {
    const { baseUrl } = await start({ routes: [failing(new Error("select * from secrets"))] });
    const answer = await fetch(`${baseUrl}/api/v1/fail`);
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { detail: "Internal Server Error" },
    ]);
  });

  test("answers 404 to unknown paths and 405 with the methods to wrong ones", async () => {
    const { baseUrl } = await start({ routes: [echo] });
    const unknown = await fetch(`${baseUrl}/api/v1/nothing`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { detail: "Not Found" }]);
    const wrong = await fetch(`${baseUrl}/api/v1/echo/a`);
    expect([wrong.status, await wrong.json()]).toEqual([405, { detail: "Method Not Allowed" }]);
    expect(wrong.headers.get("allow")).toBe("POST");
  });

  test("answers 400 to a path that cannot be decoded", async () => {
    const { baseUrl } = await start({ routes: [echo] });
    expect((await fetch(`${baseUrl}/api/v1/%zz`)).status).toBeLessThan(500);
  });

  test("answers 413 past the route's limit", async () => {
    const { baseUrl } = await start({ routes: [{ ...echo, bodyLimitBytes: 100 }] });
    const answer = await post(
      `${baseUrl}/api/v1/echo/a`,
      JSON.stringify({ name: "x".repeat(200) }),
    );
    expect([answer.status, await answer.json()]).toEqual([
      413,
      { detail: "Request body is too large" },
    ]);
  });

  test("refuses to start with a route that has no access rule", async () => {
    await expect(start({ routes: [echo], access: keyAccess({}) })).rejects.toThrow(/access rule/);
  });
});

describe("credentials", () => {
  test("refuses before reading the body, with a challenge", async () => {
    const { baseUrl } = await start({ routes: [echo], access: keyAccess({ echo: {} }) });
    const answer = await post(`${baseUrl}/api/v1/echo/a`, "{broken");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("parses the body first where the contract says so", async () => {
    const access = keyAccess({ echo: { bodyFirst: true } });
    const { baseUrl } = await start({ routes: [echo], access });
    expect((await post(`${baseUrl}/api/v1/echo/a`, "{broken")).status).toBe(422);
    expect((await post(`${baseUrl}/api/v1/echo/a`, "{}")).status).toBe(401);
  });

  test("keeps foreign pages from writing where only the demo mode is open", async () => {
    const access = keyAccess({ echo: { anonymous: "demo" } });
    const { baseUrl } = await start({ routes: [echo], access, corsOrigins: ["http://ok.test"] });
    const send = (origin: string) => post(`${baseUrl}/api/v1/echo/a`, '{"name":"x"}', { origin });
    expect((await send("http://evil.test")).status).toBe(403);
    expect((await send("http://ok.test")).status).toBe(200);
    expect((await send(baseUrl)).status).toBe(200);
  });
});

describe("rate limit", () => {
  test("counts calls per address, and spares machines with a credential", async () => {
    const ingest = getRoute("/api/v1/ingest", {}, { operationId: "ingest", rateLimit: "failures" });
    const list = getRoute("/api/v1/list", {}, { operationId: "list" });
    const access = keyAccess({ ingest: {}, list: { anonymous: "always" } });
    const routes = [ingest, list];
    const { baseUrl, server } = await start({ routes, access, rateLimitPerMinute: 2 });
    const headers = { "x-api-key": "right" };
    for (let call = 0; call < 5; call++) {
      expect((await fetch(`${baseUrl}/api/v1/ingest`, { headers })).status).toBe(200);
    }
    expect((await fetch(`${baseUrl}/api/v1/list`)).headers.get("x-ratelimit-remaining")).toBe("1");
    expect((await fetch(`${baseUrl}/api/v1/ingest`)).status).toBe(401);
    const refused = await fetch(`${baseUrl}/api/v1/list`);
    expect(refused.status).toBe(429);
    expect((await refused.json()).detail).toMatch(/rate limit exceeded/i);
    expect((await fetch(`${baseUrl}/api/v1/ingest`)).status).toBe(429);
    expect(server.stats().rateLimited).toBe(2);
  });
});

test("guesses below /api count, documents do not", async () => {
  const { baseUrl } = await start({ rateLimitPerMinute: 1 });
  for (let call = 0; call < 3; call++) {
    expect((await fetch(`${baseUrl}/api/v1/openapi.json`)).status).toBe(200);
  }
  expect((await fetch(`${baseUrl}/api/v1/guess`)).status).toBe(404);
  expect((await fetch(`${baseUrl}/api/v1/guess`)).status).toBe(429);
});

describe("cross-origin", () => {
  const preflight = (baseUrl: string, origin: string) =>
    fetch(`${baseUrl}/api/v1/echo/a`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-api-key, x-role",
      },
    });

  test("answers preflights of known origins and refuses others in words", async () => {
    const { baseUrl } = await start({ routes: [echo], corsOrigins: ["http://app.test"] });
    const known = await preflight(baseUrl, "http://app.test");
    expect(known.status).toBe(200);
    expect(Object.fromEntries(known.headers)).toMatchObject({
      "access-control-allow-origin": "http://app.test",
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "x-api-key, x-role",
      "access-control-max-age": "600",
      vary: "Origin",
    });
    const foreign = await preflight(baseUrl, "http://evil.test");
    expect([foreign.status, await foreign.text()]).toEqual([400, "Disallowed CORS origin"]);
  });

  test("puts the headers on refusals too", async () => {
    const access = keyAccess({ echo: {} });
    const { baseUrl } = await start({ routes: [echo], access, corsOrigins: ["http://app.test"] });
    const answer = await post(`${baseUrl}/api/v1/echo/a`, "{}", { origin: "http://app.test" });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("access-control-allow-origin")).toBe("http://app.test");
  });
});

describe("bodies", () => {
  test("hands over bytes, a stream, and the parts of a form in order", async () => {
    const make = (kind: NonNullable<Route["bodyKind"]>, handle: Route["handle"]): Route =>
      ({
        ...base,
        operationId: kind,
        method: "POST",
        path: `/${kind}`,
        bodyKind: kind,
        handle,
      }) as Route;
    const count = async (stream: AsyncIterable<Uint8Array>) => {
      let bytes = 0;
      for await (const chunk of stream) bytes += chunk.byteLength;
      return bytes;
    };
    const routes = [
      make("binary", ({ body }) => ({ body: (body as Buffer).byteLength })),
      {
        ...make("stream", async ({ body }) => ({ body: await count(body) })),
        bodyLimitBytes: 5000,
      },
      make("multipart", async ({ body }) => {
        const seen: unknown[] = [];
        for await (const part of body as AsyncIterable<MultipartPart>) {
          const value = part.kind === "field" ? part.value : await count(part.stream);
          seen.push([part.name, value]);
        }
        return { body: seen };
      }),
    ];
    const { baseUrl } = await start({ routes });
    const bytes = "x".repeat(3000);
    expect(await (await post(`${baseUrl}/binary`, bytes)).json()).toBe(3000);
    expect(await (await post(`${baseUrl}/stream`, bytes)).json()).toBe(3000);
    expect((await post(`${baseUrl}/stream`, bytes.repeat(2))).status).toBe(413);
    const form = new FormData();
    form.append("name", "plan");
    form.append("file", new Blob([bytes]), "a.png");
    const answer = await fetch(`${baseUrl}/multipart`, { method: "POST", body: form });
    expect(await answer.json()).toEqual([
      ["name", "plan"],
      ["file", 3000],
    ]);
  });

  test("streams an answer with its type", async () => {
    const route = {
      ...getRoute("/file", null),
      handle: () => ({ body: Readable.from([Buffer.from("abc")]), contentType: "video/mp4" }),
    };
    const { baseUrl } = await start({ routes: [route] });
    const answer = await fetch(`${baseUrl}/file`);
    expect([answer.headers.get("content-type"), await answer.text()]).toEqual(["video/mp4", "abc"]);
  });
});

describe("documents", () => {
  test("describes every operation with its schemas and who may call it", async () => {
    const access = keyAccess({ echo: { roles: ["staff"] } });
    const { baseUrl } = await start({ routes: [echo], access });
    const document = await (await fetch(`${baseUrl}/api/v1/openapi.json`)).json();
    expect(document.openapi).toBe("3.1.0");
    const operation = document.paths["/api/v1/echo/{id}"].post;
    expect(operation["x-roles"]).toEqual(["staff"]);
    expect(operation.security).toContainEqual({ bearer: [] });
    expect(operation.requestBody.content["application/json"].schema.required).toEqual(["name"]);
    expect(operation.parameters.map((parameter: { name: string }) => parameter.name)).toEqual([
      "id",
      "n",
    ]);
  });

  test("serves Swagger UI, and ReDoc when its script can be had", async () => {
    const loadRedoc = async () => Buffer.from("/* redoc */");
    const { baseUrl } = await start({ routes: [echo], loadRedoc });
    expect((await fetch(`${baseUrl}/docs`)).status).toBe(200);
    expect(await (await fetch(`${baseUrl}/redoc`)).text()).toContain("/redoc/script.js");
    expect(await (await fetch(`${baseUrl}/redoc/script.js`)).text()).toBe("/* redoc */");
    const without = await start({ routes: [echo] });
    expect(await (await fetch(`${without.baseUrl}/redoc`)).text()).toContain("/docs");
    expect((await fetch(`${without.baseUrl}/redoc/script.js`)).status).toBe(503);
  });
});

test("a failed download of ReDoc's script is not tried again at once", async () => {
  let tries = 0;
  const loadRedoc = () => Promise.reject(new Error(`offline ${++tries}`));
  const { baseUrl } = await start({ loadRedoc });
  for (let visit = 0; visit < 3; visit++) {
    expect((await fetch(`${baseUrl}/redoc/script.js`)).status).toBe(503);
  }
  expect(tries).toBe(1);
});

describe("console", () => {
  async function builtConsole(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "console-"));
    folders.push(folder);
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<title>Console</title>");
    await writeFile(join(folder, "assets", "a.js"), "1");
    return folder;
  }

  test("serves its page to browsers and JSON to everybody else", async () => {
    const consoleDirectory = await builtConsole();
    const root = getRoute("/", { message: "hello" });
    const { baseUrl } = await start({ routes: [root], consoleDirectory });
    const html = { accept: "text/html,*/*" };
    expect(await (await fetch(baseUrl, { headers: html })).text()).toContain("Console");
    expect(await (await fetch(baseUrl)).json()).toEqual({ message: "hello" });
    expect(await (await fetch(`${baseUrl}/cameras/c09`, { headers: html })).text()).toContain(
      "Console",
    );
    expect((await fetch(`${baseUrl}/cameras/c09`)).status).toBe(404);
    expect((await fetch(`${baseUrl}/api/v1/nothing`, { headers: html })).status).toBe(404);
    const asset = await fetch(`${baseUrl}/assets/a.js`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  test.each([
    "/..%2f..%2fetc%2fpasswd.txt",
    "/%2e%2e/package.json",
    "/.env",
    "/assets/..%5c..%5ca.js",
  ])("never leaves its folder for %s", async (path) => {
    const consoleDirectory = await builtConsole();
    const { baseUrl } = await start({ consoleDirectory });
    expect((await fetch(baseUrl + path)).status).toBe(404);
  });
});

test("a taken port is said in words", async () => {
  const { baseUrl } = await start({});
  const other = await startServer({});
  running.push(other);
  const port = Number(new URL(baseUrl).port);
  const listening = other.server.listenTracking({ host: "127.0.0.1", port });
  await expect(listening).rejects.toThrow(`Cannot listen on port ${port}, it is taken`);
});

describe("second listener", () => {
  test("tells routes that the tracking dialect is wanted", async () => {
    const route = {
      ...getRoute("/health", null),
      handle: ({ listener }: { listener: string }) => ({ body: listener }),
    };
    const { baseUrl, server } = await start({ routes: [route as Route] });
    const { port } = await server.listenTracking({ host: "127.0.0.1", port: 0 });
    expect(await (await fetch(`${baseUrl}/health`)).json()).toBe("main");
    expect(await (await fetch(`http://127.0.0.1:${port}/health/`)).json()).toBe("tracking");
  });
});
