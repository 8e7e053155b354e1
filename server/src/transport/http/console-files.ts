import { stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { createReadStream } from "node:fs";
import type { FastifyReply, FastifyRequest } from "fastify";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
/** Paths that belong to the API whatever the console's router thinks. */
const NEVER_CONSOLE = /^\/(?:api|ws|media|health|metrics|openapi\.json)(?:\/|$)/;

/**
 * Serves the built console: its files by name, and its page for every other address a browser
 * asks for, since the console routes by itself.
 */
export class ConsoleFiles {
  readonly #directory: string;

  /** @param directory the build's output, holding `index.html` */
  constructor(directory: string) {
    this.#directory = normalize(directory);
  }

  /** Answers when the path is the console's; false leaves the reply untouched. */
  async serve(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const path = decodedPath(request.url);
    if (request.method !== "GET" || path === null || NEVER_CONSOLE.test(path)) return false;
    const wantsPage = acceptsHtml(request.headers.accept);
    if (path !== "/" && (await this.#sendFile(path, reply))) return true;
    return wantsPage && (await this.#sendFile("/index.html", reply));
  }

  async #sendFile(path: string, reply: FastifyReply): Promise<boolean> {
    const file = join(this.#directory, normalize(path));
    const type = TYPES[extname(file)];
    if (type === undefined || !file.startsWith(this.#directory + sep)) return false;
    const found = await stat(file).catch(() => null);
    if (found === null || !found.isFile()) return false;
    // Vite puts a hash of the content into the names below assets/, so they never change.
    const immutable = path.startsWith("/assets/");
    reply.header("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    reply.header("content-length", found.size).type(type);
    await reply.send(createReadStream(file));
    return true;
  }
}

export function acceptsHtml(accept: string | undefined): boolean {
  return accept?.includes("text/html") ?? false;
}

function decodedPath(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split("?")[0] ?? "/");
    return path.includes("\0") || path.split("/").some((part) => part.startsWith("."))
      ? null
      : path;
  } catch {
    return null;
  }
}
