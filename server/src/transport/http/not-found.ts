import type { Route } from "@whereabouts/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { compilePath } from "../path-pattern.ts";
import type { ConsoleFiles } from "./console-files.ts";

/**
 * Answers paths and methods no route serves: the console's page to browsers, 405 with the methods
 * that exist, else 404.
 */
export function createNotFoundHandler(routes: readonly Route[], consoleFiles: ConsoleFiles | null) {
  const known = [...methodsByPath(routes)].map(([path, methods]) => ({
    pattern: compilePath(path),
    methods,
  }));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = request.url.split("?")[0] ?? "/";
    const methods = known.filter((entry) => entry.pattern.match(path) !== null);
    if (methods.length > 0) {
      const allowed = [...new Set(methods.flatMap((entry) => entry.methods))].sort();
      return reply
        .code(405)
        .header("allow", allowed.join(", "))
        .send({ detail: "Method Not Allowed" });
    }
    if (consoleFiles !== null && (await consoleFiles.serve(request, reply))) return reply;
    return reply.code(404).send({ detail: "Not Found" });
  };
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const route of routes) {
    for (const path of [route.path, ...(route.aliases ?? [])]) {
      found.set(path, [...(found.get(path) ?? []), route.method]);
    }
  }
  return found;
}
