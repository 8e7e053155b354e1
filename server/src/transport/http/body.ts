import { finished } from "node:stream/promises";
import type { Readable } from "node:stream";
import multipart from "@fastify/multipart";
import type { MultipartPart, Route } from "@whereabouts/contracts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../base/index.ts";

export type BodyKind = NonNullable<Route["bodyKind"]>;
export const BODY_LIMIT_BYTES = 1024 * 1024;

/** Fields and files one multipart body may hold. */
const MULTIPART_LIMITS = {
  fields: 50,
  fieldSize: 64 * 1024,
  files: 10,
  parts: 60,
  headerPairs: 50,
};

/**
 * Installs how bodies of one kind are read in a scope of routes. Each kind gets its own scope, so
 * that one route's leniency never reaches another.
 */
export async function addBodyParser(scope: FastifyInstance, kind: BodyKind): Promise<void> {
  scope.removeAllContentTypeParsers();
  if (kind === "multipart") {
    await scope.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: true });
    // What is no multipart body reaches the handler, which says so in its family's words.
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  } else if (kind === "stream") {
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  } else if (kind === "binary") {
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
  } else {
    if (kind === "form") {
      const limits = { ...MULTIPART_LIMITS, files: 0 };
      await scope.register(multipart, { limits, attachFieldsToBody: "keyValues" });
    }
    const parse = kind === "form" ? parseForm : createJsonParser(scope);
    scope.addContentTypeParser("*", { parseAs: "string" }, (request, body, done) =>
      parse(request, body as string, done),
    );
  }
}

type Done = (error: Error | null, body?: unknown) => void;

/**
 * JSON as the families' clients send it: without a content type, or with one and an empty body.
 * Text that calls itself something else stays text, and fails its schema.
 */
function createJsonParser(scope: FastifyInstance) {
  const parseSafely = scope.getDefaultJsonParser("remove", "remove");
  return (request: FastifyRequest, text: string, done: Done): void => {
    if (text === "") return done(null, undefined);
    if (!isJson(request.headers["content-type"])) return done(null, text);
    parseSafely(request, text, (error, body) =>
      error ? done(malformedJson(error)) : done(null, body),
    );
  };
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType === "") return true;
  const essence = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return essence === "application/json" || essence.endsWith("+json");
}

function malformedJson(error: Error): AppError {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const reason = error.message.split(/, "| in JSON/)[0] ?? "";
  return new AppError("invalid", "Body is not valid JSON", {
    details: [
      {
        type: "json_invalid",
        loc: ["body", Number(position ?? 0)],
        msg: "JSON decode error",
        input: {},
        ctx: { error: reason.slice(0, 100) },
      },
    ],
  });
}

function parseForm(_request: FastifyRequest, text: string, done: Done): void {
  done(null, Object.fromEntries(new URLSearchParams(text)));
}

/**
 * Parts of a multipart body in order. A file must be consumed before the next part comes; what a
 * handler leaves unread is discarded.
 *
 * @throws AppError `unsupported` when the body is no multipart body, `too-large` past a limit
 */
export async function* readParts(request: FastifyRequest): AsyncGenerator<MultipartPart> {
  if (!request.isMultipart()) {
    throw new AppError("unsupported", "Content type must be multipart/form-data");
  }
  const fileSize = request.routeOptions.bodyLimit;
  const files = request.routeOptions.config.route?.filesMax ?? MULTIPART_LIMITS.files;
  const limits = { ...MULTIPART_LIMITS, fileSize, files, parts: MULTIPART_LIMITS.fields + files };
  for await (const part of request.parts({ limits })) {
    if (part.type === "field") {
      yield { kind: "field", name: part.fieldname, value: String(part.value) };
      continue;
    }
    yield {
      kind: "file",
      name: part.fieldname,
      filename: part.filename,
      contentType: part.mimetype,
      stream: part.file,
    };
    await discardRest(part.file);
  }
}

async function discardRest(file: Readable): Promise<void> {
  if (file.readableEnded || file.destroyed) return;
  file.resume();
  await finished(file);
}

/** A request body as a stream that fails once more than `limitBytes` have come. */
export async function* limitBytes(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let seenBytes = 0;
  for await (const chunk of source) {
    seenBytes += chunk.byteLength;
    if (seenBytes > limitBytes) {
      throw new AppError("too-large", `Body exceeds ${limitBytes} bytes`);
    }
    yield chunk;
  }
}
