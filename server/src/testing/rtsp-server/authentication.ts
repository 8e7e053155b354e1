import { createHash } from "node:crypto";

/** How a client proves who it is (RFC 2617, which RTSP 1.0 takes over). */
export interface Authentication {
  readonly scheme: "basic" | "digest";
  /** `user:password` */
  readonly credentials: string;
}

const REALM = "test";
const NONCE = "8b1c5a0f4d2e";

export function authenticationChallenge({ scheme }: Authentication): string {
  return scheme === "basic"
    ? `Basic realm="${REALM}"`
    : `Digest realm="${REALM}", nonce="${NONCE}"`;
}

export function isAuthorized(
  request: { readonly method: string; readonly headers: ReadonlyMap<string, string> },
  authentication: Authentication,
): boolean {
  const given = request.headers.get("authorization") ?? "";
  const { scheme, credentials } = authentication;
  if (scheme === "basic") {
    return given === `Basic ${Buffer.from(credentials).toString("base64")}`;
  }
  const fields = new Map(
    [...given.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value ?? ""]),
  );
  const colon = credentials.indexOf(":");
  const user = credentials.slice(0, colon);
  const password = credentials.slice(colon + 1);
  const secret = md5(`${user}:${REALM}:${password}`);
  const subject = md5(`${request.method}:${fields.get("uri") ?? ""}`);
  const isOurs = given.startsWith("Digest ") && fields.get("username") === user;
  return isOurs && fields.get("response") === md5(`${secret}:${NONCE}:${subject}`);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
