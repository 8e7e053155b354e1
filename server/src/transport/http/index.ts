/**
 * HTTP: serves routes that are data. Owns identity of the caller, limits, validation answers,
 * cross-origin rules, protective headers, documents and the console's files; decides nothing else.
 */
export {
  createHttpServer,
  type CallSample,
  type HttpServer,
  type HttpServerOptions,
  type ListenAddress,
} from "./server.ts";
export { buildOpenApi, type OpenApiOptions } from "./openapi.ts";
