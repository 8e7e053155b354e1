import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { AppError, type Clock } from "../../base/index.ts";

export interface DocsOptions {
  /** The OpenAPI document. */
  readonly document: Record<string, unknown>;
  /** Reads ReDoc's script, fetching it on first use; null when this installation has none. */
  readonly loadRedoc: (() => Promise<Uint8Array>) | null;
  readonly clock: Clock;
}

/** After a failure nobody's visit starts another download for this long. */
const PAUSE_MS = 60_000;

const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Whereabouts API</title>
  </head>
  <body>
    <redoc spec-url="/openapi.json">
      <p>
        ReDoc is fetched once, on first use. If this text stays, it cannot be had here: the same
        document is at <a href="/docs">/docs</a> and <a href="/openapi.json">/openapi.json</a>.
      </p>
    </redoc>
    <script src="/redoc/script.js"></script>
  </body>
</html>
`;

/** The document at two addresses, Swagger UI at `/docs`, ReDoc at `/redoc`. */
export async function serveDocs(app: FastifyInstance, options: DocsOptions): Promise<void> {
  const text = JSON.stringify(options.document);
  for (const url of ["/openapi.json", "/api/v1/openapi.json"]) {
    app.get(url, (_request, reply) => reply.type("application/json; charset=utf-8").send(text));
  }
  await app.register(swagger, {
    mode: "static",
    specification: { document: options.document as never },
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    uiConfig: { validatorUrl: null, persistAuthorization: false },
  });
  app.get("/redoc", (_request, reply) => reply.type("text/html; charset=utf-8").send(REDOC_PAGE));
  const readRedoc = createRedocReader(options);
  app.get("/redoc/script.js", async (_request, reply) => {
    const script = await readRedoc();
    return reply
      .header("cache-control", "public, max-age=86400")
      .type("text/javascript; charset=utf-8")
      .send(Buffer.from(script));
  });
}

/** @throws AppError `unavailable` when the script cannot be had now */
function createRedocReader({ loadRedoc, clock }: DocsOptions): () => Promise<Uint8Array> {
  let failedAtMs = Number.NEGATIVE_INFINITY;
  const missing = (cause?: unknown) =>
    new AppError("unavailable", "ReDoc cannot be had here, the same document is at /docs", {
      cause,
    });
  return async () => {
    if (loadRedoc === null || clock.monotonicMs() - failedAtMs < PAUSE_MS) throw missing();
    try {
      return await loadRedoc();
    } catch (error) {
      failedAtMs = clock.monotonicMs();
      throw missing(error);
    }
  };
}
