import type { AccessPort, Route, SocketRoute } from "@whereabouts/contracts";
import { ErrorBody, ValidationErrorBody } from "@whereabouts/contracts";
import { z } from "zod";

type Json = Record<string, unknown>;

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly access: AccessPort;
}

const SECURITY_SCHEMES: Json = {
  bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
  apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
  apiKeyQuery: { type: "apiKey", in: "query", name: "api_key" },
  session: {
    type: "apiKey",
    in: "header",
    name: "x-session-token",
    description: "Session of a user, sent together with the API key",
  },
};
const CREDENTIALS = [{ bearer: [] }, { apiKey: [] }, { apiKeyQuery: [] }];

/**
 * The OpenAPI 3.1 document of all routes, from the same schemas that validate. Each operation
 * states who may call it: `x-roles`, and `x-anonymous` when no credential is needed.
 */
export function buildOpenApi(options: OpenApiOptions): Json {
  const components = new ComponentSchemas();
  const paths: Record<string, Json> = {};
  for (const route of options.routes) {
    for (const path of [route.path, ...(route.aliases ?? [])]) {
      const entry = (paths[toTemplate(path)] ??= {});
      const alias = path === route.path ? undefined : path;
      entry[route.method.toLowerCase()] = operation(route, alias, options.access, components);
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: options.title, version: options.version },
    paths,
    components: { schemas: components.all(), securitySchemes: SECURITY_SCHEMES },
    tags: [...new Set(options.routes.map((route) => route.tag))].sort().map((name) => ({ name })),
    "x-sockets": options.sockets.map((socket) =>
      socketOperation(socket, options.access, components),
    ),
  };
}

function operation(
  route: Route,
  alias: string | undefined,
  access: AccessPort,
  components: ComponentSchemas,
): Json {
  const suffix = alias === undefined ? "" : `_${alias.replace(/[^A-Za-z0-9]+/g, "_")}`;
  return {
    operationId: route.operationId + suffix,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...rights(route.operationId, access),
    parameters: [
      ...parameters(route.params, "path", components, alias ?? route.path),
      ...parameters(route.query, "query", components),
    ],
    ...requestBody(route, components),
    responses: responses(route, components),
  };
}

function rights(operationId: string, access: AccessPort): Json {
  const rule = access.describe(operationId);
  if (rule === undefined) return {};
  const open = rule.anonymous !== "never";
  return {
    "x-roles": rule.roles,
    ...(open ? { "x-anonymous": true } : {}),
    security: open ? [{}, ...CREDENTIALS] : CREDENTIALS,
  };
}

function parameters(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  components: ComponentSchemas,
  path = "",
): Json[] {
  const names = [...path.matchAll(/:([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
  const shape = schema === undefined ? {} : components.inline(schema, "input");
  const properties = (shape["properties"] ?? {}) as Record<string, Json>;
  const required = (shape["required"] ?? []) as readonly string[];
  const listed = place === "path" ? names : Object.keys(properties);
  return listed.map((name) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: properties[name] ?? { type: "string" },
  }));
}

const BODY_TYPES = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  binary: "application/octet-stream",
  stream: "application/octet-stream",
} as const;

function requestBody(route: Route, components: ComponentSchemas): Json {
  const kind = route.bodyKind ?? "json";
  const body = route.body ?? route.form;
  if (body === undefined && (kind === "json" || route.method === "GET")) return {};
  const schema = body === undefined ? {} : components.inline(body, "input");
  return { requestBody: { required: true, content: { [BODY_TYPES[kind]]: { schema } } } };
}

function responses(route: Route, components: ComponentSchemas): Json {
  const type = route.contentType ?? "application/json";
  const schema = route.response && components.inline(route.response, "output");
  const content =
    schema || route.contentType ? { content: { [type]: schema ? { schema } : {} } } : {};
  const takesInput = route.params ?? route.query ?? route.body;
  return {
    [route.successStatus ?? 200]: { description: "Success", ...content },
    ...(takesInput === undefined
      ? {}
      : { 422: answer("Validation error", components.inline(ValidationErrorBody, "output")) }),
    default: answer("Refusal", components.inline(ErrorBody, "output")),
  };
}

function answer(description: string, schema: Json): Json {
  return { description, content: { "application/json": { schema } } };
}

function socketOperation(
  socket: SocketRoute,
  access: AccessPort,
  components: ComponentSchemas,
): Json {
  return {
    operationId: socket.operationId,
    path: toTemplate(socket.path),
    tag: socket.tag,
    summary: socket.summary,
    ...rights(socket.operationId, access),
    parameters: [
      ...parameters(undefined, "path", components, socket.path),
      ...parameters(socket.query, "query", components),
    ],
  };
}

function toTemplate(path: string): string {
  return path.replace(/:([A-Za-z_]\w*)/g, "{$1}");
}

/** Collects the schemas that carry an id, so that each stands in the document once. */
class ComponentSchemas {
  readonly #schemas = new Map<string, Json>();

  all(): Json {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => a.localeCompare(b)));
  }

  inline(schema: z.ZodType, io: "input" | "output"): Json {
    const made = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
    const definitions = (made["$defs"] ?? {}) as Record<string, Json>;
    delete made["$schema"];
    delete made["$defs"];
    const names = new Map<string, string>();
    for (const id of Object.keys(definitions)) {
      names.set(id, io === "input" ? `${id}Input` : id);
    }
    for (const [id, definition] of Object.entries(definitions)) {
      this.#schemas.set(names.get(id) ?? id, rename(definition, names) as Json);
    }
    return rename(made, names) as Json;
  }
}

function rename(node: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((item) => rename(item, names));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key !== "$ref" || typeof value !== "string") return [key, rename(value, names)];
      const id = value.replace("#/$defs/", "");
      return [key, `#/components/schemas/${names.get(id) ?? id}`];
    }),
  );
}
