import type { FastifyInstance } from "fastify";

/**
 * The console needs its own scripts, pictures from blobs and data URLs, video through MediaSource
 * blobs, workers, inline styles of its component library, and sockets. Nothing may frame it.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-xss-protection": "1; mode=block",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
  "x-permitted-cross-domain-policies": "none",
};

/** Two years, for those who reached us over HTTPS (RFC 6797). */
const STRICT_TRANSPORT = "max-age=63072000; includeSubDomains";

/** Puts the same protective headers on every answer, refusals included. */
export function addSecurityHeaders(
  app: FastifyInstance,
  options: { readonly strictTransport: boolean },
): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    if (options.strictTransport && request.client.baseUrl.startsWith("https:")) {
      reply.header("strict-transport-security", STRICT_TRANSPORT);
    }
  });
}
